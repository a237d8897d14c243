using System.Buffers;
using System.IO.Pipelines;

namespace Atrium.Protocols.Tls;

/// <summary>
/// What TLS writes to the network. It hands over each record by itself and says afterwards that those were all; they are sent then, so that
/// an answer of seven records is two system calls and not seven.
/// </summary>
public sealed class RecordOutput(PipeWriter inner) : PipeWriter
{
    /// <summary>Bytes of records that wait for more: as many as the transport takes without waiting for the network.</summary>
    private const int MostHeld = 64 * 1024;

    private static ValueTask<FlushResult> Taken => new(new FlushResult(isCanceled: false, isCompleted: false));

    private int held;

    /// <summary>True from the end of the handshake on: what is said before it, and why it failed, waits for nothing.</summary>
    internal bool HoldsRecords { get; set; }

    /// <summary>Set by whoever writes above TLS while he has more to write: what TLS has finished then waits for that.</summary>
    public bool IsMoreComing { get; set; }

    /// <inheritdoc/>
    public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

    /// <inheritdoc/>
    public override long UnflushedBytes => inner.UnflushedBytes;

    /// <inheritdoc/>
    public override void Advance(int bytes) => inner.Advance(bytes);

    /// <inheritdoc/>
    public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

    /// <inheritdoc/>
    public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

    /// <inheritdoc/>
    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (IsMoreComing && held < MostHeld)
            return Taken;
        held = 0;
        return inner.FlushAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        held += source.Length;
        if (!HoldsRecords || held >= MostHeld)
        {
            held = 0;
            return inner.WriteAsync(source, cancellationToken);
        }
        inner.Write(source.Span);
        return Taken;
    }

    /// <inheritdoc/>
    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    /// <inheritdoc/>
    public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);
}
