using Atrium.Core.Access;
using Atrium.Core.Ports;
using Atrium.Core.Repository.Locks;

namespace Atrium.Core.Repository.Operations;

/// <summary>Another time of modification for a file: a version of its own with the bytes of the one before.</summary>
internal static class TouchFile
{
    internal static Outcome<FileEntry> Unit(ICatalogTransaction tx, NodePath path, DateTimeOffset modified, Precondition precondition, string epoch)
    {
        if (!TreeWalk.To(tx, tx.Caller, path, AsOf.Now).Try(out var walk, out var refused))
            return refused;
        if (walk.IsFound && !walk.Rights.HasFlag(Rights.Write))
            return AccessRules.Refuse(walk.Rights, path.ToString());
        if (PreconditionRule.Check(precondition, walk, walk.Target is { } t ? tx.NewestContent(t.Node) : null, epoch) is { } unexpected)
            return unexpected;
        if (!walk.IsFound)
            return Refused.NotFound(path.ToString());
        if (walk.TargetKind != NodeKind.File)
            return NotAFile(path);
        if (LockRules.Check(tx, tx.Caller, walk, LockReach.State) is { } locked)
            return locked;

        Write(tx, walk, modified);
        tx.Record(walk.Space, ChangeAction.Touched, walk.Target!.Value.Node, NodeKind.File, path, null);
        return Describe.Told(walk.Access, walk.Rights, Describe.Entry(tx, path, walk.Target!.Value, null, epoch)!);
    }

    /// <summary>Gives the file at the end of a walk its time; the bytes stay those of the content before, and count once.</summary>
    internal static void Write(ICatalogTransaction tx, TreeWalk walk, DateTimeOffset modified)
    {
        var old = tx.NewestContent(walk.Target!.Value.Node)!;
        var tree = new TreeWriter(tx, walk.Space);
        tree.Put(walk.Folders, old.Node, old, old with { Version = tree.Seq, Modified = modified.UtcTicks, Author = tx.Caller.AccountId });
    }

    internal static Refused NotAFile(NodePath path) => Refused.Conflict($"{path} is a folder: its time is that of the last change in it, and is not set.");
}
