using Atrium.Core.Maintenance;
using Atrium.Core.Repository;
using static Atrium.Core.Tests.TestStore;

namespace Atrium.Core.Tests.Maintenance;

/// <summary>What is being taken apart is nobody's damage, and what stands somewhere is never taken apart.</summary>
public class DeadNodeTests
{
    [Fact]
    public async Task Check_LargePurgeHalfDone_IsClean()
    {
        await using var store = await OpenAsync();
        for (var i = 0; i < 450; i++)
            await store.PutAsync($"/shared/docs/a/sub/f{i}", "x");
        await store.Files.DeleteAsync(Path("/shared/docs/a"), DeleteScope.Tree, Precondition.None, default);
        await store.Operator.Administration.SetSpaceAsync(Path("/shared/docs"), new SpaceSettings { Retention = TimeSpan.Zero }, default);
        var space = await store.Store.Catalog.ReadAsync(reader => reader.FindSpace(SpaceKind.Shared, "docs")!.Id, default);
        await CommitAsync(store, tx => HistoryPurge.Unit(tx, space, long.MaxValue));
        var steps = 0;
        do
            await MaintenanceTests.AssertCleanAsync(store);
        while (++steps < 100 && await CommitAsync(store, DeadNodePurge.Unit) > 0);
        Assert.InRange(steps, 4, 99);
        Assert.Equal(1, (await store.Operator.Administration.StatusAsync(default)).Value.Nodes);
    }

    [Fact]
    public async Task Purge_DeadNodeThatStandsSomewhere_LeavesItAlone()
    {
        await using var store = await OpenAsync();
        var file = (await store.PutAsync("/shared/docs/a/f", "kept")).Value.Entry.NodeId;
        var folder = (await store.Files.StatAsync(Path("/shared/docs/a"), AsOf.Now, default)).Value.NodeId;
        // A catalog that was damaged, or mended by hand.
        await CommitAsync(store, tx =>
        {
            var space = tx.FindSpace(SpaceKind.Shared, "docs")!;
            foreach (var node in new[] { space.Root, folder, file })
                tx.AddDeadNode(node, space.Id);
            return 0;
        });
        await new Maintainer(store.Store).RunOnceAsync(default);
        Assert.Equal("kept", await store.ReadAsync("/shared/docs/a/f"));
        Assert.Empty(await store.Store.Catalog.ReadAsync(reader => reader.DeadNodes(10), default));
        await MaintenanceTests.AssertCleanAsync(store);
    }

    private static async Task<int> CommitAsync(TestStore store, Func<Ports.ICatalogTransaction, Outcome<int>> unit)
        => (await store.Store.Catalog.CommitAsync(store.Operator.Caller, unit, default)).Value;
}
