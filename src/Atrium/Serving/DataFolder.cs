using Atrium.CommandLine;
using Atrium.Core.Durability;
using Atrium.Unix;

namespace Atrium.Serving;

/// <summary>The data folder, held by this process.</summary>
internal sealed class DataFolder : IDisposable
{
    /// <summary>What may lie in a folder before Atrium was ever started on it.</summary>
    private static readonly string[] Harmless = ["atrium.json", "tls", "lock", "lost+found"];

    private readonly FolderLock folderLock;

    private DataFolder(string path, FolderLock folderLock) => (Path, this.folderLock) = (path, folderLock);

    internal string Path { get; }

    /// <summary>Makes the folder when it is missing, and takes its lock.</summary>
    /// <exception cref="CommandFailedException">It cannot be used; the sentence says what to do.</exception>
    internal static DataFolder Take(string path)
    {
        try
        {
            if (File.Exists(path))
                throw new CommandFailedException($"{path} is a file. Give a folder with --data.");
            DurableFile.CreateDirectory(path);
            if (FileFacts.Of(path) is { } facts && facts.Owner != CurrentProcess.UserId)
                throw new CommandFailedException($"The folder {path} belongs to another user (id {facts.Owner}). Run as that user, or give another folder with --data.");
            if (!IsOurs(path))
                throw new CommandFailedException($"The folder {path} holds files that are not Atrium's. Give an empty or a new folder with --data.");
            if (FolderLock.TryTake(path, out var holder) is { } folderLock)
                return new DataFolder(path, folderLock);
            var process = holder is null ? "" : $" (process {holder})";
            throw new CommandFailedException($"Another server{process} runs on the folder {path}. Stop it, or give another folder with --data.");
        }
        catch (UnauthorizedAccessException)
        {
            throw new CommandFailedException($"This user may not write to {path}. Run as its owner, or give another folder with --data.");
        }
        catch (IOException error)
        {
            throw new CommandFailedException(DurableFile.IsDiskFull(error)
                ? $"The disk that holds {path} is full. Make room, and start again."
                : $"The folder {path} cannot be used: {error.Message}. Check it, or give another one with --data.");
        }
    }

    internal static bool Exists(string path) => File.Exists(System.IO.Path.Combine(path, "catalog.db"));

    public void Dispose() => folderLock.Dispose();

    private static bool IsOurs(string path)
        => Exists(path) || !Directory.EnumerateFileSystemEntries(path).Any(entry => !Harmless.Contains(System.IO.Path.GetFileName(entry)))
            // A first start that was cut off had made this folder and nothing else.
            || Directory.EnumerateFileSystemEntries(path).All(entry => Harmless.Append("blobs").Contains(System.IO.Path.GetFileName(entry)));
}
