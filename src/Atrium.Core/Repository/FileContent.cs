using System.IO.Pipelines;
using Atrium.Core.Access;
using Atrium.Core.Ports;

namespace Atrium.Core.Repository;

/// <summary>
/// The bytes of one version of a file. They stay readable while this is open: a blob whose last reference goes is kept
/// for a grace time, and one that never changes is never rewritten.
/// </summary>
public sealed class FileContent : IAsyncDisposable
{
    // What one read of a file brings: large enough that system calls do not count, small enough for thousands at once.
    private const int BufferSize = 64 * 1024;

    private readonly Store store;
    private readonly IReadOnlyList<ExtentRow> extents;
    private readonly byte[]? onlyExtent;
    private readonly Func<ICatalogReader, bool> mayRead;
    private (long Blob, IBlobReader Reader)? open;

    internal FileContent(Store store, FileEntry entry, IReadOnlyList<ExtentRow> extents, byte[]? onlyExtent, Func<ICatalogReader, bool> mayRead)
        => (this.store, Entry, this.extents, this.onlyExtent, this.mayRead) = (store, entry, extents, onlyExtent, mayRead);

    /// <summary>What is read.</summary>
    public FileEntry Entry { get; }

    /// <summary>Bytes.</summary>
    public long Length => Entry.Size ?? 0;

    /// <summary>Writes a range of the content; flushes as it goes, and holds no more than one buffer.</summary>
    /// <exception cref="IOException">Bytes that must be there are not: the store is damaged; run atrium check.</exception>
    /// <exception cref="AccessEndedException">The caller may not read it any more.</exception>
    public async ValueTask CopyToAsync(PipeWriter destination, long offset, long length, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length - offset);
        if (onlyExtent is not null)
        {
            await CopyAsync(destination, offset, length, cancellation);
            return;
        }
        using var watch = new AccessWatch(store, mayRead, cancellation);
        try
        {
            await CopyAsync(destination, offset, length, watch.Token);
        }
        catch (OperationCanceledException) when (watch.HasEnded)
        {
            throw new AccessEndedException();
        }
    }

    private async ValueTask CopyAsync(PipeWriter destination, long offset, long length, CancellationToken cancellation)
    {
        var end = offset + length;
        for (var i = FirstAt(offset); i < extents.Count && extents[i].Position < end; i++)
        {
            var extent = extents[i];
            var from = Math.Max(offset, extent.Position) - extent.Position;
            var until = Math.Min(end, extent.Position + extent.Length) - extent.Position;
            if (await InlineAsync(extent.Blob, cancellation) is { } bytes)
            {
                var flushed = await destination.WriteAsync(bytes.AsMemory((int)(extent.Offset + from), (int)(until - from)), cancellation);
                if (flushed.IsCompleted)
                    return;
            }
            else if (!await CopyBlobAsync(await OpenAsync(extent.Blob, cancellation), destination, extent.Offset + from, until - from, cancellation))
            {
                return;
            }
        }
    }

    /// <summary>All bytes, of a content that is small enough for it.</summary>
    /// <exception cref="IOException">Bytes that must be there are not: the store is damaged; run atrium check.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAllAsync(CancellationToken cancellation)
    {
        if (onlyExtent is not null)
            return onlyExtent.AsMemory((int)extents[0].Offset, (int)Length);
        var bytes = new MemoryStream(new byte[checked((int)Length)], 0, (int)Length, writable: true, publiclyVisible: true);
        var writer = PipeWriter.Create(bytes, new StreamPipeWriterOptions(leaveOpen: true));
        await CopyToAsync(writer, 0, Length, cancellation);
        await writer.CompleteAsync();
        return bytes.GetBuffer();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        open?.Reader.Dispose();
        return default;
    }

    // The last extent that begins at or before the offset.
    private int FirstAt(long offset)
    {
        int low = 0, high = extents.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (extents[middle].Position <= offset)
                low = middle;
            else
                high = middle - 1;
        }
        return low;
    }

    private async ValueTask<byte[]?> InlineAsync(long blob, CancellationToken cancellation) => onlyExtent is not null
        ? onlyExtent
        : open?.Blob == blob ? null : await store.Catalog.ReadAsync(reader => reader.InlineBytes(blob), cancellation);

    private async ValueTask<IBlobReader> OpenAsync(long blob, CancellationToken cancellation)
    {
        if (open is { } current && current.Blob == blob)
            return current.Reader;
        open?.Reader.Dispose();
        open = null;
        var row = await store.Catalog.ReadAsync(reader => reader.Blob(blob), cancellation);
        var opened = row?.Locator is { } locator ? store.Blobs.Open(locator) : null;
        if (opened is null)
            throw new IOException($"The content of {Entry.Path} is missing (blob {blob}). Run: atrium check");
        open = (blob, opened);
        return opened;
    }

    // False when the reader of the pipe has gone.
    private async ValueTask<bool> CopyBlobAsync(IBlobReader blob, PipeWriter destination, long offset, long length, CancellationToken cancellation)
    {
        while (length > 0)
        {
            var memory = destination.GetMemory(BufferSize);
            if (memory.Length > length)
                memory = memory[..(int)length];
            var read = await blob.ReadAsync(offset, memory, cancellation);
            if (read == 0)
                throw new IOException($"The content of {Entry.Path} is shorter than it was. Run: atrium check");
            destination.Advance(read);
            offset += read;
            length -= read;
            if ((await destination.FlushAsync(cancellation)).IsCompleted)
                return false;
        }
        return true;
    }
}
