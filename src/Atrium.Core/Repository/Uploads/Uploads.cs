using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Journal;
using Atrium.Core.Repository.Operations;

namespace Atrium.Core.Repository.Uploads;

/// <summary>
/// Files that come in pieces. What has come is on disk, survives a cut and a restart, and counts against the quota; it is seen by nobody
/// until one unit lets the whole stand at its path. What nobody goes on with is given up after a day.
/// </summary>
public sealed class Uploads
{
    private readonly Store store;
    private readonly Caller caller;

    internal Uploads(Store store, Caller caller) => (this.store, this.caller) = (store, caller);

    /// <summary>The caller's own, oldest first.</summary>
    public ValueTask<Outcome<IReadOnlyList<UploadInfo>>> ListAsync(CancellationToken cancellation)
        => Traced(null, store.Catalog.ReadAsync<Outcome<IReadOnlyList<UploadInfo>>>(
            reader => AccessRules.IsSignedIn(reader, caller) ? reader.UploadsOf(caller.AccountId).Select(UploadUnits.Describe).ToList() : AccessRules.NotSignedIn,
            cancellation));

    /// <summary>How far one of the caller's uploads is.</summary>
    public ValueTask<Outcome<UploadInfo>> GetAsync(long upload, CancellationToken cancellation)
        => Traced(upload, store.Catalog.ReadAsync<Outcome<UploadInfo>>(
            reader => UploadUnits.Find(reader, caller, upload).Try(out var row, out var refused) ? UploadUnits.Describe(row) : refused, cancellation));

    /// <summary>Begins an upload to a path, where it could be stored now.</summary>
    public ValueTask<Outcome<UploadInfo>> BeginAsync(NodePath path, UploadOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(options);
        return Traced(path, store.Catalog.CommitAsync(caller, tx => UploadUnits.Begin(tx, path, options, store.Catalog.Epoch), cancellation));
    }

    /// <summary>
    /// Adds bytes. Those of a long body become durable piece by piece, so that a cut costs no more than the last one;
    /// <see cref="GetAsync"/> says then how many there are.
    /// </summary>
    /// <param name="upload">Which.</param>
    /// <param name="offset">How many bytes must be there already, so that none is added twice.</param>
    /// <param name="body">What comes.</param>
    /// <param name="length">Bytes to come; null when it was not said.</param>
    /// <param name="cancellation">Ends the upload; complete pieces stay.</param>
    public ValueTask<Outcome<UploadInfo>> AppendAsync(long upload, long offset, PipeReader body, long? length, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Traced(upload, AppendItselfAsync(upload, offset, body, length, cancellation));
    }

    private async ValueTask<Outcome<UploadInfo>> AppendItselfAsync(long upload, long offset, PipeReader body, long? length, CancellationToken cancellation)
    {
        while (true)
        {
            // 1. May it be added, and how much?
            if (!(await store.Catalog.ReadAsync(reader => UploadUnits.Room(reader, caller, upload, offset, length, store.Catalog.Epoch), cancellation))
                .Try(out var room, out var refused))
                return refused;

            // 2. Take a piece in.
            var reading = await StagedContent.ReadWatchedAsync(
                store, body, room.Bytes, room.Piece,
                reader => UploadUnits.Room(reader, caller, upload, offset, 0, store.Catalog.Epoch).Refused?.Kind is not (Refusal.NotFound or Refusal.Denied),
                UploadUnits.Ended, cancellation);
            if (!reading.Try(out var piece, out refused))
                return refused.Kind == Refusal.QuotaExceeded && room.IsWhole ? UploadUnits.TooMuch : refused;
            if (piece.Size == 0)
                return await GetAsync(upload, cancellation);

            // 3. Keep it. From here on the client may be gone: the unit runs to its end all the same.
            var kept = await store.Catalog.CommitAsync(caller, tx => UploadUnits.Keep(tx, upload, offset, piece, store.Catalog.Epoch), CancellationToken.None);
            await piece.DiscardUnusedAsync(store);
            if (kept.Refused is not null || piece.Size < room.Piece)
                return kept;
            offset += piece.Size;
            length -= piece.Size;
        }
    }

    /// <summary>Lets the whole file stand at its path.</summary>
    public ValueTask<Outcome<Stored>> FinishAsync(long upload, Precondition precondition, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(precondition);
        return Traced(upload, store.Catalog.CommitAsync(caller, tx => UploadUnits.Finish(tx, upload, precondition, store.Catalog.Epoch), cancellation));
    }

    /// <summary>Gives an upload up.</summary>
    public ValueTask<Outcome<Done>> AbandonAsync(long upload, CancellationToken cancellation)
        => Traced(upload, store.Catalog.CommitAsync<Done>(
            caller,
            tx =>
            {
                if (!UploadUnits.Find(tx, caller, upload).Try(out var row, out var refused))
                    return refused;
                StagedTree.Abandon(tx, row.Folder, row.Space);
                return default(Done);
            },
            cancellation));

    private ValueTask<Outcome<T>> Traced<T>(object? subject, ValueTask<Outcome<T>> running, [CallerMemberName] string operation = "")
        => store.Journal.Trace(caller, "uploads", subject, running, operation);
}
