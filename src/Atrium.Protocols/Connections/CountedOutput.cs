using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Atrium.Protocols.Transport;

namespace Atrium.Protocols.Connections;

/// <summary>
/// What a connection sends, counted: whether its reader still reads cannot be seen from a single answer on it. Whoever has had to wait for the
/// network goes on by a thread of the pool.
/// </summary>
public sealed class CountedOutput(PipeWriter inner) : PipeWriter
{
    private long sent;

    /// <summary>Bytes handed to the network since it began.</summary>
    public long Sent => Volatile.Read(ref sent);

    /// <inheritdoc/>
    public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

    /// <inheritdoc/>
    public override long UnflushedBytes => inner.UnflushedBytes;

    /// <inheritdoc/>
    public override void Advance(int bytes)
    {
        Add(bytes);
        inner.Advance(bytes);
    }

    /// <inheritdoc/>
    public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

    /// <inheritdoc/>
    public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

    /// <inheritdoc/>
    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => ReturnAsync(inner.FlushAsync(cancellationToken));

    /// <inheritdoc/>
    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        Add(source.Length);
        return ReturnAsync(inner.WriteAsync(source, cancellationToken));
    }

    /// <inheritdoc/>
    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    /// <inheritdoc/>
    public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);

    private static ValueTask<FlushResult> ReturnAsync(ValueTask<FlushResult> flush) => flush.IsCompleted ? flush : WaitAsync(flush);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<FlushResult> WaitAsync(ValueTask<FlushResult> flush)
    {
        try
        {
            return await flush;
        }
        finally
        {
            await TransportThread.LeaveAsync();
        }
    }

    // A pipe has one writer at a time: nobody else writes it.
    private void Add(int bytes) => Volatile.Write(ref sent, sent + bytes);
}
