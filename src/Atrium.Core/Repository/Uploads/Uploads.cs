using System.Buffers.Text;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Journal;

namespace Atrium.Core.Repository.Uploads;

/// <summary>
/// Files that come in pieces. What has come is on disk, survives a cut and a restart, and counts against the quota; it is seen by nobody
/// until one unit lets the whole stand at its path. What nobody goes on with is given up after a day.
/// </summary>
public sealed class Uploads
{
    /// <summary>96 bits: more than anybody tries in the day that an upload is open.</summary>
    private const int SecretSize = 12;

    /// <summary>For a request to keep what it has: a few fsyncs, on a machine that is busy.</summary>
    private static readonly TimeSpan TurnTime = TimeSpan.FromSeconds(10);

    private readonly Store store;
    private readonly Caller caller;

    internal Uploads(Store store, Caller caller) => (this.store, this.caller) = (store, caller);

    /// <summary>The answer to bytes that are not the ones that their hash promises.</summary>
    public static Refused NotAsPromised { get; } = Refused.Invalid("The bytes that arrived are not the ones that their checksum promises; none of them was kept. Send them again.");

    /// <summary>The caller's own, oldest first.</summary>
    public ValueTask<Outcome<IReadOnlyList<UploadInfo>>> ListAsync(CancellationToken cancellation)
        => Traced(null, store.Catalog.ReadAsync<Outcome<IReadOnlyList<UploadInfo>>>(
            reader => UploadOwner.IsSomebody(reader, caller) ? reader.UploadsOf(UploadOwner.Of(caller)).Select(UploadUnits.Describe).ToList() : AccessRules.NotSignedIn,
            cancellation));

    /// <summary>How far one of the caller's uploads is. What was finished is known for a day.</summary>
    public ValueTask<Outcome<UploadInfo>> GetAsync(long upload, CancellationToken cancellation)
        => Traced(upload, LookAsync(upload, cancellation));

    /// <summary>
    /// How far one of the caller's uploads is, for whoever goes on with it. A request that still adds to it is ended first, and what has come by
    /// it is kept: after a cut the server may know of it later than the client, and would take in what is on its way.
    /// </summary>
    public ValueTask<Outcome<UploadInfo>> ResumeAsync(long upload, CancellationToken cancellation) => Traced(upload, ResumeItselfAsync(upload, cancellation));

    private async ValueTask<Outcome<UploadInfo>> ResumeItselfAsync(long upload, CancellationToken cancellation)
    {
        // Before the look: who ends in between has moved the offset.
        var turn = store.UploadsAtWork.Find(upload);
        var found = await LookAsync(upload, cancellation);
        // Only its owner may end anything.
        if (turn is null || found.Refused is not null)
            return found;
        turn.AskToEnd();
        try
        {
            await turn.Ended.WaitAsync(TurnTime, store.Clock, cancellation);
        }
        catch (TimeoutException)
        {
            // A slow disk: the offset may still move, and bytes at the old one are then refused, with nothing lost.
        }
        return await LookAsync(upload, cancellation);
    }

    private ValueTask<Outcome<UploadInfo>> LookAsync(long upload, CancellationToken cancellation) => store.Catalog.ReadAsync<Outcome<UploadInfo>>(
        reader => UploadUnits.Find(reader, caller, upload).Try(out var row, out var refused) ? UploadUnits.Describe(row) : refused, cancellation);

