using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Ports;

namespace Atrium.Core.Repository.Operations;

/// <summary>
/// A copy of a folder as it was after a sequence number, as a <see cref="StagedTree"/>. No bytes are copied.
/// </summary>
internal sealed class TreeCopy
{
    // Four rows an entry: a unit stays under the thousand rows that DESIGN allows it.
    private const int EntriesOfOneUnit = 200;

    private readonly Store store;
    private readonly Caller caller;
    private readonly long space;

    private TreeCopy(Store store, Caller caller, long space) => (this.store, this.caller, this.space) = (store, caller, space);

    internal static async ValueTask<Outcome<StagedTree>> BuildAsync(
        Store store, Caller caller, long sourceSpace, long sourceFolder, long sourceSeq, CopyScope scope, long targetSpace, CancellationToken cancellation)
    {
        using var held = store.Held.Hold(sourceSpace, sourceSeq);
        var copy = new TreeCopy(store, caller, targetSpace);
        return await StagedTree.BuildAsync(
            store, caller, targetSpace, root => copy.FillAsync(root, sourceSpace, sourceFolder, sourceSeq, scope, cancellation), cancellation);
    }

    private async ValueTask<Outcome<Done>> FillAsync(
        long root, long sourceSpace, long sourceFolder, long sourceSeq, CopyScope scope, CancellationToken cancellation)
    {
        // Folders still to be copied: the original, and the chain of copies from the root down to its own.
        var top = await store.Catalog.CommitAsync<Done>(
            caller,
            tx =>
            {
                if (tx.Lock(space) is { } target)
                    new TreeWriter(tx, target).CopyProperties(sourceSpace, sourceFolder, root);
                return default(Done);
            },
            cancellation);
        if (top.Refused is not null || scope == CopyScope.SingleNode)
            return top;
        var open = new Stack<(long Source, long[] Chain)>();
        open.Push((sourceFolder, [root]));
        while (open.TryPop(out var folder))
        {
            var after = "";
            while (true)
            {
                var page = await store.Catalog.ReadAsync(reader => reader.EntriesAt(folder.Source, sourceSeq, after, EntriesOfOneUnit), cancellation);
                if (page.Count == 0)
                    break;
                after = page[^1].Name;
                var unit = await store.Catalog.CommitAsync(caller, tx => CopyPage(tx, sourceSpace, Readable(tx, sourceSpace, folder.Source, page), sourceSeq, folder.Chain), cancellation);
                if (!unit.Try(out var folders, out var refused))
                    return refused;
                foreach (var (source, copy) in folders)
                    open.Push((source, [.. folder.Chain, copy]));
                if (page.Count < EntriesOfOneUnit)
                    break;
            }
        }
        // Rows of that state may have been purged before it was held.
        var horizon = await store.Catalog.ReadAsync(reader => reader.GetSpace(sourceSpace)?.Horizon, cancellation);
        return horizon <= sourceSeq
            ? default(Done)
            : new Refused(Refusal.Busy, "The history that is being copied was purged meanwhile; try again with a later moment.");
    }

    /// <summary>Those entries of a folder that the caller may read now: of a tree he copies what he may read.</summary>
    private IReadOnlyList<EntryRow> Readable(ICatalogReader reader, long sourceSpace, long folder, IReadOnlyList<EntryRow> page)
    {
        if (reader.GetSpace(sourceSpace) is not { } from)
            return [];
        var access = SpaceAccess.Of(reader, caller, from);
        var rights = access.Of(folder);
        return [.. page.Where(entry => access.OfEntry(rights, entry).HasFlag(Rights.Read))];
    }

    private Outcome<List<(long Source, long Copy)>> CopyPage(
        ICatalogTransaction tx, long sourceSpace, IReadOnlyList<EntryRow> page, long sourceSeq, long[] chain)
    {
        if (tx.Lock(space) is not { } target)
            return Refused.NotFound("The space");
        var tree = new TreeWriter(tx, target);
        var folders = new List<(long, long)>();
        foreach (var entry in page)
        {
            if (entry.Kind == NodeKind.Folder)
            {
                var node = tx.Next(Sequence.Node);
                tx.InsertNode(node, space, NodeKind.Folder, tx.Now);
                tree.LinkHidden(chain, entry.Name, node, NodeKind.Folder, 0);
                tree.CopyProperties(sourceSpace, entry.Node, node);
                folders.Add((entry.Node, node));
            }
            else if (tx.ContentAt(entry.Node, sourceSeq) is { } content)
            {
                var (node, copy) = tree.CloneFile(content);
                tree.LinkHidden(chain, entry.Name, node, NodeKind.File, copy.Size);
            }
        }
        return folders;
    }
}
