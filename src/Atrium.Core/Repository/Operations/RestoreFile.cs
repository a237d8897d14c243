using Atrium.Core.Access;
using Atrium.Core.Ports;
using Atrium.Core.Repository.Locks;

namespace Atrium.Core.Repository.Operations;

/// <summary>Bringing back a file as it was at a moment: as the next version of the file that stands there, or as a new file.</summary>
internal static class RestoreFile
{
    internal static Outcome<Stored> Unit(ICatalogTransaction tx, NodePath path, AsOf asOf, NodePath to, Overwrite overwrite, string epoch)
    {
        if (!TreeWalk.To(tx, tx.Caller, path, asOf).Try(out var past, out var refused))
            return refused;
        if (past.Target is not { Kind: NodeKind.File } entry)
            return Refused.NotFound($"{path} at that time");
        if (!past.Rights.HasFlag(Rights.Read))
            return AccessRules.Refuse(past.Rights, path.ToString());
        var content = past.Seq is { } seq ? tx.ContentAt(entry.Node, seq) : tx.NewestContent(entry.Node);
        if (content is null)
            return Refused.NotFound($"{path} at that time");
        if (!TreeWalk.To(tx, tx.Caller, to, AsOf.Now).Try(out var target, out refused))
            return refused;
        if (target.TargetKind == NodeKind.Folder)
            return Refused.Conflict($"{to} is a folder.");
        if (!target.Rights.HasFlag(target.IsFound ? Rights.Write : Rights.Create))
            return AccessRules.Refuse(target.Rights, to.ToString());
        // The same file gets its old content as a new version, which loses nothing; another file is only replaced when asked for.
        if (target.Target is { } other && other.Node != entry.Node && overwrite == Overwrite.Refuse)
            return Refused.Exists(to.ToString());
        if (LockRules.Check(tx, tx.Caller, target, LockReach.State) is { } locked)
            return locked;
        if (ParentRule.Check(target, MissingParents.Create) is { } missing)
            return missing;
        var old = target.Target is { } standing ? tx.NewestContent(standing.Node) : null;
        if (QuotaRule.Check(target.Space, content.Size - (old?.Size ?? 0)) is { } full)
            return full;
        if (target.Space.Id != past.Space.Id)
            return Refused.Invalid($"Bring it back within {past.Space.Path}, and move it then.");

        var tree = new TreeWriter(tx, target.Space);
        tree.MakeMissingParents(target);
        if (old is null)
        {
            var (node, copy) = tree.CloneFile(content);
            tree.Link(target.Folders, to.Name, node, NodeKind.File, copy.Size);
            tx.Record(target.Space, ChangeAction.Undeleted, node, NodeKind.File, to, null);
            return new Stored(Describe.File(to, copy, epoch), Created: true);
        }
        tree.CopyExtents(content, old.Node);
        var next = tree.Put(target.Folders, old.Node, old, content with
        {
            Node = old.Node,
            Version = tree.Seq,
            Base = tree.Seq,
            ToSeq = Row.Live,
            Author = tx.Caller.AccountId,
        });
        tx.Record(target.Space, ChangeAction.Replaced, old.Node, NodeKind.File, to, null);
        return new Stored(Describe.File(to, next, epoch), Created: false);
    }
}
