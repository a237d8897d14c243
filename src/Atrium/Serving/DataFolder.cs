using Atrium.CommandLine;
using Atrium.Core.Durability;

namespace Atrium.Serving;

/// <summary>The data folder, held by this process alone as long as this is not disposed.</summary>
internal sealed class DataFolder : IDisposable
{
    /// <summary>Room for the catalog and the certificates of a new store.</summary>
    private const long RoomForNew = 2 * 1024 * 1024;

    private FolderLock? held;

    private DataFolder(string path) => Path = path;

    internal string Path { get; }

    /// <summary>Looks at the folder of a server that starts, and holds it when there is a store in it. Changes nothing else.</summary>
    /// <exception cref="CommandFailedException">It is not ours to hold.</exception>
    internal static DataFolder Claim(string path)
    {
        FolderInspection.RefuseStrangers(path);
        var folder = new DataFolder(path);
        if (FolderInspection.HasCatalog(path))
            folder.Hold();
        else
            FolderInspection.RefuseForeign(path);
        FolderInspection.RefuseLostCatalog(path);
        return folder;
    }

    /// <summary>Holds the folder of a stopped server; null when a server holds it.</summary>
    /// <exception cref="CommandFailedException">There is no store in it.</exception>
    internal static DataFolder? TryHoldExisting(string path)
    {
        FolderInspection.RefuseStrangers(path);
        if (!FolderInspection.HasCatalog(path))
            throw new CommandFailedException($"There is no Atrium data folder at {path}. Name it with --data or ATRIUM_DATA.");
        FolderInspection.RefuseLostCatalog(path);
        try
        {
            return FolderLock.TryTake(path, out _) is { } held ? new DataFolder(path) { held = held } : null;
        }
        catch (IOException error)
        {
            throw new CommandFailedException($"{error.Message}. Run the command as the user who owns the folder.");
        }
    }

    /// <summary>Makes the folder of a new store, when it is one, and holds it.</summary>
    /// <exception cref="CommandFailedException">It cannot be made, or another server was faster.</exception>
    internal void Create()
    {
        if (held is not null)
            return;
        if (new DriveInfo(FolderInspection.NearestExisting(Path)).AvailableFreeSpace < RoomForNew)
            throw new CommandFailedException($"The disk that holds {Path} is full. Make room, or give a folder on another disk with --data.");
        if (Directory.Exists(Path))
            File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        else
            DurableFile.CreateDirectory(Path);
        Hold();
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
}
