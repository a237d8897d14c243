using Atrium.Core.Ports;
using Atrium.Core.Repository;

namespace Atrium.Core.Maintenance;

/// <summary>Whether sites, their other names and their deployments refer to what is there. A repair lets go of rows that show nothing to anybody.</summary>
internal sealed class SiteCheck(Store store, CheckFindings findings)
{
    internal async ValueTask RunAsync(CancellationToken cancellation)
    {
        foreach (var (problem, mend) in await store.Catalog.InspectAsync(reader => Look(reader).ToList(), cancellation))
            await findings.AddAsync(problem, mend, cancellation);
    }

    private static IEnumerable<(CheckProblem Problem, Action<ICatalogTransaction> Mend)> Look(ICatalogReader reader)
    {
        var sites = reader.Sites();
        foreach (var site in sites)
        {
            if (IsNowhere(reader, site.Space))
                yield return Of($"the site of space {site.Space}", "Its space is not there: nobody can see it.", tx =>
                {
                    if (IsNowhere(tx, site.Space))
                        tx.DeleteSite(site.Space);
                });
            else if (IsBehind(reader, site))
                yield return Of(Name(reader, site.Space), "It has counted fewer deployments than it has: the next one would take a number again.", tx =>
                {
                    if (tx.Site(site.Space) is { } row && IsBehind(tx, row))
                        tx.UpdateSite(row with { LastDeployment = Newest(tx, row.Space) });
                });
        }
        foreach (var (name, space) in reader.Aliases())
        {
            if (IsIdle(reader, name, space))
                yield return Of($"the name {name}", "It is a name of no site, or of a site beside the one that is called so.", tx =>
                {
                    if (tx.SiteOfAlias(name) == space && IsIdle(tx, name, space))
                        tx.RemoveAlias(name);
                });
        }
        foreach (var deployment in reader.AllDeployments())
        {
            if (IsLost(reader, deployment))
                yield return Of($"deployment {deployment.Number} of {Name(reader, deployment.Space)}", "Its folder is not there: it cannot be shown again.", tx =>
                {
                    if (IsLost(tx, deployment))
                        tx.DeleteDeployment(deployment.Folder);
                });
        }
    }

    private static bool IsNowhere(ICatalogReader reader, long space) => reader.GetSpace(space) is not { Kind: SpaceKind.Sites };

    private static bool IsBehind(ICatalogReader reader, SiteRow site) => site.LastDeployment < Newest(reader, site.Space);

    private static long Newest(ICatalogReader reader, long space) => reader.Deployments(space) is [var newest, ..] ? newest.Number : 0;

    private static bool IsIdle(ICatalogReader reader, string name, long space)
        => reader.Site(space) is null || (reader.FindSpace(SpaceKind.Sites, name) is { } other && reader.Site(other.Id) is not null);

    private static bool IsLost(ICatalogReader reader, DeploymentRow deployment)
        => IsNowhere(reader, deployment.Space) || reader.Folder(deployment.Folder) is null || reader.NewestPlaceOf(deployment.Folder)?.Space != deployment.Space;

    private static string Name(ICatalogReader reader, long space) => reader.GetSpace(space) is { } found ? $"the site {found.Name}" : $"the site of space {space}";

    private static (CheckProblem Problem, Action<ICatalogTransaction> Mend) Of(string subject, string detail, Action<ICatalogTransaction> mend)
        => (new CheckProblem("site", subject, $"{detail} Run: atrium check --repair", [], false), mend);
}
