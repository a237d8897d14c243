using System.Runtime.InteropServices;

namespace Atrium.Unix;

/// <summary>What is left on the file system of a path (statvfs(3): .NET does not tell of inodes).</summary>
/// <param name="Bytes">All.</param>
/// <param name="FreeBytes">For this user.</param>
/// <param name="Inodes">All; 0 where the file system has no fixed number.</param>
/// <param name="FreeInodes">For this user.</param>
internal sealed partial record FileSystemFacts(long Bytes, long FreeBytes, long Inodes, long FreeInodes)
{
    /// <summary>Null where nothing can be said.</summary>
    internal static FileSystemFacts? Of(string path)
        => StatVfs(path, out var facts) != 0 ? null
            : new((long)(facts.Blocks * facts.FragmentSize), (long)(facts.AvailableBlocks * facts.FragmentSize), (long)facts.Files, (long)facts.AvailableFiles);

    // The layout of 64-bit Linux, glibc and musl alike (bits/statvfs.h); what follows is not looked at.
    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct StatVfsBuffer
    {
        internal nuint BlockSize, FragmentSize, Blocks, FreeBlocks, AvailableBlocks, Files, FreeFiles, AvailableFiles;
        internal fixed ulong Rest[8];
    }

    [LibraryImport("libc", EntryPoint = "statvfs", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int StatVfs(string path, out StatVfsBuffer buffer);
}
