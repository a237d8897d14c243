using System.Buffers;
using System.IO.Pipelines;

namespace Atrium.Protocols.Http.Requests;

/// <summary>
/// The bytes of an HTTP/1.1 connection on their way to Kestrel, looked at while a chunked body passes. Kestrel takes control characters
/// in a chunk's extension and fails with 500 on a size that overflows; nothing behind it sees those bytes any more, so they are refused
/// before it.
/// </summary>
internal sealed class WatchedInput(PipeReader inner) : PipeReader
{
    private ChunkedFraming? framing;
    private ReadOnlySequence<byte> last;
    private long looked;
    private string? wrong;

    /// <summary>
    /// The next byte is the first of a chunked body. To be called before the body is read: Kestrel has taken the head of the request away by
    /// then, and no byte more.
    /// </summary>
    internal void BeginChunked() => (framing, looked) = (new ChunkedFraming(), 0);

    public override bool TryRead(out ReadResult result)
    {
        if (!inner.TryRead(out result))
            return false;
        Look(result);
        return true;
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
        => framing is null ? inner.ReadAsync(cancellationToken) : ReadAndLookAsync(cancellationToken);

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (framing is not null)
        {
            looked -= last.GetOffset(consumed) - last.GetOffset(last.Start);
            last = default;
            // What follows is the head of the next request, which Kestrel reads by itself.
            if (framing.HasEnded && looked <= 0)
                framing = null;
        }
        inner.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => inner.CompleteAsync(exception);

    private async ValueTask<ReadResult> ReadAndLookAsync(CancellationToken cancellationToken)
    {
        var result = await inner.ReadAsync(cancellationToken);
        Look(result);
        return result;
    }

    private void Look(ReadResult result)
    {
        if (framing is null)
            return;
        last = result.Buffer;
        foreach (var segment in last.Slice(looked))
        {
            if (wrong is not null || framing.HasEnded)
                break;
            wrong = framing.Look(segment.Span, out var taken);
            looked += taken;
        }
        if (wrong is null)
            return;
        // What is wrong stays wrong: nobody gets beyond it, nor does a second look.
        inner.AdvanceTo(last.Start, last.End);
        throw new ChunkedFramingException(wrong);
    }
}

/// <summary>A chunked body that breaks the grammar. An I/O error, because that is what Kestrel expects of a connection that fails it.</summary>
internal sealed class ChunkedFramingException(string message) : IOException(message);
