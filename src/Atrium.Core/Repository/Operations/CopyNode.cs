using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Ports;

namespace Atrium.Core.Repository.Operations;

/// <summary>How much of a folder is copied.</summary>
internal enum CopyScope
{
    /// <summary>All that is in it.</summary>
    Tree,

    /// <summary>The folder alone.</summary>
    SingleNode,
}

/// <summary>Copying a file or a tree, of the present or of the past.</summary>
internal static class CopyNode
{
    /// <summary>What is copied: looked up once, so that the copy is of one state.</summary>
    private sealed record Original(long Space, long Node, NodeKind Kind, long Seq, long Bytes);

    internal static async ValueTask<Outcome<Stored>> RunAsync(
        Store store, Caller caller, NodePath from, AsOf asOf, CopyScope scope, NodePath to, Overwrite overwrite, MissingParents missingParents,
        CancellationToken cancellation)
    {
        var epoch = store.Catalog.Epoch;
        // 1. What is copied, and whether it can go there.
        var look = await store.Catalog.ReadAsync(reader => Look(reader, caller, from, asOf, to, overwrite, missingParents), cancellation);
        if (!look.Try(out var original, out var refused))
            return refused;
        if (original.Original.Kind == NodeKind.File)
            return await store.Catalog.CommitAsync(
                caller, tx => CopyFile(tx, original.Original, to, overwrite, missingParents, epoch), cancellation);

        // 2. Build the tree where nobody sees it.
        var built = await TreeCopy.BuildAsync(
            store, caller, original.Original.Space, original.Original.Node, original.Original.Seq, scope, original.TargetSpace, cancellation);
        if (!built.Try(out var copy, out refused))
            return refused;

        // 3. Link it.
        var linked = await store.Catalog.CommitAsync(caller, tx => LinkTree(tx, copy, to, overwrite, missingParents, epoch), CancellationToken.None);
        if (linked.Refused is not null)
            await copy.AbandonAsync();
        return linked;
    }

    private static Outcome<(Original Original, long TargetSpace)> Look(
        ICatalogReader reader, Caller caller, NodePath from, AsOf asOf, NodePath to, Overwrite overwrite, MissingParents missingParents)
    {
        if (!TreeWalk.To(reader, caller, from, asOf).Try(out var source, out var refused))
            return refused;
        if (!source.IsFound)
            return Refused.NotFound(from.ToString());
        if (!source.Rights.HasFlag(Rights.Read))
            return AccessRules.Refuse(source.Rights, from.ToString());
        if (source.Seq is null && from.Equals(to))
            return Refused.Conflict($"{from} cannot be copied onto itself.");
        if (!Destination.Check(reader, caller, to, overwrite, missingParents).Try(out var target, out refused))
            return refused;
        var kind = source.TargetKind!.Value;
        var bytes = source.Seq is null ? TreeWriter.LiveBytes(reader, source.TargetNode!.Value, kind) : 0;
        if (QuotaRule.Check(target.Space, bytes - Destination.Replaced(reader, target)) is { } full)
            return full;
        return (new Original(source.Space.Id, source.TargetNode!.Value, kind, source.Seq ?? source.Space.Seq, bytes), target.Space.Id);
    }

    private static Outcome<Stored> CopyFile(
        ICatalogTransaction tx, Original original, NodePath to, Overwrite overwrite, MissingParents missingParents, string epoch)
    {
        // Looked at again where it is decided: the right to read may have ended since the first look.
        if (tx.GetSpace(original.Space) is not { } from || !SpaceAccess.Of(tx, tx.Caller, from).Of(original.Node).HasFlag(Rights.Read))
            return Refused.NotFound("What was to be copied");
        if (tx.ContentAt(original.Node, original.Seq) is not { } content)
            return Refused.Gone("The file to copy was purged meanwhile.");
        if (!Destination.Check(tx, tx.Caller, to, overwrite, missingParents).Try(out var target, out var refused))
            return refused;
        if (QuotaRule.Check(target.Space, content.Size - Destination.Replaced(tx, target)) is { } full)
            return full;
        var created = !target.IsFound;
        var tree = new TreeWriter(tx, target.Space);
        // Who copies onto what he has locked goes on holding it: a copy deletes nothing (RFC 4918, 9.8), it is only here that the node is another.
        var held = target.Space.Locks > 0 && target.Target is { Kind: NodeKind.File } old ? tx.LocksOn(old.Node) : [];
        Destination.Prepare(tx, tree, target);
        var (node, copy) = tree.CloneFile(content);
        tree.Link(target.Folders, to.Name, node, NodeKind.File, copy.Size);
        foreach (var row in held)
            tx.InsertLock(row with { Node = node });
        tx.Record(target.Space, ChangeAction.Created, node, NodeKind.File, to, null);
        return new Stored(Describe.File(to, copy, epoch), created);
    }

    internal static Outcome<Stored> LinkTree(
        ICatalogTransaction tx, StagedTree copy, NodePath to, Overwrite overwrite, MissingParents missingParents, string epoch)
    {
        if (!Destination.Check(tx, tx.Caller, to, overwrite, missingParents).Try(out var target, out var refused))
            return refused;
        var bytes = tx.Folder(copy.Root)?.Bytes ?? 0;
        if (QuotaRule.Check(target.Space, bytes - Destination.Replaced(tx, target)) is { } full)
            return full;
        var created = !target.IsFound;
        var tree = new TreeWriter(tx, target.Space);
        Destination.Prepare(tx, tree, target);
        var entry = copy.Link(tx, tree, target);
        tx.Record(target.Space, ChangeAction.Created, copy.Root, NodeKind.Folder, to, null);
        return new Stored(Describe.Entry(tx, to, entry, null, epoch)!, created);
    }
}
