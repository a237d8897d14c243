using Atrium.Core.Maintenance;
using Atrium.Core.Ports;
using Atrium.Core.Sites;

namespace Atrium.Core.Tests.Maintenance;

/// <summary>Rows of sites that refer to nothing: each is found, named and mended, and the site goes on.</summary>
public sealed class SiteCheckTests
{
    [Theory]
    [InlineData("site without space", "the site of space 999")]
    [InlineData("name without site", "the name lost.example")]
    [InlineData("name of two", "the name other.example")]
    [InlineData("deployment without folder", "deployment 7 of the site site.example")]
    [InlineData("deployment of a file", "deployment 8 of the site site.example")]
    [InlineData("count", "the site site.example")]
    public async Task Repair_OfARowThatRefersToNothing_IsMended(string damage, string subject)
    {
        await using var store = await TestStore.OpenAsync();
        foreach (var host in (string[])["site.example", "other.example"])
            Assert.Null((await store.Operator.Sites.AddAsync(host, new SiteSettings(), default)).Refused);
        Assert.Null((await store.Operator.Sites.AddAliasAsync("site.example", "www.example", default)).Refused);
        Assert.Null((await store.PutAsync("/sites/site.example/current/f", "content")).Refused);
        await MaintenanceTests.AssertCleanAsync(store);
        Assert.Null((await store.Store.Catalog.CommitAsync<Done>(store.Operator.Caller, tx =>
        {
            Damage(tx, damage);
            return default(Done);
        }, default)).Refused);

        var found = Assert.Single(await CheckAsync(store, CheckMode.Verify));
        Assert.Equal(("site", subject, false), (found.Kind, found.Subject, found.Repaired));
        Assert.True(Assert.Single(await CheckAsync(store, CheckMode.Repair)).Repaired);
        await MaintenanceTests.AssertCleanAsync(store);
        Assert.Equal(["www.example"], (await store.Operator.Sites.GetAsync("site.example", default)).Value.Aliases);
        Assert.Null((await store.Operator.Sites.GetAsync("other.example", default)).Refused);
    }

    private static void Damage(ICatalogTransaction tx, string damage)
    {
        var site = tx.FindSpace(Core.Repository.SpaceKind.Sites, "site.example")!;
        var current = tx.LiveEntry(site.Root, "current")!.Value.Node;
        switch (damage)
        {
            case "site without space":
                tx.InsertSite(new SiteRow(999, null, false, tx.Now, 0));
                break;
            case "name without site":
                tx.AddAlias("lost.example", 998);
                break;
            case "name of two":
                tx.AddAlias("other.example", site.Id);
                break;
            case "deployment without folder":
                Deploy(7, 12345);
                break;
            case "deployment of a file":
                Deploy(8, tx.LiveEntry(current, "f")!.Value.Node);
                break;
            default:
                tx.InsertDeployment(new DeploymentRow(site.Id, 5, current, tx.Now, 0, 1, 7));
                break;
        }

        void Deploy(long number, long folder)
        {
            tx.InsertDeployment(new DeploymentRow(site.Id, number, folder, tx.Now, 0, 1, 7));
            tx.UpdateSite(tx.Site(site.Id)! with { LastDeployment = number });
        }
    }

    private static async Task<IReadOnlyList<CheckProblem>> CheckAsync(TestStore store, CheckMode mode)
        => (await store.Operator.Administration.CheckAsync(mode, null, default)).Value.Problems;
}
