using Atrium.Core.Ports;
using Microsoft.Win32.SafeHandles;

namespace Atrium.Storage.Blobs;

/// <summary>A blob that is being read. The open descriptor keeps the bytes when the file is removed.</summary>
internal sealed class FileBlobReader(BlobMetrics metrics, SafeFileHandle file) : IBlobReader
{
    public long Length => RandomAccess.GetLength(file);

    // On Linux .NET reads files on the thread pool when asked to read asynchronously: from the page cache, reading here is
    // done before a work item would have begun.
    public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellation)
    {
        var read = RandomAccess.Read(file, buffer.Span, offset);
        metrics.Read(read);
        return ValueTask.FromResult(read);
    }

    public void Dispose() => file.Dispose();
}
