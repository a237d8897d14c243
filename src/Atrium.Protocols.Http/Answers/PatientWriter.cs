using System.IO.Pipelines;
using Atrium.Protocols.Congestion;
using Atrium.Protocols.Connections;
using Atrium.Protocols.Timing;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Answers;

/// <summary>
/// The body of a long answer, sent in turns where it is a transfer, and with an end to waiting for its reader (ATTACKS 7). Kestrel watches how fast a connection reads, but takes
/// its own answer to a ping for a beginning: a client of HTTP/2 that opens no window and sends a ping now and then is waited for without
/// end, with a file open for each of its streams. Here the whole connection must have moved while one answer waited.
/// </summary>
internal sealed class PatientWriter(PipeWriter inner, HttpContext context, Deadlines deadlines) : PipeWriter
{
    private readonly CountedOutput? output = context.Features.Get<CountedOutput>();
    private readonly Pace? pace = context.Features.Get<Pace>();
    private long unpaced;

    public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

    public override long UnflushedBytes => inner.UnflushedBytes;

    public override void Advance(int bytes)
    {
        unpaced += bytes;
        inner.Advance(bytes);
    }

    public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (pace is null || unpaced == 0)
            return PatientFlushAsync(cancellationToken);
        var turn = pace.TakeAsync(TransferDirection.Download, unpaced, cancellationToken);
        unpaced = 0;
        if (!turn.IsCompletedSuccessfully)
            return InTurnAsync(turn, cancellationToken);
        var piece = turn.Result;
        var flush = PatientFlushAsync(cancellationToken);
        if (!flush.IsCompleted)
            return EndAsync(flush, piece);
        piece.Dispose();
        return flush;
    }

    private ValueTask<FlushResult> PatientFlushAsync(CancellationToken cancellationToken)
    {
        var flush = inner.FlushAsync(cancellationToken);
        return flush.IsCompleted || output is null ? flush : new(WaitAsync(flush.AsTask(), output));
    }

    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        // Not by way of GetSpan: before an answer has begun Kestrel may have none to give.
        var write = inner.WriteAsync(source, cancellationToken);
        return write.IsCompleted || output is null ? write : new(WaitAsync(write.AsTask(), output));
    }

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);

    private async ValueTask<FlushResult> InTurnAsync(ValueTask<TransferPiece> turn, CancellationToken cancellationToken)
    {
        using var piece = await turn;
        return await PatientFlushAsync(cancellationToken);
    }

    private static async ValueTask<FlushResult> EndAsync(ValueTask<FlushResult> flush, TransferPiece piece)
    {
        using (piece)
            return await flush;
    }

    private async Task<FlushResult> WaitAsync(Task<FlushResult> flush, CountedOutput connection)
    {
        var sent = connection.Sent;
        var stalled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var deadline = deadlines.Start(
            HttpLimits.StallTime,
            expired =>
            {
                var now = connection.Sent;
                if (now - sent < HttpLimits.MinReadRate * (long)HttpLimits.StallTime.TotalSeconds)
                {
                    stalled.TrySetResult();
                    return;
                }
                sent = now;
                expired.Renew(HttpLimits.StallTime);
            });
        if (await Task.WhenAny(flush, stalled.Task) == flush)
            return await flush;
        context.Features.Get<IConnectionLifetimeFeature>()?.Abort();
        throw new ConnectionAbortedException("The client has stopped reading.");
    }
}
