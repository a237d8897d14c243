using System.Buffers;
using System.IO.Pipelines;

namespace Atrium.Protocols.Http.Dav;

/// <summary>The bytes that came are not those that were promised; nothing of them may be stored.</summary>
internal sealed class BrokenPromiseException(string message) : Exception(message);

/// <summary>
/// A body that is held against what was promised of it. Its end is handed on only when all of it was right: whoever stores it never
/// learns of an end that it must not have.
/// </summary>
internal sealed class PromisedInput(PipeReader inner, UploadPromise promise) : PipeReader, IDisposable
{
    private readonly IChecksum? checksum = promise.Checksum?.Begin();

    // Bytes that were handed on and not consumed have been counted already.
    private long counted, ahead;
    private ReadOnlySequence<byte> handed;
    private bool isOver;

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
        => See(await inner.ReadAsync(cancellationToken));

    public override bool TryRead(out ReadResult result)
    {
        if (!inner.TryRead(out result))
            return false;
        result = See(result);
        return true;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        ahead -= handed.Slice(0, consumed).Length;
        inner.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public void Dispose() => checksum?.Dispose();

    private ReadResult See(ReadResult read)
    {
        handed = read.Buffer;
        var fresh = read.Buffer.Slice(ahead);
        if (checksum is not null)
        {
            foreach (var segment in fresh)
                checksum.Append(segment.Span);
        }
        counted += fresh.Length;
        ahead = read.Buffer.Length;
        if (read.IsCompleted && !isOver && Broken() is { } message)
        {
            inner.AdvanceTo(read.Buffer.Start);
            throw new BrokenPromiseException(message);
        }
        isOver |= read.IsCompleted;
        return read;
    }

    private string? Broken()
    {
        if (promise.Length is { } length && length != counted)
            return $"X-Expected-Entity-Length promised {length} bytes, and {counted} came; nothing was changed. Send them again.";
        return checksum is not null && !checksum.End().Equals(promise.Checksum!.Value, StringComparison.OrdinalIgnoreCase)
            ? "The bytes that arrived are not the ones that OC-Checksum promises; nothing was changed. Send them again."
            : null;
    }
}
