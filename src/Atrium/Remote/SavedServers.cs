using System.Text.Json;
using System.Text.Json.Serialization;
using Atrium.CommandLine;
using Atrium.Core.Durability;

namespace Atrium.Remote;

/// <summary>The servers that this user has logged in to: <c>$XDG_CONFIG_HOME/atrium/servers.json</c>, for its owner alone.</summary>
internal sealed class SavedServers(Shell shell)
{
    /// <summary>What others may not: as ssh wants it of its keys.</summary>
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>Where they are kept (XDG Base Directory Specification).</summary>
    internal string Path { get; } = System.IO.Path.Combine(
        shell.Environment("XDG_CONFIG_HOME") is ['/', ..] given ? given
            : System.IO.Path.Combine(shell.Environment("HOME") is { Length: > 0 } home ? home : "/", ".config"),
        "atrium", "servers.json");

    /// <summary>All of them, and which one is meant when none is named.</summary>
    internal SavedServerList Read()
    {
        try
        {
            if (!File.Exists(Path))
                return new SavedServerList(null, []);
            if ((File.GetUnixFileMode(Path) & Others) != 0)
                throw new CommandFailedException($"{Path} holds tokens, and others may read or change it. If nobody has, make it yours alone: chmod 600 {ServerConnection.Quote(Path)}");
            return JsonSerializer.Deserialize(File.ReadAllBytes(Path), SavedServersJson.Default.SavedServerList) ?? throw new JsonException("It holds nothing.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new CommandFailedException($"{Path} cannot be read: {error.Message} Mend it, or move it away and log in again.");
        }
    }

    /// <summary>Puts a server in, in place of one of the same name, and lets it be the one that is meant when none is named.</summary>
    internal void Add(SavedServer server)
    {
        var list = Read();
        Write(new SavedServerList(server.Name, [.. list.Servers.Where(other => other.Name != server.Name), server]));
    }

    internal void Remove(SavedServer server)
    {
        var list = Read();
        IReadOnlyList<SavedServer> left = [.. list.Servers.Where(other => other.Name != server.Name)];
        Write(new SavedServerList(list.Default == server.Name ? (left is [.., var last] ? last.Name : null) : list.Default, left));
    }

    /// <summary>Lets a server be the one that is meant when none is named.</summary>
    internal void Use(SavedServer server) => Write(Read() with { Default = server.Name });

    /// <summary>The server of a name.</summary>
    /// <exception cref="CommandFailedException">There is none.</exception>
    internal SavedServer Get(string name)
    {
        var list = Read();
        return list.Servers.FirstOrDefault(server => server.Name == name)
            ?? throw new CommandFailedException(
                list.Servers.Count == 0 ? $"This user is not logged in to {name}, nor to any other server. Log in with: atrium login https://{name}"
                : $"This user is not logged in to {name}, but to: {string.Join(", ", list.Servers.Select(server => server.Name))}. Name one of them, or log in with: atrium login https://{name}");
    }

    private void Write(SavedServerList list)
    {
        try
        {
            DurableFile.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
            DurableFile.Write(Path, JsonSerializer.SerializeToUtf8Bytes(list, SavedServersJson.Default.SavedServerList));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{Path} cannot be written: {error.Message}");
        }
    }
}

/// <summary>What the file holds.</summary>
/// <param name="Default">The one that is meant when none is named: the last that was logged in to or chosen.</param>
/// <param name="Servers">Oldest login first.</param>
internal sealed record SavedServerList(string? Default, IReadOnlyList<SavedServer> Servers)
{
    internal SavedServer? Chosen => Servers.FirstOrDefault(server => server.Name == Default);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SavedServerList))]
[JsonSerializable(typeof(IReadOnlyList<LoginRecord>))]
internal sealed partial class SavedServersJson : JsonSerializerContext;
