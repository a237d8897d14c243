using System.IO.Pipelines;
using System.Threading.Tasks.Sources;

namespace Atrium.Protocols.Connections;

/// <summary>
/// What a connection receives, counted when it is taken. Every request on an idle connection is waited for here: the reader is itself what
/// is awaited, and looks at the result as it hands it on. A state machine for that would cost a small request a hundredth of its time.
/// </summary>
public sealed class CountedInput(PipeReader inner) : PipeReader, IValueTaskSource<ReadResult>
{
    private ValueTask<ReadResult> pending;
    private Action<object?>? continuation;
    private object? continuationState;
    private Action? resume;
    private short version;
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
        {
            pending = read;
            return new(this, ++version);
        }
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

    /// <inheritdoc/>
    ReadResult IValueTaskSource<ReadResult>.GetResult(short token)
    {
        Check(token);
        var read = pending;
        if (!read.IsCompleted)
            throw new InvalidOperationException("This read has not ended yet.");
        // Whoever asks twice is told so, as a pipe tells him.
        (pending, version) = (default, (short)(version + 1));
        var result = read.Result;
        Note(result);
        return result;
    }

    /// <inheritdoc/>
    ValueTaskSourceStatus IValueTaskSource<ReadResult>.GetStatus(short token)
    {
        Check(token);
        return pending switch
        {
            { IsCompleted: false } => ValueTaskSourceStatus.Pending,
            { IsCompletedSuccessfully: true } => ValueTaskSourceStatus.Succeeded,
            { IsCanceled: true } => ValueTaskSourceStatus.Canceled,
            _ => ValueTaskSourceStatus.Faulted,
        };
    }

    /// <inheritdoc/>
    void IValueTaskSource<ReadResult>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        Check(token);
        var awaiter = pending.ConfigureAwait((flags & ValueTaskSourceOnCompletedFlags.UseSchedulingContext) != 0).GetAwaiter();
        (this.continuation, continuationState) = (continuation, state);
        resume ??= Resume;
        if ((flags & ValueTaskSourceOnCompletedFlags.FlowExecutionContext) != 0)
            awaiter.OnCompleted(resume);
        else
            awaiter.UnsafeOnCompleted(resume);
    }

    private void Resume()
    {
        var (next, state) = (continuation!, continuationState);
        (continuation, continuationState) = (null, null);
        next(state);
    }

    private void Check(short token)
    {
        if (token != version)
            throw new InvalidOperationException("This read has been taken already.");
    }

    private void Note(ReadResult result) => (last, start) = (result.Buffer, result.Buffer.Start);
}
