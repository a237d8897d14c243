using Atrium.Core.Access;
using Atrium.Core.Ports;
using Atrium.Core.Repository;
using Atrium.Core.Repository.Locks;
using Atrium.Core.Repository.Operations;

namespace Atrium.Core.Sites;

/// <summary>Lets visitors see another folder: one unit, before which they see the old one whole, and after which the new one.</summary>
internal static class SwitchSite
{
    /// <summary>Shows a tree that was built where nobody sees it.</summary>
    internal static Outcome<Deployment> ToNew(ICatalogTransaction tx, string host, long folder, long files, long bytes, long? upload)
    {
        if (!SiteTarget.Find(tx, tx.Caller, host, Rights.Write).Try(out var target, out var refused))
            return refused;
        if (QuotaRule.Check(target.Space, bytes - LiveBytes(tx, target)) is { } full)
            return full;
        if (Locked(tx, target) is { } locked)
            return locked;

        tx.RemoveStagedFolder(folder);
        if (upload is { } contents && tx.SpaceOfUpload(contents) == target.Space.Id)
            StagedTree.Abandon(tx, contents, target.Space.Id);
        Replace(tx, target, folder, bytes);
        tx.Record(target.Space, ChangeAction.Created, folder, NodeKind.Folder, target.CurrentPath, null);
        var row = new DeploymentRow(target.Space.Id, target.Row.LastDeployment + 1, folder, tx.Now, tx.Caller.AccountId, files, bytes);
        tx.InsertDeployment(row);
        tx.UpdateSite(target.Row with { LastDeployment = row.Number });
        return target.Describe(tx, row);
    }

    /// <summary>Shows a deployment of the past again; with null, the one before the current one.</summary>
    internal static Outcome<Deployment> Back(ICatalogTransaction tx, string host, long? number)
    {
        if (!SiteTarget.Find(tx, tx.Caller, host, Rights.Write).Try(out var target, out var refused))
            return refused;
        if (!Choose(tx, target, number).Try(out var row, out refused))
            return refused;
        if (tx.NewestPlaceOf(row.Folder) is not { } place)
            return Refused.Gone($"Deployment {row.Number} of {target.Host} is no longer kept.");
        if (place.IsLive)
        {
            return place.Node == target.Current(tx)?.Node
                ? Refused.Conflict($"Deployment {row.Number} is what visitors of {target.Host} see already.")
                : Refused.Conflict($"The folder of deployment {row.Number} was moved elsewhere: move it to {target.CurrentPath}.");
        }
        var bytes = TreeWriter.LiveBytes(tx, row.Folder, NodeKind.Folder);
        if (QuotaRule.Check(target.Space, bytes - LiveBytes(tx, target)) is { } full)
            return full;
        if (Locked(tx, target) is { } locked)
            return locked;

        Replace(tx, target, row.Folder, bytes);
        target.Space.History -= bytes;
        tx.Record(target.Space, ChangeAction.Undeleted, row.Folder, NodeKind.Folder, target.CurrentPath, null);
        return target.Describe(tx, row);
    }

    private static Outcome<DeploymentRow> Choose(ICatalogTransaction tx, SiteTarget target, long? number)
    {
        var all = tx.Deployments(target.Space.Id);
        if (number is { } asked)
        {
            return all.FirstOrDefault(deployment => deployment.Number == asked) is { } found
                ? found
                : Refused.NotFound($"Deployment {asked} of {target.Host}");
        }
        var current = target.Current(tx) is { } entry ? all.FirstOrDefault(deployment => deployment.Folder == entry.Node) : null;
        return all.FirstOrDefault(deployment => current is null || deployment.Number < current.Number) is { } before
            ? before
            : Refused.Conflict($"There is no deployment of {target.Host} before this one. Name one of those that are kept, if there are any.");
    }

    private static void Replace(ICatalogTransaction tx, SiteTarget target, long folder, long bytes)
    {
        var tree = new TreeWriter(tx, target.Space);
        long[] root = [target.Space.Root];
        if (target.Current(tx) is { } old)
        {
            if (old.Kind == NodeKind.Folder)
                CarryAccess.Run(tx, target.Space, old.Node, folder);
            tree.Remove(root, old);
            tx.Record(target.Space, ChangeAction.Deleted, old.Node, old.Kind, target.CurrentPath, null);
        }
        tree.Link(root, SiteLimits.CurrentName, folder, NodeKind.Folder, bytes);
    }

    // The folder that goes, with what is in it.
    private static Refused? Locked(ICatalogTransaction tx, SiteTarget target)
        => TreeWalk.To(tx, tx.Caller, target.CurrentPath, AsOf.Now).Try(out var walk, out var refused) ? LockRules.Check(tx, tx.Caller, walk, LockReach.Tree) : refused;

    private static long LiveBytes(ICatalogReader reader, SiteTarget target)
        => target.Current(reader) is { } old ? TreeWriter.LiveBytes(reader, old.Node, old.Kind) : 0;
}