    /// <summary>Begins an upload to a path, where it could be stored now. An empty file is finished by this.</summary>
    public ValueTask<Outcome<UploadInfo>> BeginAsync(NodePath path, UploadOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Metadata?.Length > UploadLimits.MaxMetadata)
            return new(new Refused(Refusal.TooLarge, $"What is said of an upload has at most {UploadLimits.MaxMetadata} characters."));
        // By a link many come who do not know each other: a number alone would be guessed.
        var secret = caller.AccountId == Caller.ShareLink ? Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretSize)) : null;
        return Traced(path, store.Catalog.CommitAsync(caller, tx => UploadUnits.Begin(tx, path, options, secret, store.Catalog.Epoch), cancellation));
    }

    /// <summary>
    /// Adds bytes; those that make it whole let the file stand at its path. Those of a long body become durable piece by piece, and what
    /// came before a cut is kept: <see cref="GetAsync"/> says then how many there are.
    /// </summary>
    /// <param name="upload">Which. Locked while another request adds to it.</param>
    /// <param name="part">What comes, and where it goes.</param>
    /// <param name="body">The bytes.</param>
    /// <param name="cancellation">Ends the upload; what came stays.</param>
    public ValueTask<Outcome<UploadInfo>> AppendAsync(long upload, UploadPart part, PipeReader body, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(part);
        ArgumentNullException.ThrowIfNull(body);
        return Traced(upload, AppendItselfAsync(upload, part, body, cancellation));
    }

    private async ValueTask<Outcome<UploadInfo>> AppendItselfAsync(long upload, UploadPart part, PipeReader body, CancellationToken cancellation)
    {
        // Only its owner is told that it is there, and only he can keep it to himself.
        if ((await store.Catalog.ReadAsync(reader => UploadUnits.Find(reader, caller, upload), cancellation)).Refused is { } notHis)
            return notHis;
        using var turn = store.UploadsAtWork.TryEnter(upload);
        if (turn is null)
            return UploadUnits.Taken;
        using var input = new UploadInput(body, part.Digest, turn.Asked, cancellation);
        while (true)
        {
            // 1. May it be added, and how much?
            if (!(await store.Catalog.ReadAsync(reader => UploadUnits.Room(reader, caller, upload, part, store.Catalog.Epoch), cancellation))
                .Try(out var room, out var refused))
                return refused;

            // 2. Take a piece in: what must hash to something, as a whole.
            var most = part.Digest is null ? room.Piece : long.MaxValue;
            var reading = await StagedContent.ReadWatchedAsync(
                store, input, room.Bytes, most,
                reader => UploadUnits.Room(reader, caller, upload, part with { Length = 0 }, store.Catalog.Epoch).Refused?.Kind is not (Refusal.NotFound or Refusal.Denied or Refusal.SignInRequired),
                // A client that leaves ends the body, which is no reason to throw away what it sent.
                UploadUnits.Ended, CancellationToken.None);
            if (!reading.Try(out var piece, out refused))
                return refused.Kind == Refusal.QuotaExceeded && room.IsWhole ? UploadUnits.TooMuch : refused;
            if (part.Digest is not null && (input.IsCut || !input.IsAsPromised))
            {
                await piece.DiscardUnusedAsync(store);
                input.ThrowIfCut();
                return input.IsTakenOver ? UploadUnits.TakenOver : NotAsPromised;
            }

            // 3. Keep it. From here on the client may be gone: the unit runs to its end all the same.
            var kept = await store.Catalog.CommitAsync(caller, tx => UploadUnits.Keep(tx, upload, part, piece, store.Catalog.Epoch), CancellationToken.None);
            await piece.DiscardUnusedAsync(store);
            input.ThrowIfCut();
            if (input.IsTakenOver)
                return UploadUnits.TakenOver;
            if (!kept.Try(out var info, out refused) || info.IsFinished || piece.Size < most)
                return kept;
            part = part with { Offset = part.Offset + piece.Size, Length = part.Length - piece.Size };
        }
    }

    /// <summary>Gives an upload up.</summary>
    public ValueTask<Outcome<Done>> AbandonAsync(long upload, CancellationToken cancellation)
        => Traced(upload, store.Catalog.CommitAsync(caller, tx => UploadUnits.Abandon(tx, upload), cancellation));

    private ValueTask<Outcome<T>> Traced<T>(object? subject, ValueTask<Outcome<T>> running, [CallerMemberName] string operation = "")
        => store.Journal.Trace(caller, "uploads", subject, running, operation);
}
