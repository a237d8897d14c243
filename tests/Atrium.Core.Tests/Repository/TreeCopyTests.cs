using Atrium.Core.Accounts;
using Atrium.Core.Maintenance;
using Atrium.Core.Repository;
using Atrium.Core.Tests.Maintenance;
using static Atrium.Core.Tests.TestStore;

namespace Atrium.Core.Tests.Repository;

/// <summary>What happens while a tree is being copied, a page at a time.</summary>
public class TreeCopyTests
{
    [Theory]
    [InlineData(-60)]
    [InlineData(60)]
    public async Task Copy_ClockSetAndMaintenanceInBetween_IsWhole(int minutes)
    {
        var clock = new TestClock();
        await using var store = await OpenAsync(clock: clock);
        for (var i = 0; i < 250; i++)
            await store.PutAsync($"/shared/docs/a/f{i}", "x");
        var maintainer = new Maintainer(store.Store);
        clock.Advance(TimeSpan.FromMinutes(minutes));
        var (files, catalog, _) = Interrupted(store);
        BeforeTheSecondPage(catalog, async () => await maintainer.RunOnceAsync(default));
        Assert.Null((await files.CopyAsync(Path("/shared/docs/a"), AsOf.Now, Path("/shared/docs/b"), Overwrite.Refuse, MissingParents.Refuse, default)).Refused);
        await maintainer.RunOnceAsync(default);
        Assert.Equal("x", await store.ReadAsync("/shared/docs/b/f249"));
        Assert.Equal("x", await store.ReadAsync("/shared/docs/b/f0"));
        await MaintenanceTests.AssertCleanAsync(store);
    }

    [Fact]
    public async Task Copy_LastsLongerThanAnUploadMay_IsWhole()
    {
        var clock = new TestClock();
        await using var store = await OpenAsync(clock: clock);
        for (var i = 0; i < 250; i++)
            await store.PutAsync($"/shared/docs/a/f{i}", "x");
        var (files, catalog, _) = Interrupted(store);
        BeforeTheSecondPage(catalog, async () =>
        {
            clock.Advance(Core.Sites.SiteLimits.MaxUploadTime * 3);
            await new Maintainer(store.Store).RunOnceAsync(default);
        });
        Assert.Null((await files.CopyAsync(Path("/shared/docs/a"), AsOf.Now, Path("/shared/docs/b"), Overwrite.Refuse, MissingParents.Refuse, default)).Refused);
        await new Maintainer(store.Store).RunOnceAsync(default);
        Assert.Equal("x", await store.ReadAsync("/shared/docs/b/f249"));
        await MaintenanceTests.AssertCleanAsync(store);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0L)]
    public async Task Copy_AllIsReplacedAndPurgedInBetween_IsOfTheStateThatItBeganWith(long? historyCap)
    {
        await using var store = await OpenAsync();
        for (var i = 0; i < 250; i++)
            await store.PutAsync($"/shared/docs/a/f{i}", "old");
        // Either of them keeps no history.
        await store.Operator.Administration.SetSpaceAsync(
            Path("/shared/docs"), historyCap is null ? new SpaceSettings { Retention = TimeSpan.Zero } : new SpaceSettings { HistoryCap = historyCap }, default);
        var (files, catalog, interrupted) = Interrupted(store);
        var maintainer = new Maintainer(interrupted);
        BeforeTheSecondPage(catalog, async () =>
        {
            for (var i = 0; i < 250; i++)
                await store.PutAsync($"/shared/docs/a/f{i}", "new");
            await maintainer.RunOnceAsync(default);
        });
        Assert.Null((await files.CopyAsync(Path("/shared/docs/a"), AsOf.Now, Path("/shared/docs/b"), Overwrite.Refuse, MissingParents.Refuse, default)).Refused);
        for (var i = 0; i < 250; i++)
            Assert.Equal("old", await store.ReadAsync($"/shared/docs/b/f{i}"));
        await maintainer.RunOnceAsync(default);
        Assert.Equal(0, (await store.Operator.Administration.ListSpacesAsync(default)).Value.Single().History);
        await MaintenanceTests.AssertCleanAsync(store);
    }

    [Fact]
    public async Task Maintain_CopyOfAnEarlierProcess_IsTakenApart()
    {
        var clock = new TestClock();
        await using var store = await OpenAsync(clock: clock);
        await store.PutAsync("/shared/docs/a/f", "x");
        await store.Store.Catalog.CommitAsync<Done>(store.Operator.Caller, tx =>
        {
            var (node, space) = (tx.Next(Ports.Sequence.Node), tx.FindSpace(SpaceKind.Shared, "docs")!);
            tx.InsertNode(node, space.Id, NodeKind.Folder, tx.Now);
            tx.AddStagedFolder(node, space.Id, tx.Now);
            return default(Done);
        }, default);
        await new Maintainer(store.Store).RunOnceAsync(default);
        Assert.Single(await StagedAsync(store));
        // The clock was wrong when the copy began.
        clock.Advance(TimeSpan.FromHours(-1));
        await store.ReopenAsync();
        await new Maintainer(store.Store).RunOnceAsync(default);
        Assert.Empty(await StagedAsync(store));
        await MaintenanceTests.AssertCleanAsync(store);
    }

    // The first unit begins the copy, the second is its first page.
    private static void BeforeTheSecondPage(InterruptingCatalog catalog, Func<Task> action)
        => catalog.BeforeNextUnit(() =>
        {
            catalog.BeforeNextUnit(() =>
            {
                catalog.BeforeNextUnit(action);
                return Task.CompletedTask;
            });
            return Task.CompletedTask;
        });

    private static ValueTask<IReadOnlyList<(long Node, long Space, long Started)>> StagedAsync(TestStore store)
        => store.Store.Catalog.ReadAsync(reader => reader.StagedFolders(), default);

    private static (Files Files, InterruptingCatalog Catalog, Store Store) Interrupted(TestStore store)
    {
        var catalog = new InterruptingCatalog(store.Store.Catalog);
        var interrupted = new Store(catalog, store.Store.Blobs, store.Store.FailStop, store.Store.Options, store.Store.Clock);
        return (new Files(interrupted, new Caller(Caller.Operator, "operator", new Visit("test", null, "1", true))), catalog, interrupted);
    }
}
