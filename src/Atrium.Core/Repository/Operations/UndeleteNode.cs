using Atrium.Core.Access;
using Atrium.Core.Ports;

namespace Atrium.Core.Repository.Operations;

/// <summary>Bringing back what was last deleted at a path: the node itself, with its versions and everything below it.</summary>
internal static class UndeleteNode
{
    internal static Outcome<Stored> Unit(ICatalogTransaction tx, NodePath path, NodePath to, Overwrite overwrite, string epoch)
    {
        if (!TreeWalk.To(tx, tx.Caller, path, AsOf.Now).Try(out var walk, out var refused))
            return refused;
        if (walk.IsSpaceFolder)
            return Refused.Conflict($"{path} is a space, and is not deleted like a folder.");
        if (!LastOf(tx, walk).Try(out var last, out refused))
            return refused;
        // What was hidden stays so after it was deleted; whoever may only see it does not bring it back.
        var rights = walk.Access.Of(last.Entry.Node);
        if (!rights.HasFlag(Rights.Read))
            return rights.HasFlag(Rights.List) ? AccessRules.Refuse(rights, path.ToString()) : Refused.NotFound($"A deleted {path}");
        if (!Destination.Check(tx, tx.Caller, to, overwrite, MissingParents.Create).Try(out var target, out refused))
            return refused;
        if (target.Space.Id != walk.Space.Id)
            return Refused.Invalid($"Bring it back within {walk.Space.Path}, and move it then.");
        var bytes = TreeWriter.LiveBytes(tx, last.Entry.Node, last.Entry.Kind);
        if (QuotaRule.Check(walk.Space, bytes - Destination.Replaced(tx, target)) is { } full)
            return full;

        var created = !target.IsFound;
        var tree = new TreeWriter(tx, walk.Space);
        Destination.Prepare(tx, tree, target);
        if (last.Entry.IsLive)
        {
            // It stands in a folder that is deleted itself: it is taken out of there, so that it is never in two places.
            tree.Unlink(last.DeadFolders, last.Entry, bytes);
            walk.Space.Used += bytes; // what is in a deleted folder was not live
        }
        var entry = tree.Link(target.Folders, to.Name, last.Entry.Node, last.Entry.Kind, bytes);
        walk.Space.History -= bytes;
        tx.Record(walk.Space, ChangeAction.Undeleted, last.Entry.Node, last.Entry.Kind, to, path.Equals(to) ? null : path);
        return new Stored(Describe.Told(walk.Access, rights, Describe.Entry(tx, to, entry, null, epoch)!), created);
    }

    /// <summary>The row of what stood last at a path where nothing stands now, and the deleted folders that it is in.</summary>
    internal static Outcome<(EntryRow Entry, IReadOnlyList<long> DeadFolders)> LastOf(ICatalogReader reader, TreeWalk walk)
    {
        if (walk.IsFound)
            return Refused.Exists($"{walk.Path} is not deleted: it");
        var folder = walk.Space.Root;
        var dead = new List<long>();
        for (var depth = 2; ; depth++)
        {
            if (reader.NewestEntry(folder, walk.Path.Names[depth]) is not { } entry)
                return Refused.NotFound($"A deleted {walk.Path}");
            if (WasMoved(reader, entry))
            {
                // Where it is now may be hidden from him, and then also that it is.
                return walk.Access.Of(entry.Node).HasFlag(Rights.List)
                    ? Refused.Conflict($"{walk.PathTo(depth + 1)} was moved, not deleted. Give a time to get a copy of what stood there.")
                    : Refused.NotFound($"A deleted {walk.Path}");
            }
            // What ended itself takes nothing from the folders above: they were counted down when it ended.
            if (!entry.IsLive)
                dead.Clear();
            if (depth == walk.Path.Depth - 1)
                return (entry, dead);
            if (entry.Kind != NodeKind.Folder)
                return Refused.NotFound($"A deleted {walk.Path}");
            folder = entry.Node;
            if (!entry.IsLive || dead.Count > 0)
                dead.Add(folder);
        }
    }

    // What was moved away is elsewhere, and must not be in two places.
    private static bool WasMoved(ICatalogReader reader, EntryRow entry)
        => !entry.IsLive && reader.NewestPlaceOf(entry.Node) is { } place && place.FromSeq >= entry.ToSeq;
}
