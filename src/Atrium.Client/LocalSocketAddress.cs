using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace Atrium.Client;

/// <summary>
/// The address of a unix socket, however long its path is. The kernel takes 107 bytes (unix(7)); a longer path is reached
/// through an open descriptor of its folder, which has to stay open as long as the address is used.
/// </summary>
public sealed partial class LocalSocketAddress : IDisposable
{
    /// <summary>sun_path without its terminating NUL.</summary>
    public const int MaxPathBytes = 107;

    private const int O_PATH = 0x200000, O_DIRECTORY = 0x10000, O_CLOEXEC = 0x80000;

    private readonly int folder;

    private LocalSocketAddress(string path, int folder)
        => (Path, EndPoint, this.folder) = (path, new UnixDomainSocketEndPoint(folder < 0 ? path : Through(folder, path)), folder);

    /// <summary>Where the socket is, for a person.</summary>
    public string Path { get; }

    /// <summary>For bind and connect.</summary>
    public EndPoint EndPoint { get; }

    /// <summary>Makes the address of a path; the folder must exist when the path is long.</summary>
    /// <exception cref="IOException">The folder cannot be opened.</exception>
    public static LocalSocketAddress Of(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        if (Encoding.UTF8.GetByteCount(full) <= MaxPathBytes)
            return new LocalSocketAddress(full, -1);
        var parent = System.IO.Path.GetDirectoryName(full)!;
        var descriptor = Open(parent, O_PATH | O_DIRECTORY | O_CLOEXEC);
        return descriptor >= 0
            ? new LocalSocketAddress(full, descriptor)
            : throw new IOException($"Cannot open the folder {parent}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (folder >= 0)
            _ = Close(folder); // opened with O_PATH: nothing was written that could be lost
    }

    private static string Through(int folder, string path) => $"/proc/self/fd/{folder}/{System.IO.Path.GetFileName(path)}";

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int fd);
}
