using Atrium.Core.Ports;
using Atrium.Core.Sites;

namespace Atrium.Core.Repository;

/// <summary>Spaces that go, with what is in them. What goes is taken apart by the maintenance, as deleted nodes are.</summary>
internal static class RemoveSpace
{
    internal static Outcome<Done> Unit(ICatalogTransaction tx, NodePath path, SpaceFate fate)
    {
        if (path.Depth != 2 || SpaceKinds.FromFolderName(path.Names[0]) is not { } kind || tx.FindSpace(kind, path.Names[1]) is not { } space)
            return Refused.NotFound($"The space {path}");
        if (kind == SpaceKind.Home && tx.FindAccount(space.Name) is not null)
            return Refused.Conflict($"{path} is the home of the account {space.Name}, and goes with it: atrium account remove {space.Name} --delete-home");
        if (tx.Site(space.Id) is not null)
            return Refused.Conflict($"The site {space.Name} is served from {path}. Take it off the air first, with: atrium site remove {space.Name}");
        if (fate == SpaceFate.DeleteIfUnused && !IsUnused(tx, space))
        {
            return Refused.Conflict(
                $"{path} holds {Words.Bytes(space.Used)}, and {Words.Bytes(space.History)} of the past. It goes with all that only when that is said: --delete");
        }
        foreach (var deployment in tx.Deployments(space.Id))
            tx.DeleteDeployment(deployment.Folder);
        tx.DeleteSpace(space);
        return default(Done);
    }

    /// <summary>True when nothing is in it and nothing ever was, but for the folder that a site was given when it was added.</summary>
    internal static bool IsUnused(ICatalogReader reader, Space space) => space is { Used: 0, History: 0 } && reader.UploadedBytes(space.Id) == 0 && reader.AllEntries(space.Root, "", 2) switch
    {
        [] => true,
        [{ Name: SiteLimits.CurrentName, IsLive: true, Kind: NodeKind.Folder } current] => space.Kind == SpaceKind.Sites && reader.AllEntries(current.Node, "", 1).Count == 0,
        _ => false,
    };
}
