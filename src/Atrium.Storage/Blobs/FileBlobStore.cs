using System.Security.Cryptography;
using Atrium.Core.Durability;
using Atrium.Core.Ports;

namespace Atrium.Storage.Blobs;

/// <summary>
/// Blobs as files. A locator is random, so it is never used twice, and its first two digits are its folder: 256 folders keep
/// each small enough for every file system and every tool. After a failed fsync nothing that was written can be trusted: whoever
/// asked gets a <see cref="StorageException"/> as for every other failure, and the fail-stop ends the server.
/// </summary>
internal sealed class FileBlobStore : IBlobStore
{
    private readonly string root;
    private readonly string temporary;
    private readonly FailStop failStop;
    private readonly HashSet<string> synced = [];

    internal BlobMetrics Metrics { get; }

    internal FileBlobStore(string root, FailStop failStop)
    {
        (this.root, this.failStop) = (root, failStop);
        temporary = Path.Combine(root, "tmp");
        DurableFile.CreateDirectory(temporary);
        // Uploads of a process that is gone: nobody else writes into a folder whose lock we hold.
        foreach (var leftover in Directory.EnumerateFiles(temporary))
            File.Delete(leftover);
        Metrics = new BlobMetrics(this);
    }

    public long FreeBytes => new DriveInfo(root).AvailableFreeSpace;

    public IBlobWriter Create()
    {
        var locator = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        return new FileBlobWriter(this, locator, Path.Combine(temporary, locator));
    }

    public IBlobReader? Open(string locator)
    {
        try
        {
            return new FileBlobReader(Metrics, File.OpenHandle(PathOf(locator), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public void Delete(string locator) => Guard($"remove the blob {locator}", () =>
    {
        var path = PathOf(locator);
        try
        {
            File.Delete(path);
            Metrics.Removed();
            DurableFile.SyncDirectory(Path.GetDirectoryName(path)!);
        }
        catch (DirectoryNotFoundException)
        {
            // Nothing of that name: removed already.
        }
        return 0;
    });

    public IEnumerable<(string Locator, DateTimeOffset Written)> List()
    {
        foreach (var folder in Directory.EnumerateDirectories(root))
        {
            if (folder == temporary)
                continue;
            foreach (var file in Directory.EnumerateFiles(folder))
                yield return (Path.GetFileName(file), new DateTimeOffset(File.GetLastWriteTimeUtc(file), TimeSpan.Zero));
        }
    }

    /// <summary>Puts a synced temporary file in its place, durably.</summary>
    internal void Place(string temporaryFile, string locator)
    {
        var path = PathOf(locator);
        var folder = Path.GetDirectoryName(path)!;
        MakeFolder(folder);
        DurableFile.Rename(temporaryFile, path);
        DurableFile.SyncDirectory(folder);
    }

    /// <summary>
    /// A folder that is there may be one whose name another upload, or a process that was killed, has not synced yet: nobody
    /// relies on it before this process has.
    /// </summary>
    private void MakeFolder(string folder)
    {
        lock (synced)
        {
            if (synced.Contains(folder))
                return;
            DurableFile.CreateDirectory(folder);
            DurableFile.SyncDirectory(root);
            synced.Add(folder);
        }
    }

    /// <summary>Runs a step on the disk; whatever it throws becomes what callers of a blob store expect.</summary>
    internal T Guard<T>(string action, Func<T> step)
    {
        try
        {
            return step();
        }
        catch (FsyncFailedException failed)
        {
            failStop.Trip(failed);
            throw new StorageException(action, failed);
        }
        catch (IOException failed)
        {
            throw new StorageException(action, failed);
        }
    }

    public void Dispose() => Metrics.Dispose();

    private string PathOf(string locator) => Path.Combine(root, locator[..2], locator);
}
