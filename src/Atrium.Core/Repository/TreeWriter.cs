using Atrium.Core.Access;
using Atrium.Core.Ports;
using Atrium.Core.Repository.Locks;

namespace Atrium.Core.Repository;

/// <summary>
/// The steps that every change of a tree is made of. They keep the rows and what is counted of folders and of the space
/// in step; deciding whether a change may be made is over when the first of them is called.
/// </summary>
internal sealed class TreeWriter(ICatalogTransaction transaction, Space space)
{
    internal long Seq => transaction.Advance(space);

    /// <summary>Lets a node stand in a folder, with all that is below it.</summary>
    /// <param name="folders">The folders from the top down to the one that gets the entry.</param>
    /// <param name="name">The new entry.</param>
    /// <param name="node">What stands there.</param>
    /// <param name="kind">File or folder.</param>
    /// <param name="bytes">Live bytes that come with it.</param>
    internal EntryRow Link(IReadOnlyList<long> folders, string name, long node, NodeKind kind, long bytes)
    {
        var entry = LinkHidden(folders, name, node, kind, bytes);
        space.Used += bytes;
        return entry;
    }

    /// <summary>The same below a folder that is not linked itself yet: nothing of it is live.</summary>
    internal EntryRow LinkHidden(IReadOnlyList<long> folders, string name, long node, NodeKind kind, long bytes)
    {
        var entry = new EntryRow(space.Id, folders[^1], name, node, kind, Seq, Row.Live);
        transaction.InsertEntry(entry);
        Count(folders, bytes, entries: 1);
        return entry;
    }

    /// <summary>Takes a node out of a folder, with all that is below it.</summary>
    internal void Unlink(IReadOnlyList<long> folders, EntryRow entry, long bytes)
    {
        if (space.Locks > 0)
            DropLocks(entry.Node);
        transaction.EndEntry(entry, Seq);
        Count(folders, -bytes, entries: -1);
        space.Used -= bytes;
    }

    /// <summary>Takes a node out of a folder; it stays in the history.</summary>
    internal void Remove(IReadOnlyList<long> folders, EntryRow entry)
    {
        var bytes = LiveBytes(transaction, entry.Node, entry.Kind);
        Unlink(folders, entry, bytes);
        space.History += bytes;
    }

    /// <summary>Makes the folders that are missing on the way to the target of a walk, and adds them to the walk.</summary>
    internal void MakeMissingParents(TreeWalk walk)
    {
        for (var depth = walk.FoundDepth; depth < walk.Path.Depth - 1; depth++)
            walk.Folders.Add(MakeFolder(walk.Folders, walk.PathTo(depth + 1)));
    }

    internal long MakeFolder(IReadOnlyList<long> folders, NodePath path)
    {
        var node = transaction.Next(Sequence.Node);
        transaction.InsertNode(node, space.Id, NodeKind.Folder, transaction.Now);
        Link(folders, path.Name, node, NodeKind.Folder, 0);
        transaction.Record(space, ChangeAction.Created, node, NodeKind.Folder, path, null);
        return node;
    }

    /// <summary>Gives a file its first or its next content; what it held goes into the history.</summary>
    internal ContentRow Put(IReadOnlyList<long> folders, long node, ContentRow? old, ContentRow next)
    {
        if (old is not null)
        {
            transaction.EndContent(old, Seq);
            // The bytes of a content that was appended to live on in the next one.
            if (next.Base != old.Base)
                space.History += old.Size;
        }
        transaction.InsertContent(next);
        var growth = next.Size - (old?.Size ?? 0);
        Count(folders, growth, entries: 0);
        space.Used += growth;
        return next;
    }

    /// <summary>The extents of a content again, for another file or another version.</summary>
    internal void CopyExtents(ContentRow source, long node)
    {
        foreach (var extent in transaction.Extents(source.Node, source.Base, source.Version))
            transaction.InsertExtent(extent with { Node = node, Seq = Seq });
    }

    /// <summary>A new file with a content that is there already; copies no bytes.</summary>
    internal (long Node, ContentRow Content) CloneFile(ContentRow source)
    {
        var node = transaction.Next(Sequence.Node);
        transaction.InsertNode(node, space.Id, NodeKind.File, 0);
        CopyExtents(source, node);
        CopyProperties(source.Space, source.Node, node);
        var content = source with { Space = space.Id, Node = node, Version = Seq, Base = Seq, ToSeq = Row.Live, Author = transaction.Caller.AccountId };
        transaction.InsertContent(content);
        return (node, content);
    }

    /// <summary>What clients keep with a node, for another one as well.</summary>
    internal void CopyProperties(long sourceSpace, long source, long node)
    {
        if (transaction.GetSpace(sourceSpace) is not { Properties: > 0 })
            return;
        foreach (var property in transaction.PropertiesOf(source))
            transaction.SetProperty(property with { Node = node, Space = space.Id }, isThere: false);
    }

    // Locks go with what is deleted, and do not move with what is moved (RFC 4918, 7.6): neither with the node nor with what is below it.
    private void DropLocks(long node)
    {
        if (transaction.PathOf(space, node) is not { } path)
            return;
        foreach (var row in transaction.LocksOn(node))
            transaction.DeleteLock(row);
        foreach (var row in transaction.LocksBelow(space.Id, LockCover.PlaceOf(path)))
            transaction.DeleteLock(row);
    }

    internal static long LiveBytes(ICatalogReader reader, long node, NodeKind kind) => kind == NodeKind.Folder
        ? reader.Folder(node)?.Bytes ?? 0
        : reader.NewestContent(node)?.Size ?? 0;

    private void Count(IReadOnlyList<long> folders, long bytes, long entries)
    {
        for (var i = 0; i < folders.Count - 1; i++)
        {
            if (bytes != 0)
                transaction.AddToFolder(folders[i], bytes, 0, 0);
        }
        transaction.AddToFolder(folders[^1], bytes, entries, transaction.Now);
    }
}
