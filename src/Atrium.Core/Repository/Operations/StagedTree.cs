using Atrium.Core.Accounts;
using Atrium.Core.Ports;

namespace Atrium.Core.Repository.Operations;

/// <summary>
/// A folder that is filled where nobody sees it, in units of a few hundred rows, and then linked by one: larger work keeps writers
/// out only for so long. What is left of one that was cut off is taken apart by maintenance.
/// </summary>
internal sealed class StagedTree
{
    private readonly Store store;
    private readonly Caller caller;
    private readonly long space;

    private StagedTree(Store store, Caller caller, long space, long root)
        => (this.store, this.caller, this.space, Root) = (store, caller, space, root);

    /// <summary>The folder that is not linked yet.</summary>
    internal long Root { get; }

    /// <summary>Makes the folder and fills it; nothing is left of it when that is refused or fails.</summary>
    /// <param name="store">Where it is built.</param>
    /// <param name="caller">For whom.</param>
    /// <param name="space">The space that it will stand in.</param>
    /// <param name="fill">Fills the folder of this number.</param>
    /// <param name="cancellation">Ends the work.</param>
    internal static async ValueTask<Outcome<StagedTree>> BuildAsync(
        Store store, Caller caller, long space, Func<long, ValueTask<Outcome<Done>>> fill, CancellationToken cancellation)
    {
        var made = await store.Catalog.CommitAsync<long>(caller, tx =>
        {
            var node = tx.Next(Sequence.Node);
            tx.InsertNode(node, space, NodeKind.Folder, tx.Now);
            tx.AddStagedFolder(node, space, tx.Now);
            return node;
        }, cancellation);
        if (!made.Try(out var root, out var refused))
            return refused;
        var tree = new StagedTree(store, caller, space, root);
        try
        {
            if ((await fill(root)).Refused is not { } failed)
                return tree;
            await tree.AbandonAsync();
            return failed;
        }
        catch
        {
            await tree.AbandonAsync();
            throw;
        }
    }

    /// <summary>Gives up: maintenance takes apart what was built.</summary>
    internal async ValueTask AbandonAsync()
    {
        // Refused only when the store cannot write any more: then the next start finds the staged folder.
        _ = await store.Catalog.CommitAsync<Done>(caller, tx =>
        {
            Abandon(tx, Root, space);
            return default(Done);
        }, CancellationToken.None);
    }

    /// <summary>Hands a folder that nobody will link any more over to maintenance.</summary>
    internal static void Abandon(ICatalogTransaction tx, long folder, long space)
    {
        tx.RemoveStagedFolder(folder);
        tx.AddDeadNode(folder, space);
    }

    /// <summary>Lets the finished tree stand at its place; called inside the unit that links it.</summary>
    internal EntryRow Link(ICatalogTransaction tx, TreeWriter tree, TreeWalk target)
    {
        tx.RemoveStagedFolder(Root);
        var bytes = tx.Folder(Root)?.Bytes ?? 0;
        return tree.Link(target.Folders, target.Path.Name, Root, NodeKind.Folder, bytes);
    }
}
