using System.Text;

namespace Atrium.Protocols.Http.Zip;

/// <summary>What a zip says of a file or a folder.</summary>
/// <param name="Name">In UTF-8, with slashes between names; a folder ends with one.</param>
/// <param name="Size">Bytes; 0 of a folder.</param>
/// <param name="Modified">To the second.</param>
internal readonly record struct ZipEntry(byte[] Name, long Size, DateTimeOffset Modified)
{
    /// <summary>
    /// From here on the checksum follows the bytes (a data descriptor) instead of standing before them: what is smaller is read into memory
    /// first, because a reader that cannot seek does better so.
    /// </summary>
    internal const int MaxHeld = 1024 * 1024;

    internal bool IsFolder => Name[^1] == (byte)'/';

    internal bool HasDescriptor => Size > MaxHeld;

    /// <summary>Of names below one another. A backslash, which Windows takes for a slash, and could climb out of the folder by, becomes the sign that looks like it.</summary>
    internal static byte[] NameOf(IEnumerable<string> names, bool isFolder)
        => Encoding.UTF8.GetBytes(string.Join('/', names).Replace('\\', '\uFF3C') + (isFolder ? "/" : ""));
}
