using Atrium.Core.Access;
using Atrium.Core.Ports;
using Atrium.Core.Repository.Locks;

namespace Atrium.Core.Repository.Operations;

/// <summary>Moving and renaming within a space: one row ends and one begins, whatever hangs below.</summary>
internal static class MoveNode
{
    internal static Outcome<Stored> Unit(
        ICatalogTransaction tx, NodePath from, NodePath to, Overwrite overwrite, MissingParents missingParents, Precondition precondition, string epoch)
    {
        if (!Source(tx, from, to, precondition, epoch).Try(out var source, out var refused))
            return refused;
        if (!Destination.Check(tx, tx.Caller, to, overwrite, missingParents).Try(out var target, out refused))
            return refused;

        var moved = source.Target!.Value;
        var created = !target.IsFound;
        var bytes = TreeWriter.LiveBytes(tx, moved.Node, moved.Kind);
        var tree = new TreeWriter(tx, source.Space);
        Destination.Prepare(tx, tree, target);
        tree.Unlink(source.Folders, moved, bytes);
        var entry = tree.Link(target.Folders, to.Name, moved.Node, moved.Kind, bytes);
        tx.Record(source.Space, ChangeAction.Moved, moved.Node, moved.Kind, to, from);
        return Describe.Entry(tx, to, entry, null, epoch) is { } now
            ? new Stored(Describe.Told(target.Access, source.Rights, now), created)
            : throw new InvalidOperationException($"Node {moved.Node} has an entry and no state.");
    }

    /// <summary>What shall be moved, if it may be moved there.</summary>
    internal static Outcome<TreeWalk> Source(ICatalogTransaction tx, NodePath from, NodePath to, Precondition precondition, string epoch)
    {
        if (!TreeWalk.To(tx, tx.Caller, from, AsOf.Now).Try(out var source, out var refused))
            return refused;
        if (source.IsSpaceFolder)
            return Refused.Denied($"{from} is a space, and stays where it is.");
        if (source.IsFound && !source.Rights.HasFlag(Rights.Delete | Rights.Read))
            return AccessRules.Refuse(source.Rights, from.ToString());
        if (PreconditionRule.Check(precondition, source, source.Target is { } t ? tx.NewestContent(t.Node) : null, epoch) is { } unexpected)
            return unexpected;
        if (!source.IsFound)
            return Refused.NotFound(from.ToString());
        if (LockRules.Check(tx, tx.Caller, source, LockReach.Tree) is { } locked)
            return locked;
        if (from.Equals(to))
            return Refused.Conflict($"{from} is there already.");
        if (from.Contains(to))
            return Refused.Conflict($"{from} cannot be moved into itself.");
        return to.Contains(from) ? Refused.Conflict($"{to} cannot be replaced by something in it; move that out first.") : source;
    }
}
