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
        [Catalog, Catalog + "-wal", Catalog + "-shm", "lock", "tls", "keys", "blobs", ServerConnection.SocketName, ConfigurationFile.Name, "lost+found"];

    /// <summary>Room for the catalog and the certificates of a new store.</summary>
    private const long RoomForNew = 2 * 1024 * 1024;

    private readonly FolderLock held;

    private DataFolder(string path, FolderLock held) => (Path, this.held) = (path, held);

    internal string Path { get; }

    /// <summary>Holds the folder of a server that starts; makes it when it is missing.</summary>
    /// <exception cref="CommandFailedException">It is not ours to hold.</exception>
    internal static DataFolder Hold(string path)
    {
        RefuseStrangers(path);
        if (!File.Exists(System.IO.Path.Combine(path, Catalog)))
            Prepare(path);
        var held = FolderLock.TryTake(path, out var holder);
        return held is not null
            ? new DataFolder(path, held)
            : throw new CommandFailedException(
                $"Another Atrium server{(holder is null ? "" : $" (process {holder})")} holds the data folder {path}. Use that one, stop it first{(holder is null ? "" : $" (kill {holder})")}, or give another folder with --data.");
    }

    /// <summary>Holds the folder of a stopped server; null when a server holds it.</summary>
    /// <exception cref="CommandFailedException">There is no store in it.</exception>
    internal static DataFolder? TryHoldExisting(string path)
    {
        RefuseStrangers(path);
        if (!File.Exists(System.IO.Path.Combine(path, Catalog)))
            throw new CommandFailedException($"There is no Atrium data folder at {path}. Name it with --data or ATRIUM_DATA.");
        try
        {
            return FolderLock.TryTake(path, out _) is { } held ? new DataFolder(path, held) : null;
        }
        catch (IOException error)
        {
            throw new CommandFailedException($"{error.Message}. Run the command as the user who owns the folder.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => held.Dispose();

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

    private static void Prepare(string path)
    {
        if (Directory.Exists(path))
        {
            var strange = Directory.EnumerateFileSystemEntries(path).Select(System.IO.Path.GetFileName).FirstOrDefault(name => !BeforeFirstStart.Contains(name));
            if (strange is not null)
            {
                throw new CommandFailedException(
                    $"The folder {path} is not empty ('{strange}' is in it) and is not an Atrium data folder. Give an empty or a new folder with --data.");
            }
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        else
        {
            DurableFile.CreateDirectory(path);
        }
        if (new DriveInfo(path).AvailableFreeSpace < RoomForNew)
            throw new CommandFailedException($"The disk that holds {path} is full. Make room, or give a folder on another disk with --data.");
    }
}
