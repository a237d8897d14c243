using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Ports;
using Atrium.Core.Repository.Operations;

namespace Atrium.Core.Repository.Uploads;

/// <summary>The steps of an upload in pieces.</summary>
internal static class UploadUnits
{
    internal static Refused Ended { get; } = new(Refusal.NotFound, "There is no such upload: it was finished, given up, or ended after a day without a piece. Begin another one.");

    internal static Refused TooMuch { get; } = Refused.Invalid("More bytes come than the upload was said to have. Begin another one with the right size.");

    /// <summary>What may be taken in now.</summary>
    /// <param name="Bytes">That may come.</param>
    /// <param name="Piece">That become durable together.</param>
    /// <param name="IsWhole">The size that was said is the limit, not the quota.</param>
    internal readonly record struct Allowed(long Bytes, long Piece, bool IsWhole);

    /// <summary>An upload of the caller; others' are not there for him.</summary>
    internal static Outcome<UploadRow> Find(ICatalogReader reader, Caller caller, long upload)
    {
        if (!AccessRules.IsSignedIn(reader, caller))
            return AccessRules.NotSignedIn;
        return reader.Upload(upload) is { } row && row.Account == caller.AccountId ? row : Ended;
    }

    internal static Outcome<UploadInfo> Begin(ICatalogTransaction tx, NodePath path, UploadOptions options, string epoch)
    {
        if (!AccessRules.IsSignedIn(tx, tx.Caller))
            return AccessRules.NotSignedIn;
        if (!MayStore(tx, tx.Caller, path, epoch).Try(out var target, out var refused))
            return refused;
        if (options.Size is { } size && size > target.Room)
            return Full(target.Room);
        if (tx.UploadsOf(tx.Caller.AccountId).Count >= UploadLimits.MaxOfAccount)
            return Refused.Conflict($"{UploadLimits.MaxOfAccount} uploads of this account are open. Finish some, or give them up; what nobody goes on with ends after a day.");
        var folder = tx.Next(Sequence.Node);
        tx.InsertNode(folder, target.Space.Id, NodeKind.Folder, tx.Now);
        tx.AddStagedFolder(folder, target.Space.Id, tx.Now);
        var row = new UploadRow(
            folder, target.Space.Id, tx.Caller.AccountId, path.ToString(), options.Size, 0, 0, options.Modified?.UtcTicks, options.MediaType, tx.Now);
        tx.InsertUpload(row);
        return Describe(row);
    }

    internal static Outcome<Allowed> Room(ICatalogReader reader, Caller caller, long upload, long offset, long? length, string epoch)
    {
        if (!Find(reader, caller, upload).Try(out var row, out var refused) || !MayStore(reader, caller, PathOf(row), epoch).Try(out var target, out refused))
            return refused;
        // The space of this name is another one than that in which the upload was begun.
        if (target.Space.Id != row.Space)
            return Ended;
        if (row.Received != offset)
            return Refused.Conflict($"{row.Received} bytes of this upload are there, not {offset}: go on from there.");
        var left = row.Size is { } size ? size - row.Received : long.MaxValue;
        if (length > left)
            return TooMuch;
        if (length > target.Room)
            return Full(target.Room);
        if (row.Pieces >= UploadLimits.MaxPieces)
            return Refused.Conflict($"This upload came in {row.Pieces} pieces, which is as many as a file can have: begin anew, and send larger ones.");
        return new Allowed(Math.Min(left, target.Room), UploadLimits.PieceOf(row.Size), left <= target.Room);
    }

    internal static Outcome<UploadInfo> Keep(ICatalogTransaction tx, long upload, long offset, StagedContent piece, string epoch)
    {
        if (!Room(tx, tx.Caller, upload, offset, piece.Size, epoch).Try(out _, out var refused))
            return refused;
        var row = tx.Upload(upload)!;
        var space = tx.Lock(row.Space)!;
        var tree = new TreeWriter(tx, space);
        var node = tx.Next(Sequence.Node);
        tx.InsertNode(node, space.Id, NodeKind.File, 0);
        tx.InsertContent(new ContentRow(
            space.Id, node, tree.Seq, Row.Live, tree.Seq, piece.Size, MediaTypes.Unknown, tx.Now, tx.Caller.AccountId, piece.Sha256));
        piece.Write(tx, node, tree.Seq, 0, space.Owner);
        tree.LinkHidden([row.Folder], UploadPieces.NameAt(offset), node, NodeKind.File, piece.Size);
        var next = row with { Received = offset + piece.Size, Pieces = row.Pieces + 1, Touched = tx.Now };
        tx.UpdateUpload(next);
        return Describe(next);
    }

    internal static Outcome<Stored> Finish(ICatalogTransaction tx, long upload, Precondition precondition, string epoch)
    {
        if (!Find(tx, tx.Caller, upload).Try(out var row, out var refused))
            return refused;
        if (row.Size is { } size && size != row.Received)
            return Refused.Conflict($"{row.Received} bytes of {size} are there: send the rest first.");
        // A space of the same name that was made since is another one.
        if (tx.GetSpace(row.Space)?.Path.Contains(PathOf(row)) != true)
            return Ended;
        var options = new StoreOptions
        {
            ExpectedLength = row.Received,
            MediaType = row.MediaType,
            Modified = row.Modified is { } modified ? new DateTimeOffset(modified, TimeSpan.Zero) : null,
            Precondition = precondition,
            MissingParents = MissingParents.Create,
        };
        if (!StoreFile.Unit(tx, PathOf(row), new UploadPieces(tx, row), options, StoreFile.Effect.Replace, epoch).Try(out var stored, out refused))
            return refused;
        StagedTree.Abandon(tx, row.Folder, row.Space);
        return stored;
    }

    internal static UploadInfo Describe(UploadRow row) => new(
        row.Folder, PathOf(row), row.Size, row.Received, row.Modified is { } modified ? new DateTimeOffset(modified, TimeSpan.Zero) : null,
        new DateTimeOffset(row.Touched, TimeSpan.Zero) + UploadLimits.MaxIdleTime);

    /// <summary>The space, where the caller could store a file there, and how much may still come: all that is on its way counts.</summary>
    private static Outcome<(Space Space, long Room)> MayStore(ICatalogReader reader, Caller caller, NodePath path, string epoch)
    {
        var options = new StoreOptions { MissingParents = MissingParents.Create };
        if (!StoreFile.Check(reader, caller, path, options, StoreFile.Effect.Replace, epoch).Try(out var room, out var refused)
            || !TreeWalk.To(reader, caller, path, AsOf.Now).Try(out var walk, out refused))
            return refused;
        return (walk.Space, room == long.MaxValue ? room : Math.Max(0, room - reader.UploadedBytes(walk.Space.Id)));
    }

    // It was one when it was written.
    private static NodePath PathOf(UploadRow row) => NodePath.Parse(row.Path).Value;

    private static Refused Full(long room)
        => new(Refusal.QuotaExceeded, $"The space has room for {Words.Bytes(room)} more, uploads that are on their way included. Delete something, or ask an administrator for a larger quota.");
}
