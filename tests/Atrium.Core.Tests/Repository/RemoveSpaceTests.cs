using Atrium.Core.Maintenance;
using Atrium.Core.Repository;
using Atrium.Core.Sites;

namespace Atrium.Core.Tests.Repository;

public sealed class RemoveSpaceTests
{
    [Fact]
    public async Task Remove_OfAnUnusedSpace_IsDoneAndItsNameIsFree()
    {
        await using var store = await TestStore.OpenAsync();
        Assert.Null(await RemoveAsync(store, "/shared/docs"));
        Assert.Equal(Refusal.NotFound, (await store.Files.ListAsync(TestStore.Path("/shared/docs"), new ListQuery(), default)).Refused?.Kind);
        Assert.Null((await store.Operator.Administration.AddSpaceAsync(TestStore.Path("/shared/docs"), new SpaceSettings(), default)).Refused);
        await AssertCleanAsync(store);
    }

    [Fact]
    public async Task Remove_OfOneThatHoldsSomethingOrDid_IsRefusedUntilItIsSaid()
    {
        await using var store = await TestStore.OpenAsync();
        Assert.Null((await store.PutAsync("/shared/docs/a/b/f", "content")).Refused);
        Assert.Equal(Refusal.Conflict, (await RemoveAsync(store, "/shared/docs"))?.Kind);
        Assert.Null((await store.Files.DeleteAsync(TestStore.Path("/shared/docs/a"), DeleteScope.Tree, Precondition.None, default)).Refused);
        Assert.Equal(Refusal.Conflict, (await RemoveAsync(store, "/shared/docs"))?.Kind);
        Assert.Null((await store.PutAsync("/shared/docs/g", "more content")).Refused);
        Assert.Null(await RemoveAsync(store, "/shared/docs", SpaceFate.Delete));
        Assert.Empty((await store.Operator.Administration.ListSpacesAsync(default)).Value);
        // Right after it, and when the maintenance has taken it apart.
        await AssertCleanAsync(store);
        await new Maintainer(store.Store).RunOnceAsync(default);
        await AssertCleanAsync(store);
        Assert.Equal(0, await store.Store.Catalog.ReadAsync(reader => reader.Counts().Nodes, default));
    }

    [Fact]
    public async Task Remove_OfAHomeOrASitesSpace_IsRefusedWithTheCommand()
    {
        await using var store = await TestStore.OpenAsync();
        Assert.Null((await store.Operator.Accounts.AddAsync(new Core.Accounts.NewAccount("ann", "sunken lantern orchard"), default)).Refused);
        Assert.Contains("atrium account remove ann", (await RemoveAsync(store, "/home/ann", SpaceFate.Delete))!.Detail);
        Assert.Null((await store.Operator.Sites.AddAsync("site.example", new SiteSettings(), default)).Refused);
        Assert.Contains("atrium site remove site.example", (await RemoveAsync(store, "/sites/site.example", SpaceFate.Delete))!.Detail);
        Assert.Null((await store.Operator.Sites.RemoveAsync("site.example", default)).Refused);
        // Nothing is in it but the folder that the site was given.
        Assert.Null(await RemoveAsync(store, "/sites/site.example"));
        Assert.Null((await store.Operator.Sites.AddAsync("site.example", new SiteSettings(), default)).Refused);
        await AssertCleanAsync(store);
    }

    private static async Task<Refused?> RemoveAsync(TestStore store, string path, SpaceFate fate = SpaceFate.DeleteIfUnused)
        => (await store.Operator.Administration.RemoveSpaceAsync(TestStore.Path(path), fate, default)).Refused;

    private static async Task AssertCleanAsync(TestStore store)
        => Assert.Empty((await store.Operator.Administration.CheckAsync(CheckMode.Verify, null, default)).Value.Problems);
}
