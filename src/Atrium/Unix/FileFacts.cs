using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Atrium.Unix;

/// <summary>What a name on the local file system stands for, without following it (statx(2): .NET does not tell a pipe from a file).</summary>
/// <param name="Kind">File, folder, link, or something that is no data.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Owner">User id.</param>
/// <param name="Modified">In ticks, as .NET keeps times.</param>
internal sealed partial record FileFacts(FileKind Kind, long Size, uint Owner, DateTimeOffset Modified)
{
    // The layout is the same on every architecture (linux/stat.h).
    private const int StatxSize = 256, UidAt = 20, ModeAt = 28, SizeAt = 40, ModifiedAt = 112;
    private const int AT_FDCWD = -100, AT_SYMLINK_NOFOLLOW = 0x100;
    private const uint STATX_BASIC_STATS = 0x7ff;
    private const int S_IFMT = 0xF000, S_IFREG = 0x8000, S_IFDIR = 0x4000, S_IFLNK = 0xA000;

    /// <summary>The facts of a path; null when there is nothing, or nothing that may be seen.</summary>
    internal static FileFacts? Of(string path)
    {
        Span<byte> buffer = stackalloc byte[StatxSize];
        buffer.Clear();
        if (Statx(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS, ref MemoryMarshal.GetReference(buffer)) != 0)
            return null;
        var kind = (BinaryPrimitives.ReadUInt16LittleEndian(buffer[ModeAt..]) & S_IFMT) switch
        {
            S_IFREG => FileKind.File,
            S_IFDIR => FileKind.Folder,
            S_IFLNK => FileKind.Link,
            _ => FileKind.Special,
        };
        var seconds = BinaryPrimitives.ReadInt64LittleEndian(buffer[ModifiedAt..]);
        var nanoseconds = BinaryPrimitives.ReadUInt32LittleEndian(buffer[(ModifiedAt + 8)..]);
        return new FileFacts(
            kind, BinaryPrimitives.ReadInt64LittleEndian(buffer[SizeAt..]), BinaryPrimitives.ReadUInt32LittleEndian(buffer[UidAt..]), Ticks(seconds, nanoseconds));
    }

    // A file system may hold years that .NET cannot.
    private static DateTimeOffset Ticks(long seconds, uint nanoseconds)
    {
        var earliest = DateTimeOffset.MinValue.ToUnixTimeSeconds();
        var latest = DateTimeOffset.MaxValue.ToUnixTimeSeconds();
        return DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(seconds, earliest, latest)).AddTicks(nanoseconds / 100);
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Statx(int directory, string path, int flags, uint mask, ref byte buffer);
}

/// <summary>What a name on the local file system stands for.</summary>
internal enum FileKind
{
    File,
    Folder,
    Link,

    /// <summary>A pipe, a socket, a device.</summary>
    Special,
}
