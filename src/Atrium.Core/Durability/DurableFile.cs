using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Atrium.Core.Durability;

/// <summary>
/// Files and directories whose state on disk is known: every call looks at the C library's answer and throws when it is
/// not success. The only place in Atrium that creates, syncs or renames files that must survive a power cut.
/// </summary>
public static class DurableFile
{
    /// <summary>Creates a file that must not exist yet (O_EXCL), readable and writable for the owner only.</summary>
    /// <exception cref="IOException">It exists, or cannot be created; HResult is the error number.</exception>
    public static SafeFileHandle Create(string path)
    {
        var fd = LibC.Open(path, LibC.O_RDWR | LibC.O_CREAT | LibC.O_EXCL | LibC.O_CLOEXEC, 0b110_000_000);
        if (fd < 0)
            throw Failed("create", path);
        return new SafeFileHandle(fd, ownsHandle: true);
    }

    /// <summary>Returns when all written bytes and the size of the file are on disk.</summary>
    /// <exception cref="FsyncFailedException">They are not, and will never be: stop acknowledging.</exception>
    public static void Sync(SafeFileHandle file, string path)
    {
        ArgumentNullException.ThrowIfNull(file);
        var held = false;
        try
        {
            file.DangerousAddRef(ref held);
            SyncDescriptor((int)file.DangerousGetHandle(), path);
        }
        finally
        {
            if (held)
                file.DangerousRelease();
        }
    }

    /// <summary>Returns when the names in a directory (created, renamed, removed) are on disk.</summary>
    /// <exception cref="FsyncFailedException">They are not: stop acknowledging.</exception>
    public static void SyncDirectory(string path)
    {
        var fd = LibC.Open(path, LibC.O_RDONLY | LibC.O_DIRECTORY | LibC.O_CLOEXEC, 0);
        if (fd < 0)
            throw Failed("open", path);
        try
        {
            SyncDescriptor(fd, path);
        }
        finally
        {
            // Closing a descriptor that was only read has nothing left to report.
            _ = LibC.Close(fd);
        }
    }

    /// <summary>Renames within one file system, replacing the target. On disk only after <see cref="SyncDirectory"/>.</summary>
    public static void Rename(string from, string to)
    {
        if (LibC.Rename(from, to) != 0)
            throw Failed("rename", from);
    }

    /// <summary>Creates a directory and its missing parents, each on disk when this returns. Owner only.</summary>
    public static void CreateDirectory(string path)
    {
        if (Directory.Exists(path))
            return;
        var parent = Path.GetDirectoryName(Path.GetFullPath(path));
        if (parent is not null)
            CreateDirectory(parent);
        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (parent is not null)
            SyncDirectory(parent);
    }

    /// <summary>Puts a small file in place, whole or not at all: temporary file, fsync, rename, fsync of the directory.</summary>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        var temporary = path + ".new";
        // A leftover of a start that was cut off; nobody else writes into a data folder that is locked.
        File.Delete(temporary);
        using (var file = Create(temporary))
        {
            RandomAccess.Write(file, bytes, 0);
            Sync(file, temporary);
        }
        Rename(temporary, path);
        SyncDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>
    /// Asks the kernel to begin writing a range of the file back, without waiting and without any promise: it only makes
    /// the fsync at the end of a long upload short, since the disk has worked all the while.
    /// </summary>
    public static void BeginWriteBack(SafeFileHandle file, long offset, long length)
    {
        ArgumentNullException.ThrowIfNull(file);
        const uint SYNC_FILE_RANGE_WRITE = 2;
        // Advice: where the file system does not know it, the fsync that follows does all the work.
        _ = LibC.SyncFileRange((int)file.DangerousGetHandle(), offset, length, SYNC_FILE_RANGE_WRITE);
    }

    /// <summary>True when the error says that the disk or the operator's quota on it is full.</summary>
    public static bool IsDiskFull(IOException error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return error.HResult is LibC.ENOSPC or LibC.EDQUOT
            || (error.HResult & 0xFFFF) is 0x70 /* ERROR_DISK_FULL, as .NET translates ENOSPC */;
    }

    private static void SyncDescriptor(int fd, string path)
    {
        while (LibC.Fsync(fd) != 0)
        {
            var errno = Marshal.GetLastPInvokeError();
            // A signal arrived before the kernel began: nothing was tried, so this is not a retry of a failed fsync.
            if (errno != LibC.EINTR)
                throw new FsyncFailedException(path, errno);
        }
    }

    private static IOException Failed(string action, string path)
    {
        var errno = Marshal.GetLastPInvokeError();
        return new IOException($"Cannot {action} {path}: {LibC.Describe(errno)}", errno);
    }
}
