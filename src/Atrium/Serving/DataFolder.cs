using Atrium.CommandLine;
using Atrium.Configuration;
using Atrium.Core.Durability;
using Atrium.Unix;

namespace Atrium.Serving;

/// <summary>The data folder, held by this process alone as long as this is not disposed.</summary>
internal sealed class DataFolder : IDisposable
{
    /// <summary>What makes a folder Atrium's.</summary>
    private const string Catalog = "catalog.db";

    /// <summary>What may stand in a folder before the first start has ended: a start that was cut off, and what operators put there.</summary>
    private static readonly string[] BeforeFirstStart =
        [Catalog, Catalog + "-wal", Catalog + "-shm", Catalog + "-journal", "lock", "tls", "keys", "blobs", ServerConnection.SocketName, ConfigurationFile.Name, "lost+found"];

    /// <summary>Room for the catalog and the certificates of a new store.</summary>
    private const long RoomForNew = 2 * 1024 * 1024;

    private FolderLock? held;

    private DataFolder(string path) => Path = path;

    internal string Path { get; }

    private bool HasStore => File.Exists(System.IO.Path.Combine(Path, Catalog));

    /// <summary>Looks at the folder of a server that starts, and holds it when there is a store in it. Changes nothing else.</summary>
    /// <exception cref="CommandFailedException">It is not ours to hold.</exception>
    internal static DataFolder Claim(string path)
    {
        RefuseStrangers(path);
        var folder = new DataFolder(path);
        if (folder.HasStore)
            folder.Hold();
        else if (Directory.Exists(path))
            RefuseForeign(path);
        return folder;
    }

    /// <summary>Makes the folder of a new store, when it is one, and holds it.</summary>
    /// <exception cref="CommandFailedException">It cannot be made, or another server was faster.</exception>
    internal void Create()
    {
        if (held is not null)
            return;
        if (new DriveInfo(NearestExisting(Path)).AvailableFreeSpace < RoomForNew)
            throw new CommandFailedException($"The disk that holds {Path} is full. Make room, or give a folder on another disk with --data.");
        if (Directory.Exists(Path))
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        else
            DurableFile.CreateDirectory(Path);
        Hold();
    }

    /// <summary>Holds the folder of a stopped server; null when a server holds it.</summary>
    /// <exception cref="CommandFailedException">There is no store in it.</exception>
    internal static DataFolder? TryHoldExisting(string path)
    {
        RefuseStrangers(path);
        var folder = new DataFolder(path);
        if (!folder.HasStore)
            throw new CommandFailedException($"There is no Atrium data folder at {path}. Name it with --data or ATRIUM_DATA.");
        try
        {
            folder.held = FolderLock.TryTake(path, out _);
            return folder.held is null ? null : folder;
        }
        catch (IOException error)
        {
            throw new CommandFailedException($"{error.Message}. Run the command as the user who owns the folder.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => held?.Dispose();

    private void Hold()
    {
        held = FolderLock.TryTake(Path, out var holder);
        if (held is null)
        {
            throw new CommandFailedException(
                $"Another Atrium server{(holder is null ? "" : $" (process {holder})")} holds the data folder {Path}. Use that one, stop it first{(holder is null ? "" : $" (kill {holder})")}, or give another folder with --data.");
        }
    }

    private static void RefuseStrangers(string path)
    {
        // Through a link, as the store will see it.
        var target = FileFacts.Of(path) is { Kind: FileKind.Link } ? Directory.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path;
        if (FileFacts.Of(target) is not { } facts)
            return;
        if (facts.Kind != FileKind.Folder)
            throw new CommandFailedException($"{path} is not a folder. Give another one with --data.");
        if (facts.Owner != CurrentProcess.UserId)
        {
            throw new CommandFailedException(
                $"The folder {path} belongs to another user (uid {facts.Owner}; this is uid {CurrentProcess.UserId}). Run as that user, give the folder to this one with chown -R, or give another folder with --data.");
        }
    }

    private static void RefuseForeign(string path)
    {
        var strange = Directory.EnumerateFileSystemEntries(path).Select(System.IO.Path.GetFileName).FirstOrDefault(name => !BeforeFirstStart.Contains(name));
        if (strange is not null)
        {
            throw new CommandFailedException(
                $"The folder {path} is not empty ('{strange}' is in it) and is not an Atrium data folder. Give an empty or a new folder with --data.");
        }
    }

    private static string NearestExisting(string path)
        => Directory.Exists(path) ? path : NearestExisting(System.IO.Path.GetDirectoryName(path) ?? "/");
}
