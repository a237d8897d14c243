using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Ports;
using Atrium.Core.Repository.Operations;

namespace Atrium.Core.Repository.Uploads;

/// <summary>The steps of an upload in pieces.</summary>
internal static class UploadUnits
{
    internal static Refused Ended { get; } = new(Refusal.NotFound, "There is no such upload: it was finished, given up, or ended after a day without a piece. Begin another one.");

    internal static Refused Taken { get; } = new(Refusal.Locked, "Bytes are being added to this upload by another request. Ask how far it is, and go on from there.");

    internal static Refused TakenOver { get; } = new(Refusal.Locked, "Somebody goes on with this upload by another request. What came by this one is kept.");

    internal static Refused TooMuch { get; } = Refused.Invalid("More bytes come than the upload was said to have. Begin another one with the right size.");

    /// <summary>What may be taken in now.</summary>
    /// <param name="Bytes">That may come.</param>
    /// <param name="Piece">That become durable together.</param>
    /// <param name="IsWhole">The size that was said is the limit, not the quota.</param>
    internal readonly record struct Allowed(long Bytes, long Piece, bool IsWhole);

    /// <summary>An upload of the caller; others' are not there for him.</summary>
    internal static Outcome<UploadRow> Find(ICatalogReader reader, Caller caller, long upload)
    {
        if (!UploadOwner.IsSomebody(reader, caller))
            return Nobody(caller);
        return reader.Upload(upload) is { } row && row.Account == UploadOwner.Of(caller) && reader.Now <= row.Touched + UploadLimits.MaxIdleTime.Ticks ? row : Ended;
    }

    // Whoever follows a link that has ended is told what all are told: that there is none.
    private static Refused Nobody(Caller caller) => caller.AccountId == Caller.ShareLink ? Shares.SharedView.NotFound : AccessRules.NotSignedIn;

    internal static Outcome<UploadInfo> Begin(ICatalogTransaction tx, NodePath path, UploadOptions options, string? secret, string epoch)
    {
        if (!UploadOwner.IsSomebody(tx, tx.Caller))
            return Nobody(tx.Caller);
        if (!MayStore(tx, tx.Caller, path, epoch).Try(out var target, out var refused))
            return refused;
        if (options.Size is { } size && size > target.Room)
            return Full(target.Room);
        var owner = UploadOwner.Of(tx.Caller);
        if (tx.UploadsOf(owner).Count >= UploadLimits.MaxOfAccount)
            return Refused.Conflict($"{UploadLimits.MaxOfAccount} uploads of this account are open. Finish some, or give them up; what nobody goes on with ends after a day.");
        var folder = tx.Next(Sequence.Node);
        tx.InsertNode(folder, target.Space.Id, NodeKind.Folder, tx.Now);
        tx.AddStagedFolder(folder, target.Space.Id, tx.Now);
        var row = new UploadRow(
            folder, target.Space.Id, owner, path.ToString(), options.Size, 0, 0, options.Modified?.UtcTicks, options.MediaType, tx.Now)
        {
            Metadata = options.Metadata,
            Secret = secret,
        };
        tx.InsertUpload(row);
        return row.Size == 0 ? Finish(tx, row, options.Precondition, epoch) : Describe(row);
    }

    internal static Outcome<Allowed> Room(ICatalogReader reader, Caller caller, long upload, UploadPart part, string epoch)
    {
        if (!Find(reader, caller, upload).Try(out var row, out var refused))
            return refused;
        if (row.Finished is not null)
            return Refused.Conflict("This upload is finished: the file is there.");
        if (!MayStore(reader, caller, PathOf(row), epoch).Try(out var target, out refused))
            return refused;
        // The space of this name is another one than that in which the upload was begun, or the folder of a link was moved to another one.
        if (target.Space.Id != row.Space)
            return Ended;
        if (row.Received != part.Offset)
            return Refused.Conflict($"{row.Received} bytes of this upload are there, not {part.Offset}: go on from there.");
        if (part.Size is { } said && row.Size is { } known && said != known)
            return Refused.Invalid($"The upload was said to have {known} bytes, not {said}.");
        if (part.Size < row.Received)
            return Refused.Invalid($"{row.Received} bytes of this upload are there already: it cannot have {part.Size}.");
        var whole = row.Size ?? part.Size;
        var left = whole is { } size ? size - row.Received : long.MaxValue;
        if (part.Length > left)
            return TooMuch;
        if (part.Length > target.Room)
            return Full(target.Room);
        if (row.Pieces >= UploadLimits.MaxPieces)
            return Refused.Conflict($"This upload came in {row.Pieces} pieces, which is as many as a file can have: begin anew, and send larger ones.");
        return new Allowed(Math.Min(left, target.Room), UploadLimits.PieceOf(whole, row.Received), left <= target.Room);
    }

