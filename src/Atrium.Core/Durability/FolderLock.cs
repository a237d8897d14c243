using System.Runtime.InteropServices;
using System.Text;

namespace Atrium.Core.Durability;

/// <summary>
/// One process holds a data folder. The kernel's lock (flock) ends with the process, so a killed server leaves nothing
/// behind that must be cleaned up; the file's text, the process id, is for the message only.
/// </summary>
public sealed class FolderLock : IDisposable
{
    private readonly int descriptor;

    private FolderLock(int descriptor) => this.descriptor = descriptor;

    /// <summary>Takes the lock of a folder.</summary>
    /// <returns>The lock, or null when another process holds it; then <paramref name="holder"/> is its process id, where known.</returns>
    public static FolderLock? TryTake(string folder, out string? holder)
    {
        holder = null;
        var path = Path.Combine(folder, "lock");
        var fd = LibC.Open(path, LibC.O_RDWR | LibC.O_CREAT | LibC.O_CLOEXEC, 0b110_000_000);
        if (fd < 0)
            throw new IOException($"Cannot open {path}: {LibC.Describe(Marshal.GetLastPInvokeError())}");
        if (LibC.Flock(fd, LibC.LOCK_EX | LibC.LOCK_NB) != 0)
        {
            _ = LibC.Close(fd); // nothing was written through it
            holder = File.ReadAllText(path).Trim() is { Length: > 0 } text ? text : null;
            return null;
        }
        File.WriteAllBytes(path, Encoding.ASCII.GetBytes($"{Environment.ProcessId}\n"));
        return new FolderLock(fd);
    }

    /// <inheritdoc/>
    public void Dispose() => _ = LibC.Close(descriptor); // ends the lock; the content of the file does not matter
}
