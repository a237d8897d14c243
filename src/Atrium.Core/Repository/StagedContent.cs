using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;
using Atrium.Core.Access;
using Atrium.Core.Ports;

namespace Atrium.Core.Repository;

/// <summary>
/// The bytes of an upload, hashed, and on disk if they are too large for the catalog. What no unit adopts is discarded.
/// </summary>
internal sealed class StagedContent : IContentSource
{
    /// <summary>Smaller contents are kept once for each upload: to find them again costs more than they do (docs/adr/0004).</summary>
    internal const int MinShared = 8192;

    /// <summary>
    /// Bytes taken in at a time: TLS brings them in pieces of 4 KiB, and a system call and a wake-up for each of them cost more
    /// than hashing it.
    /// </summary>
    private const int Step = 128 * 1024;

    private StagedContent(byte[] sha256, long size, ReadOnlyMemory<byte> inline, string? locator)
        => (Sha256, Size, Inline, Locator) = (sha256, size, inline, locator);

    public byte[] Sha256 { get; }

    public long Size { get; }

    /// <summary>The bytes themselves, when there is no locator.</summary>
    internal ReadOnlyMemory<byte> Inline { get; }

    internal string? Locator { get; }

    /// <summary>Reads a body to its end, for as long as it may be stored.</summary>
    /// <param name="store">Where large content goes.</param>
    /// <param name="body">The upload; consumed as far as it was read.</param>
    /// <param name="allowed">Bytes that may come; one more is refused.</param>
    /// <param name="isAllowed">Asked again and again while the bytes come in.</param>
    /// <param name="ended">The answer when it is not allowed any more.</param>
    /// <param name="cancellation">Ends the upload; nothing is left of it.</param>
    internal static ValueTask<Outcome<StagedContent>> ReadWatchedAsync(
        Store store, PipeReader body, long allowed, Func<ICatalogReader, bool> isAllowed, Refused ended, CancellationToken cancellation)
        => ReadWatchedAsync(store, body, allowed, long.MaxValue, isAllowed, ended, cancellation);

    /// <summary>The same of no more than a piece of the body: what follows it stays where it is.</summary>
    /// <param name="store">Where large content goes.</param>
    /// <param name="body">The upload; consumed as far as it was read.</param>
    /// <param name="allowed">Bytes that may come; one more is refused.</param>
    /// <param name="piece">Bytes to take at the most.</param>
    /// <param name="isAllowed">Asked again and again while the bytes come in.</param>
    /// <param name="ended">The answer when it is not allowed any more.</param>
    /// <param name="cancellation">Ends the upload; nothing is left of it.</param>
    internal static async ValueTask<Outcome<StagedContent>> ReadWatchedAsync(
        Store store, PipeReader body, long allowed, long piece, Func<ICatalogReader, bool> isAllowed, Refused ended, CancellationToken cancellation)
    {
        using var watch = new AccessWatch(store, isAllowed, cancellation);
        try
        {
            return await ReadAsync(store, body, allowed, piece, watch.Token);
        }
        catch (OperationCanceledException) when (watch.HasEnded)
        {
            return ended;
        }
    }

    /// <summary>Reads a body to its end. Constant memory: at most the inline threshold, a step, and what the pipe holds.</summary>
    /// <param name="store">Where large content goes.</param>
    /// <param name="body">The upload; consumed as far as it was read.</param>
    /// <param name="allowed">Bytes that may come; one more is refused.</param>
    /// <param name="cancellation">Ends the upload; nothing is left of it.</param>
    internal static ValueTask<Outcome<StagedContent>> ReadAsync(Store store, PipeReader body, long allowed, CancellationToken cancellation)
        => ReadAsync(store, body, allowed, long.MaxValue, cancellation);

    private static async ValueTask<Outcome<StagedContent>> ReadAsync(Store store, PipeReader body, long allowed, long piece, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var small = ArrayPool<byte>.Shared.Rent(store.Options.InlineThreshold + 1);
        IBlobWriter? writer = null;
        var size = 0L;
        try
        {
            while (true)
            {
                var read = await body.ReadAtLeastAsync(Step, cancellation);
                var buffer = read.Buffer.Length > piece - size ? read.Buffer.Slice(0, piece - size) : read.Buffer;
                // What is not taken in, because it is too much or cannot be written, stays for whoever drains the connection.
                var consumed = buffer.Start;
                try
                {
                    if (read.IsCanceled)
                        throw new OperationCanceledException(cancellation);
                    if (buffer.Length > allowed - size)
                        return new Refused(Refusal.QuotaExceeded, $"The upload is larger than the {Words.Bytes(allowed)} that the space still has room for.");
                    foreach (var segment in buffer)
                        hash.AppendData(segment.Span);
                    if (writer is null && size + buffer.Length <= store.Options.InlineThreshold)
                    {
                        buffer.CopyTo(small.AsSpan((int)size));
                    }
                    else
                    {
                        if (writer is null)
                        {
                            writer = store.Blobs.Create();
                            if (size > 0)
                                await writer.WriteAsync(new ReadOnlySequence<byte>(small, 0, (int)size), cancellation);
                        }
                        await writer.WriteAsync(buffer, cancellation);
                    }
                    size += buffer.Length;
                    consumed = buffer.End;
                }
                finally
                {
                    body.AdvanceTo(consumed);
                }
                if (read.IsCompleted || size == piece)
                    break;
            }
            var locator = writer is null ? null : await writer.CompleteAsync();
            var inline = writer is null ? small.AsMemory(0, (int)size).ToArray() : default;
            return new StagedContent(hash.GetHashAndReset(), size, inline, locator);
        }
        catch (StorageException failed)
        {
            if (store.FailStop.IsTripped)
                return Refused.Unavailable("The server's disk failed, and the server stops; nothing of this upload was kept.");
            return failed.IsDiskFull
                ? new Refused(Refusal.DiskFull, "The server's disk is full; nothing of this upload was kept. Its operator must make room.")
                : Refused.Unavailable("The server cannot write to its disk; nothing of this upload was kept.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(small);
            if (writer is not null)
                await writer.DisposeAsync();
        }
    }

    /// <summary>The blob of these bytes: one that is there already in the domain, or a new one.</summary>
    internal long Adopt(ICatalogTransaction transaction, long domain)
    {
        if (Size >= MinShared && transaction.FindBlob(domain, Sha256, Size) is { } known)
            return known.Id;
        var id = transaction.Next(Sequence.Blob);
        transaction.InsertBlob(new BlobRow(id, domain, Sha256, Size, Locator, null), Inline);
        return id;
    }

    /// <inheritdoc/>
    public void Write(ICatalogTransaction tx, long node, long seq, long position, long domain)
    {
        if (Size > 0)
            tx.InsertExtent(new ExtentRow(node, seq, position, Adopt(tx, domain), 0, Size));
    }

    /// <summary>Removes the file of an upload that no unit has adopted.</summary>
    internal async ValueTask DiscardUnusedAsync(Store store)
    {
        if (Locator is null || store.FailStop.IsTripped)
            return;
        // Asked of the store, not remembered from the unit: another unit may have adopted the same bytes meanwhile.
        if (await store.Catalog.ReadAsync(reader => reader.HasLocator(Locator), CancellationToken.None))
            return;
        try
        {
            store.Blobs.Delete(Locator);
        }
        catch (StorageException)
        {
            // An orphan takes room, nothing else; maintenance removes it a day later.
        }
    }
}
