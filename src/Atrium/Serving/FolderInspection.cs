using Atrium.CommandLine;
using Atrium.Configuration;
using Atrium.Unix;

namespace Atrium.Serving;

/// <summary>Looks at a folder that may become or be a data folder, and changes nothing in it.</summary>
internal static class FolderInspection
{
    /// <summary>What makes a folder Atrium's.</summary>
    private const string Catalog = "catalog.db", Log = Catalog + "-wal", Blobs = "blobs";

    /// <summary>What may stand in a folder before the first start has ended: a start that was cut off, and what operators put there.</summary>
    private static readonly string[] BeforeFirstStart =
        [Catalog, Log, Catalog + "-shm", Catalog + "-journal", "lock", "tls", "keys", Blobs, ServerConnection.SocketName, ConfigurationFile.Name, "lost+found"];

    internal static bool HasCatalog(string path) => File.Exists(Path.Combine(path, Catalog));

    /// <summary>What is no folder, cannot be one, or is somebody else's.</summary>
    internal static void RefuseStrangers(string path)
    {
        RefuseFileAbove(path);
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

    /// <summary>A folder without a catalog that holds something of somebody's.</summary>
    internal static void RefuseForeign(string path)
    {
        if (!Directory.Exists(path))
            return;
        var strange = Directory.EnumerateFileSystemEntries(path).Select(Path.GetFileName).FirstOrDefault(name => !BeforeFirstStart.Contains(name));
        if (strange is not null)
        {
            throw new CommandFailedException(
                $"The folder {path} is not empty ('{strange}' is in it) and is not an Atrium data folder. Give an empty or a new folder with --data.");
        }
    }

    /// <summary>Content whose catalog is gone: a new catalog would take it for leftovers, and maintenance would remove it.</summary>
    internal static void RefuseLostCatalog(string path)
    {
        if (new FileInfo(Path.Combine(path, Catalog)) is { Exists: true, Length: > 0 })
            return;
        var blobs = new DirectoryInfo(Path.Combine(path, Blobs));
        var holdsContent = new FileInfo(Path.Combine(path, Log)) is { Exists: true, Length: > 0 }
            // Uploads that were cut off lie in tmp, what was acknowledged in the others.
            || (blobs.Exists && blobs.EnumerateDirectories().Any(folder => folder.Name != "tmp" && folder.EnumerateFiles().Any()));
        if (holdsContent)
        {
            throw new CommandFailedException(
                $"The folder {path} holds content, but its {Catalog} is missing or empty. Nothing was changed: bring {Catalog} back from a backup (with {Log}, when there is one), or give an empty folder with --data.");
        }
    }

    internal static string NearestExisting(string path) => Directory.Exists(path) ? path : NearestExisting(Path.GetDirectoryName(path) ?? "/");

    private static void RefuseFileAbove(string path)
    {
        for (var above = Path.GetDirectoryName(path); above is not null && !Directory.Exists(above); above = Path.GetDirectoryName(above))
        {
            if (File.Exists(above))
                throw new CommandFailedException($"{above} is not a folder, so there can be none in it. Give another one with --data.");
        }
    }
}
