using System.Security.Cryptography;
using Atrium.Api;
using Atrium.CommandLine;
using Atrium.Core.Repository;
using Atrium.Unix;

namespace Atrium.Sites;

/// <summary>What a local folder would be as a site.</summary>
/// <param name="Files">What goes.</param>
/// <param name="LeftOut">Names that begin with a dot, which visitors are never shown.</param>
internal sealed record SiteFolder(IReadOnlyList<SiteFolder.Item> Files, IReadOnlyList<string> LeftOut)
{
    private const string WellKnown = ".well-known";

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>One file.</summary>
    internal sealed record Item(string Local, SiteFileRecord Record);

    /// <summary>The whole path of a folder that is there.</summary>
    internal static string Check(string folder)
    {
        var local = Path.GetFullPath(folder);
        if (!Directory.Exists(local))
            throw new CommandFailedException(File.Exists(local) ? $"{local} is not a folder: name the folder that holds it." : $"There is no folder {local}.");
        return local;
    }

    /// <summary>Reads the folder and the hash of each file; everything must be readable, or the site would lack it.</summary>
    internal static async Task<SiteFolder> ReadAsync(string folder, CancellationToken cancellation)
    {
        var files = new List<Item>();
        var leftOut = new List<string>();
        var problems = new List<string>();
        var open = new Stack<(string Local, string Path)>([(folder, "")]);
        while (open.TryPop(out var current))
        {
            foreach (var local in List(current.Local).Order(StringComparer.Ordinal))
            {
                var name = Path.GetFileName(local);
                var path = current.Path.Length == 0 ? name : $"{current.Path}/{name}";
                if (name.StartsWith('.') && path != WellKnown)
                {
                    leftOut.Add(path);
                    continue;
                }
                if (!NodePath.CheckName(name).Try(out _, out var refused))
                    problems.Add($"{path}: {refused.Detail}");
                else if (Directory.Exists(local))
                    Enter(open, problems, local, path);
                else if (FileFacts.Of(Resolve(local)) is { Kind: FileKind.File })
                    files.Add(new Item(local, await RecordAsync(local, path, cancellation)));
                else
                    problems.Add($"{path}: it is no file, or a link that leads nowhere.");
            }
        }
        if (problems.Count > 0)
            throw new CommandFailedException($"Not all of {folder} can be served, and nothing was changed:{string.Concat(problems.Select(problem => $"\n  {problem}"))}");
        return new SiteFolder(files, leftOut);
    }

    // Build tools link files; a link to a folder may lead in a circle.
    private static void Enter(Stack<(string, string)> open, List<string> problems, string local, string path)
    {
        if (FileFacts.Of(local) is { Kind: FileKind.Link })
            problems.Add($"{path}: it is a link to a folder. Put the folder itself there.");
        else
            open.Push((local, path));
    }

    private static string Resolve(string local) => File.ResolveLinkTarget(local, returnFinalTarget: true)?.FullName ?? local;

    private static string[] List(string folder)
    {
        try
        {
            return Directory.GetFileSystemEntries(folder, "*", Everything);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{folder} cannot be read: {error.Message}");
        }
    }

    private static async Task<SiteFileRecord> RecordAsync(string local, string path, CancellationToken cancellation)
    {
        try
        {
            await using var file = new FileStream(local, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.SequentialScan);
            var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation));
            return new SiteFileRecord(path, file.Position, hash, new DateTimeOffset(File.GetLastWriteTimeUtc(file.SafeFileHandle)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{local} cannot be read: {error.Message}");
        }
    }
}
