using Atrium.Core.Accounts;
using Atrium.Core.Ports;
using Atrium.Core.Repository;
using Atrium.Core.Repository.Operations;

namespace Atrium.Core.Sites;

/// <summary>
/// Builds the tree of a deployment out of contents that are there, as a <see cref="StagedTree"/>.
/// </summary>
internal sealed class DeployTree
{
    // Four rows a file and two a folder: a unit stays under a thousand.
    private const int RowsOfOneUnit = 800, RowsOfAFile = 4, RowsOfAFolder = 2;

    private readonly Store store;
    private readonly Caller caller;
    private readonly long space;
    private readonly Dictionary<NodePath, long[]> chains = [];

    private DeployTree(Store store, Caller caller, long space, NodePath top, long root)
    {
        (this.store, this.caller, this.space) = (store, caller, space);
        chains[top] = [root];
    }

    internal static ValueTask<Outcome<StagedTree>> BuildAsync(
        Store store, Caller caller, Space space, NodePath top, Manifest manifest, KnownContents contents, CancellationToken cancellation)
        => StagedTree.BuildAsync(
            store, caller, space.Id, root => new DeployTree(store, caller, space.Id, top, root).FillAsync(manifest, contents, cancellation), cancellation);

    private async ValueTask<Outcome<Done>> FillAsync(Manifest manifest, KnownContents contents, CancellationToken cancellation)
    {
        var batch = new List<Manifest.Item>();
        var planned = new HashSet<NodePath>();
        var rows = 0;
        foreach (var item in manifest.Items)
        {
            for (var folder = item.Path.Parent; !chains.ContainsKey(folder) && planned.Add(folder); folder = folder.Parent)
                rows += RowsOfAFolder;
            rows += RowsOfAFile;
            batch.Add(item);
            if (rows < RowsOfOneUnit)
                continue;
            if ((await WriteAsync(batch, contents, cancellation)).Refused is { } refused)
                return refused;
            (batch, rows) = ([], 0);
            planned.Clear();
        }
        return batch.Count == 0 ? default(Done) : await WriteAsync(batch, contents, cancellation);
    }

    private async ValueTask<Outcome<Done>> WriteAsync(List<Manifest.Item> items, KnownContents contents, CancellationToken cancellation)
    {
        var unit = await store.Catalog.CommitAsync(caller, tx => Write(tx, items, contents), cancellation);
        if (!unit.Try(out var made, out var refused))
            return refused;
        foreach (var (folder, chain) in made)
            chains[folder] = chain;
        return default(Done);
    }

    private Outcome<Dictionary<NodePath, long[]>> Write(ICatalogTransaction tx, List<Manifest.Item> items, KnownContents contents)
    {
        if (tx.Lock(space) is not { } target)
            return Refused.NotFound("The site's space");
        var sources = items.Select(item => Open(tx, contents, item)).ToList();
        if (sources.Contains(null))
            return Refused.Conflict("Some of the contents went while the site was built. Deploy again: what is missing then is asked for.");

        var tree = new TreeWriter(tx, target);
        var made = new Dictionary<NodePath, long[]>();
        for (var i = 0; i < items.Count; i++)
        {
            var node = tx.Next(Sequence.Node);
            tx.InsertNode(node, space, NodeKind.File, 0);
            foreach (var extent in sources[i]!)
                tx.InsertExtent(extent with { Node = node, Seq = tree.Seq });
            var (path, content, modified) = items[i];
            tx.InsertContent(new ContentRow(
                space, node, tree.Seq, Row.Live, tree.Seq, content.Size, MediaTypes.ByName(path.Name), modified?.UtcTicks ?? tx.Now,
                tx.Caller.AccountId, content.Hash));
            tree.LinkHidden(ChainTo(tx, tree, made, path.Parent), path.Name, node, NodeKind.File, content.Size);
        }
        return made;
    }

    // The pieces of a content, or null when it is not there any more.
    private static IReadOnlyList<ExtentRow>? Open(ICatalogTransaction tx, KnownContents contents, Manifest.Item item)
    {
        if (item.Content.Size == 0)
            return [];
        var source = contents.Find(item.Content);
        if (source is null)
            return null;
        if (source.Node == 0)
            return tx.Blob(source.Blob) is { } blob ? [new ExtentRow(0, 0, 0, blob.Id, 0, blob.Size)] : null;
        return tx.ContentOfVersion(source.Node, source.Version) is { } content && tx.Extents(content.Node, content.Base, content.Version) is { Count: > 0 } extents
            ? extents
            : null;
    }

    private long[] ChainTo(ICatalogTransaction tx, TreeWriter tree, Dictionary<NodePath, long[]> made, NodePath folder)
    {
        if (chains.TryGetValue(folder, out var chain) || made.TryGetValue(folder, out chain))
            return chain;
        var above = ChainTo(tx, tree, made, folder.Parent);
        var node = tx.Next(Sequence.Node);
        tx.InsertNode(node, space, NodeKind.Folder, tx.Now);
        tree.LinkHidden(above, folder.Name, node, NodeKind.Folder, 0);
        return made[folder] = [.. above, node];
    }
}
