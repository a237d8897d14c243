using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Atrium.Core.Durability;

/// <summary>
/// One process holds a data folder. The kernel's lock (flock) ends with the process, so a killed server leaves nothing
/// behind that must be cleaned up; the file's text, the process id, is for the message only. The file is opened through the
/// C library: .NET's own calls take locks of the same kind, and would collide with this one.
/// </summary>
public sealed class FolderLock : IDisposable
{
    private readonly SafeFileHandle file;

    private FolderLock(SafeFileHandle file) => this.file = file;

    /// <summary>Takes the lock of a folder.</summary>
    /// <returns>The lock, or null when another process holds it; then <paramref name="holder"/> is its process id, where known.</returns>
    /// <exception cref="IOException">The file of the lock cannot be opened.</exception>
    public static FolderLock? TryTake(string folder, out string? holder)
    {
        holder = null;
        var path = Path.Combine(folder, "lock");
        var descriptor = LibC.Open(path, LibC.O_RDWR | LibC.O_CREAT | LibC.O_CLOEXEC, 0b110_000_000);
        if (descriptor < 0)
            throw new IOException($"Cannot open {path}: {LibC.Describe(Marshal.GetLastPInvokeError())}", Marshal.GetLastPInvokeError());
        var file = new SafeFileHandle(descriptor, ownsHandle: true);
        if (LibC.Flock(descriptor, LibC.LOCK_EX | LibC.LOCK_NB) != 0)
        {
            holder = ReadHolder(file);
            file.Dispose();
            return null;
        }
        RandomAccess.SetLength(file, 0);
        RandomAccess.Write(file, Encoding.ASCII.GetBytes($"{Environment.ProcessId}\n"), 0);
        return new FolderLock(file);
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private static string? ReadHolder(SafeFileHandle file)
    {
        Span<byte> text = stackalloc byte[20];
        var length = RandomAccess.Read(file, text, 0);
        return Encoding.ASCII.GetString(text[..length]).Trim() is { Length: > 0 } id ? id : null;
    }
}
