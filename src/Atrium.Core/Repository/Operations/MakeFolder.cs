using Atrium.Core.Access;
using Atrium.Core.Ports;
using Atrium.Core.Repository.Locks;

namespace Atrium.Core.Repository.Operations;

/// <summary>Making a folder.</summary>
internal static class MakeFolder
{
    internal static Outcome<Stored> Unit(ICatalogTransaction tx, NodePath path, MissingParents missingParents)
    {
        if (!TreeWalk.To(tx, tx.Caller, path, AsOf.Now).Try(out var walk, out var refused))
            return refused;
        if (walk.IsFound)
            return Refused.Exists(path.ToString());
        if (!walk.Rights.HasFlag(Rights.Create))
            return AccessRules.Refuse(walk.Rights, path.ToString());
        if (LockRules.Check(tx, tx.Caller, walk, LockReach.State) is { } locked)
            return locked;
        if (ParentRule.Check(walk, missingParents) is { } missing)
            return missing;

        var tree = new TreeWriter(tx, walk.Space);
        tree.MakeMissingParents(walk);
        var node = tree.MakeFolder(walk.Folders, path);
        return new Stored(Describe.Folder(path, node, new FolderRow(0, 0, tx.Now), tree.Seq, null), Created: true);
    }
}
