using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Atrium.Protocols.Connections;

/// <summary>What a connection receives, counted when it is taken.</summary>
public sealed class CountedInput(PipeReader inner) : PipeReader
{
    private SequencePosition start;
    private System.Buffers.ReadOnlySequence<byte> last;
    private long received;

    /// <summary>Bytes taken since it began.</summary>
    public long Received => Volatile.Read(ref received);

    /// <inheritdoc/>
    public override bool TryRead(out ReadResult result)
    {
        if (!inner.TryRead(out result))
            return false;
        Note(result);
        return true;
    }

    /// <inheritdoc/>
    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        var read = inner.ReadAsync(cancellationToken);
        if (!read.IsCompletedSuccessfully)
            return NoteAsync(read);
        var result = read.Result;
        Note(result);
        return new(result);
    }

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        // One reader at a time: nobody else writes it.
        var taken = ReferenceEquals(consumed.GetObject(), start.GetObject())
            ? consumed.GetInteger() - start.GetInteger()
            : last.GetOffset(consumed) - last.GetOffset(start);
        Volatile.Write(ref received, received + taken);
        last = default;
        inner.AdvanceTo(consumed, examined);
    }

    /// <inheritdoc/>
    public override void CancelPendingRead() => inner.CancelPendingRead();

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    /// <inheritdoc/>
    public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);

    // Every request of an idle connection waits here: its state machine is used again.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> NoteAsync(ValueTask<ReadResult> read)
    {
        var result = await read;
        Note(result);
        return result;
    }

    private void Note(ReadResult result) => (last, start) = (result.Buffer, result.Buffer.Start);
}