    /// <summary>Keeps a piece; the last one only together with the whole file, so that no upload is complete and yet not there.</summary>
    internal static Outcome<UploadInfo> Keep(ICatalogTransaction tx, long upload, UploadPart part, StagedContent piece, string epoch)
    {
        if (!Room(tx, tx.Caller, upload, part with { Length = piece.Size }, epoch).Try(out _, out var refused))
            return refused;
        var row = tx.Upload(upload)!;
        if (piece.Size > 0)
        {
            var space = tx.Lock(row.Space)!;
            var tree = new TreeWriter(tx, space);
            var node = tx.Next(Sequence.Node);
            tx.InsertNode(node, space.Id, NodeKind.File, 0);
            tx.InsertContent(new ContentRow(
                space.Id, node, tree.Seq, Row.Live, tree.Seq, piece.Size, MediaTypes.Unknown, tx.Now, tx.Caller.AccountId, piece.Sha256));
            piece.Write(tx, node, tree.Seq, 0, space.Owner);
            tree.LinkHidden([row.Folder], UploadPieces.NameAt(part.Offset), node, NodeKind.File, piece.Size);
            row = row with { Pieces = row.Pieces + 1 };
        }
        var next = row with { Size = row.Size ?? part.Size, Received = part.Offset + piece.Size, Touched = tx.Now };
        tx.UpdateUpload(next);
        return next.Size == next.Received ? Finish(tx, next, part.Precondition, epoch) : Describe(next);
    }

    private static Outcome<UploadInfo> Finish(ICatalogTransaction tx, UploadRow row, Precondition precondition, string epoch)
    {
        if (!UploadOwner.Place(tx, tx.Caller, PathOf(row)).Try(out var path, out var refused))
            return refused;
        var options = new StoreOptions
        {
            ExpectedLength = row.Received,
            MediaType = row.MediaType,
            Modified = row.Modified is { } modified ? new DateTimeOffset(modified, TimeSpan.Zero) : null,
            Precondition = precondition,
            MissingParents = MissingParents.Create,
        };
        if (!StoreFile.Unit(tx, path, new UploadPieces(tx, row), options, StoreFile.Effect.Replace, epoch).Try(out var stored, out refused))
            return refused;
        StagedTree.Abandon(tx, row.Folder, row.Space);
        // Whoever does not get the answer asks again, and is told that all of it is there.
        var done = row with { Path = path.ToString(), Finished = tx.Now };
        tx.InsertUpload(done);
        return Describe(done) with { Stored = stored };
    }

    internal static UploadInfo Describe(UploadRow row) => new(
        row.Folder, PathOf(row), row.Size, row.Received, row.Modified is { } modified ? new DateTimeOffset(modified, TimeSpan.Zero) : null,
        new DateTimeOffset(row.Touched, TimeSpan.Zero) + UploadLimits.MaxIdleTime)
    {
        Metadata = row.Metadata,
        Secret = row.Secret,
        IsFinished = row.Finished is not null,
    };

    /// <summary>Gives it up: its pieces go, and its name is nobody's.</summary>
    internal static Outcome<Done> Abandon(ICatalogTransaction tx, long upload)
    {
        if (!Find(tx, tx.Caller, upload).Try(out var row, out var refused))
            return refused;
        if (row.Finished is not null)
            return Refused.Conflict("This upload is finished: delete the file.");
        if (tx.Caller.AccountId != Caller.ShareLink && !tx.Caller.Limit.HasFlag(Rights.Write))
            return Refused.Denied("The token is limited to reading.");
        StagedTree.Abandon(tx, row.Folder, row.Space);
        return default(Done);
    }

    /// <summary>The space, where the caller could store a file there, and how much may still come: all that is on its way counts.</summary>
    private static Outcome<(Space Space, long Room)> MayStore(ICatalogReader reader, Caller caller, NodePath path, string epoch)
    {
        if (!UploadOwner.Place(reader, caller, path).Try(out var place, out var refused))
            return refused;
        var options = new StoreOptions { MissingParents = MissingParents.Create };
        if (!StoreFile.Check(reader, caller, place, options, StoreFile.Effect.Replace, epoch).Try(out var room, out refused)
            || !TreeWalk.To(reader, caller, place, AsOf.Now).Try(out var walk, out refused))
            return refused;
        return (walk.Space, room == long.MaxValue ? room : Math.Max(0, room - reader.UploadedBytes(walk.Space.Id)));
    }

    // It was one when it was written.
    private static NodePath PathOf(UploadRow row) => NodePath.Parse(row.Path).Value;

    private static Refused Full(long room)
        => new(Refusal.QuotaExceeded, $"The space has room for {Words.Bytes(room)} more, uploads that are on their way included. Delete something, or ask an administrator for a larger quota.");
}
