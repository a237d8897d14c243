using System.IO.Pipelines;
using Atrium.Values;

namespace Atrium.Protocols.Http.Wire;

/// <summary>The bytes of an HTTP/2 connection on their way to Kestrel, ended when too many of its frames bring nothing.</summary>
/// <param name="inner">What comes.</param>
/// <param name="clock">The clock.</param>
/// <param name="flooded">Called once, when it is ended.</param>
internal sealed class FramedInput(PipeReader inner, TimeProvider clock, Action flooded) : PipeReader
{
    /// <summary>
    /// A browser that leaves a page resets its hundred streams, a client that measures the line pings some times a second. Ten pages at once, and
    /// a hundred a second from then on, are more than any of them does, and cost nobody anything.
    /// </summary>
    internal const int Burst = 1000, PerSecond = 100;

    private readonly FrameFollower frames = new();
    private readonly long began = clock.SteadyTicks();
    private ReadResult last;

    /// <summary>Bytes from the buffer's first on that were followed when they were shown before.</summary>
    private long followed;

    private bool isEnded;

    public override bool TryRead(out ReadResult result)
    {
        if (isEnded)
        {
            result = new ReadResult(default, isCanceled: false, isCompleted: true);
            return true;
        }
        if (!inner.TryRead(out result))
            return false;
        result = Follow(result);
        return true;
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (isEnded)
            return new(new ReadResult(default, isCanceled: false, isCompleted: true));
        var read = inner.ReadAsync(cancellationToken);
        return read.IsCompletedSuccessfully ? new(Follow(read.Result)) : FollowAsync(read);
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (isEnded)
            return;
        followed = last.Buffer.Slice(consumed).Length;
        last = default;
        inner.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);

    [System.Runtime.CompilerServices.AsyncMethodBuilder(typeof(System.Runtime.CompilerServices.PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> FollowAsync(ValueTask<ReadResult> read) => Follow(await read);

    private ReadResult Follow(ReadResult read)
    {
        if (read.Buffer.Length > followed)
        {
            frames.Follow(read.Buffer.Slice(followed));
            if (frames.Idle > Burst && frames.Idle > Burst + (clock.SteadyTicks() - began) / (TimeSpan.TicksPerSecond / PerSecond))
            {
                isEnded = true;
                inner.AdvanceTo(read.Buffer.End);
                flooded();
                return new ReadResult(default, isCanceled: false, isCompleted: true);
            }
        }
        last = read;
        return read;
    }
}
