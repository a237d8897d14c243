using Atrium.Core.Accounts;

namespace Atrium.Core.Repository.Operations;

/// <summary>The three ways back: what was last deleted, a file as of a moment, a folder as of a moment.</summary>
internal static class Undelete
{
    internal static async ValueTask<Outcome<Stored>> RunAsync(
        Store store, Caller caller, NodePath path, AsOf asOf, NodePath? to, Overwrite overwrite, CancellationToken cancellation)
    {
        var target = to ?? path;
        var epoch = store.Catalog.Epoch;
        if (asOf.IsNow)
            return await store.Catalog.CommitAsync(caller, tx => UndeleteNode.Unit(tx, path, target, overwrite, epoch), cancellation);

        var kind = await store.Catalog.ReadAsync<Outcome<NodeKind?>>(
            reader => TreeWalk.To(reader, caller, path, asOf).Try(out var walk, out var refused) ? walk.TargetKind : refused, cancellation);
        if (!kind.Try(out var found, out var missing))
            return missing;
        return found switch
        {
            NodeKind.File => await store.Catalog.CommitAsync(
                caller, tx => RestoreFile.Unit(tx, path, asOf, target, overwrite, epoch), cancellation),
            NodeKind.Folder => await CopyNode.RunAsync(
                store, caller, path, asOf, CopyScope.Tree, target, overwrite, MissingParents.Create, cancellation),
            _ => Refused.NotFound($"{path} at that time"),
        };
    }
}
