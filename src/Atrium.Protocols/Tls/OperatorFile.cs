using System.Text;

namespace Atrium.Protocols.Tls;

/// <summary>
/// A file of the operator's, looked at through an open handle: asked by name, a symbolic link (as certbot makes them)
/// would answer for itself instead of for what it points at.
/// </summary>
internal static class OperatorFile
{
    // A chain is a few kilobytes; something else has been put there by mistake.
    private const int LargestFile = 1024 * 1024;

    internal static FileStamp Stamp(string path)
    {
        using var file = Open(path);
        return new(RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file));
    }

    /// <exception cref="InvalidDataException">It is larger than 1 MiB.</exception>
    internal static string Read(string path)
    {
        using var file = Open(path);
        var length = RandomAccess.GetLength(file);
        if (length > LargestFile)
            throw new InvalidDataException($"{path} is larger than 1 MiB");
        var bytes = new byte[length];
        return Encoding.UTF8.GetString(bytes, 0, RandomAccess.Read(file, bytes, 0));
    }

    /// <summary>The mode is the operator's to choose (certbot uses a group), but everybody is never right for a key.</summary>
    internal static bool IsOpenToEverybody(string path)
    {
        using var file = Open(path);
        return (File.GetUnixFileMode(file) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != 0;
    }

    private static Microsoft.Win32.SafeHandles.SafeFileHandle Open(string path) =>
        File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
}

/// <summary>What tells one state of a file from the next.</summary>
internal readonly record struct FileStamp(long Length, DateTime Modified);
