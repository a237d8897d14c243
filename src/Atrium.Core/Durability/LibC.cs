using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Atrium.Core.Durability;

/// <summary>
/// The few system calls whose answers .NET hides, or that it does not have. Measured on .NET 10.0.12, Linux: FileStream.Flush(true) and
/// RandomAccess.FlushToDisk return normally when fsync failed with EIO or ENOSPC, and a directory cannot be opened at all.
/// </summary>
internal static partial class LibC
{
    internal const int O_RDONLY = 0, O_WRONLY = 1, O_RDWR = 2, O_CREAT = 0x40, O_EXCL = 0x80, O_DIRECTORY = 0x10000, O_CLOEXEC = 0x80000;
    internal const int LOCK_EX = 2, LOCK_NB = 4;
    internal const int PRIO_PROCESS = 0;
    internal const int EINTR = 4, EAGAIN = 11, EEXIST = 17, EROFS = 30, ENOSPC = 28, EDQUOT = 122;

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    internal static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    internal static partial int Close(int fd);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    internal static partial int Fsync(int fd);

    [LibraryImport("libc", EntryPoint = "rename", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    internal static partial int Rename(string from, string to);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    internal static partial int Flock(int fd, int operation);

    [LibraryImport("libc", EntryPoint = "sync_file_range", SetLastError = true)]
    internal static partial int SyncFileRange(int fd, long offset, long length, uint flags);

    /// <summary>On Linux of the calling thread alone, where <paramref name="who"/> is 0.</summary>
    [LibraryImport("libc", EntryPoint = "setpriority", SetLastError = true)]
    internal static partial int SetPriority(int which, int who, int nice);

    internal static string Describe(int errno) => $"{new Win32Exception(errno).Message} (errno {errno})";
}
