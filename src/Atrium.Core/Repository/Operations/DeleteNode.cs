using Atrium.Core.Access;
using Atrium.Core.Ports;
using Atrium.Core.Repository.Locks;

namespace Atrium.Core.Repository.Operations;

/// <summary>Deleting a file or a tree: one row ends, whatever hangs below it.</summary>
internal static class DeleteNode
{
    internal static Outcome<Done> Unit(ICatalogTransaction tx, NodePath path, DeleteScope scope, Precondition precondition, string epoch)
    {
        if (!TreeWalk.To(tx, tx.Caller, path, AsOf.Now).Try(out var walk, out var refused))
            return refused;
        if (walk.IsSpaceFolder)
            return Refused.Denied($"{path} is a space, and is not deleted like a folder.");
        // Before the precondition, which would tell whether a guess at the content is right.
        if (walk.IsFound && !walk.Rights.HasFlag(Rights.Delete))
            return AccessRules.Refuse(walk.Rights, path.ToString());
        if (PreconditionRule.Check(precondition, walk, walk.Target is { } t ? tx.NewestContent(t.Node) : null, epoch) is { } unexpected)
            return unexpected;
        if (walk.Target is not { } target)
            return Refused.NotFound(path.ToString());
        if (scope == DeleteScope.SingleNode && target.Kind == NodeKind.Folder && tx.Folder(target.Node) is { Entries: > 0 })
            return Refused.NotEmpty(path.ToString());
        if (target.Kind == NodeKind.Folder && !walk.Access.HoldsAllBelow(target.Node, Rights.Delete))
            return Destination.NotAll(path);
        if (LockRules.Check(tx, tx.Caller, walk, LockReach.Tree) is { } locked)
            return locked;

        var tree = new TreeWriter(tx, walk.Space);
        tree.Remove(walk.Folders, target);
        tx.Record(walk.Space, ChangeAction.Deleted, target.Node, target.Kind, path, null);
        return default(Done);
    }
}
