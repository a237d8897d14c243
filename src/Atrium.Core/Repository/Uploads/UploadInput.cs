using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;

namespace Atrium.Core.Repository.Uploads;

/// <summary>
/// The body of one addition to an upload. Where the line is cut it ends instead of failing, so that what came before the cut is kept: a
/// client on a bad line would otherwise never come to the end of a piece. It also hashes what is taken, where a hash was promised.
/// </summary>
/// <param name="inner">The body.</param>
/// <param name="digest">What it is said to hash to.</param>
/// <param name="asked">Ends it, when the client goes on by another request.</param>
/// <param name="cancellation">Cancelled when the client has left.</param>
internal sealed class UploadInput(PipeReader inner, UploadDigest? digest, CancellationToken asked, CancellationToken cancellation) : PipeReader, IDisposable
{
    private readonly IncrementalHash? hash = digest is null ? null : IncrementalHash.CreateHash(digest.Algorithm);
    private ReadOnlySequence<byte> last;
    private ExceptionDispatchInfo? cut;

    /// <summary>Whether it ended before its time.</summary>
    internal bool IsCut => cut is not null || IsTakenOver;

    /// <summary>Whether it ended because the client goes on by another request.</summary>
    internal bool IsTakenOver { get; private set; }

    /// <summary>Whether all that was taken hashes to what was promised. To be asked once, at the end.</summary>
    internal bool IsAsPromised => hash is null || CryptographicOperations.FixedTimeEquals(hash.GetHashAndReset(), digest!.Value.Span);

    /// <summary>Fails as the line did, where it was cut.</summary>
    internal void ThrowIfCut() => cut?.Throw();

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (IsCut)
            return Ended;
        try
        {
            asked.ThrowIfCancellationRequested();
            var result = await inner.ReadAsync(asked);
            last = result.Buffer;
            return result;
        }
        catch (OperationCanceledException) when (asked.IsCancellationRequested)
        {
            IsTakenOver = true;
            return Ended;
        }
        catch (Exception e) when (e is IOException || (e is OperationCanceledException && cancellation.IsCancellationRequested))
        {
            cut = ExceptionDispatchInfo.Capture(e);
            return Ended;
        }
    }

    public override bool TryRead(out ReadResult result)
    {
        result = Ended;
        if (IsCut)
            return true;
        if (!inner.TryRead(out result))
            return false;
        last = result.Buffer;
        return true;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (IsCut)
            return;
        if (hash is not null)
        {
            foreach (var segment in last.Slice(last.Start, consumed))
                hash.AppendData(segment.Span);
        }
        last = default;
        inner.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    public void Dispose() => hash?.Dispose();

    private static ReadResult Ended => new(default, isCanceled: false, isCompleted: true);
}
