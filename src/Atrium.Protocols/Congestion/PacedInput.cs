using System.IO.Pipelines;
using Atrium.Protocols.Connections;

namespace Atrium.Protocols.Congestion;

/// <summary>What a client sends, handed on in turns. A turn lasts until what was handed on has been taken: hashed, and written to the disk.</summary>
public sealed class PacedInput(PipeReader inner, Pace pace) : PipeReader
{
    private ReadResult last;
    private TransferPiece piece;
    private long handedOn;

    /// <inheritdoc/>
    public override bool TryRead(out ReadResult result)
    {
        if (!inner.TryRead(out result))
            return false;
        last = result;
        return true;
    }

    /// <inheritdoc/>
    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        var read = inner.ReadAsync(cancellationToken);
        if (!read.IsCompletedSuccessfully)
            return WaitAsync(read, cancellationToken);
        last = read.Result;
        var turn = TakeAsync(cancellationToken);
        if (!turn.IsCompletedSuccessfully)
            return InTurnAsync(turn);
        piece = turn.Result;
        return new(last);
    }

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    /// <inheritdoc/>
    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        handedOn = last.Buffer.Slice(consumed).Length;
        last = default;
        inner.AdvanceTo(consumed, examined);
        End();
    }

    /// <inheritdoc/>
    public override void CancelPendingRead() => inner.CancelPendingRead();

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null)
    {
        End();
        inner.Complete(exception);
    }

    /// <inheritdoc/>
    public override ValueTask CompleteAsync(Exception? exception = null)
    {
        End();
        return inner.CompleteAsync(exception);
    }

    private async ValueTask<ReadResult> WaitAsync(ValueTask<ReadResult> read, CancellationToken cancellation)
    {
        last = await read;
        piece = await TakeAsync(cancellation);
        return last;
    }

    private async ValueTask<ReadResult> InTurnAsync(ValueTask<TransferPiece> turn)
    {
        piece = await turn;
        return last;
    }

    // What was handed on before and left there has had its turn.
    private ValueTask<TransferPiece> TakeAsync(CancellationToken cancellation)
        => last.Buffer.Length - handedOn is > 0 and var bytes ? pace.TakeAsync(TransferDirection.Upload, bytes, cancellation) : default;

    private void End()
    {
        var ended = piece;
        piece = default;
        ended.Dispose();
    }
}
