using Atrium.Core.Ports;
using Atrium.Core.Repository;

namespace Atrium.Core.Sites;

/// <summary>Which deployments are kept beyond what retention and cap of their space let go: the last ones that were current.</summary>
internal static class DeploymentHistory
{
    /// <summary>The sequence number up to which the history of a site may go because there are too many deployments; 0 when there are not.</summary>
    internal static long EndOfSurplus(ICatalogReader reader, Space space)
    {
        if (space.Kind != SpaceKind.Sites || reader.Deployments(space.Id) is not { Count: > SiteLimits.MaxDeployments } all)
            return 0;
        // By when they ended, which is the order in which the history goes: one that was rolled back to counts as new again.
        return all.Select(deployment => reader.NewestPlaceOf(deployment.Folder)?.ToSeq ?? 0)
            .OrderDescending()
            .ElementAt(SiteLimits.MaxDeployments);
    }
}
