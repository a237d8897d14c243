using Atrium.Core.Ports;
using Microsoft.Win32.SafeHandles;

namespace Atrium.Storage.Blobs;

/// <summary>A blob that is being read. The open descriptor keeps the bytes when the file is removed.</summary>
internal sealed class FileBlobReader(SafeFileHandle file) : IBlobReader
{
    public long Length => RandomAccess.GetLength(file);

    // On Linux .NET reads files on the thread pool when asked to read asynchronously: from the page cache, reading here is
    // done before a work item would have begun.
    public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellation)
        => ValueTask.FromResult(RandomAccess.Read(file, buffer.Span, offset));

    public void Dispose() => file.Dispose();
}
