using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Ports;
using Atrium.Core.Repository.Locks;

namespace Atrium.Core.Repository.Operations;

/// <summary>The place that a move, a copy or an undelete puts something.</summary>
internal static class Destination
{
    /// <summary>Whether something can be put at a path.</summary>
    internal static Outcome<TreeWalk> Check(ICatalogReader reader, Caller caller, NodePath path, Overwrite overwrite, MissingParents missingParents)
    {
        if (!TreeWalk.To(reader, caller, path, AsOf.Now).Try(out var walk, out var refused))
            return refused;
        if (walk.IsSpaceFolder)
            return Refused.Denied($"{path} is a space; give a name in it.");
        if (walk.IsFound && overwrite == Overwrite.Refuse)
            return Refused.Exists(path.ToString());
        if (!walk.ParentRights.HasFlag(Rights.Create) || (walk.IsFound && !walk.Rights.HasFlag(Rights.Delete)))
            return AccessRules.Refuse(walk.Rights, path.ToString());
        if (walk.Target is { Kind: NodeKind.Folder } old && !walk.Access.HoldsAllBelow(old.Node, Rights.Delete))
            return NotAll(path);
        if (LockRules.Check(reader, caller, walk, LockReach.Tree) is { } locked)
            return locked;
        return ParentRule.Check(walk, missingParents) is { } missing ? missing : walk;
    }

    /// <summary>A tree goes as a whole.</summary>
    internal static Refused NotAll(NodePath path) => Refused.Denied($"Not all that is in {path} may be deleted by you. Ask its owner.");

    /// <summary>How many live bytes go from the destination when it is replaced.</summary>
    internal static long Replaced(ICatalogReader reader, TreeWalk walk)
        => walk.Target is { } target ? TreeWriter.LiveBytes(reader, target.Node, target.Kind) : 0;

    /// <summary>Clears the place: missing folders made, what stood there in the history.</summary>
    internal static void Prepare(ICatalogTransaction tx, TreeWriter tree, TreeWalk walk)
    {
        tree.MakeMissingParents(walk);
        if (walk.Target is { } old)
        {
            tree.Remove(walk.Folders, old);
            tx.Record(walk.Space, ChangeAction.Deleted, old.Node, old.Kind, walk.Path, null);
        }
    }
}
