using Atrium.Core.Accounts;
using Atrium.Core.Maintenance;
using Atrium.Core.Ports;
using Atrium.Core.Repository;
using Atrium.Core.Repository.Locks;
using Atrium.Core.Repository.Properties;

namespace Atrium.Core.Tests.Maintenance;

public sealed class AttachmentCheckTests : IAsyncLifetime
{
    private TestStore store = null!;

    [Fact]
    public async Task Check_OfLocksAndPropertiesThatAreWell_FindsNothing() => Assert.Empty(await CheckAsync(CheckMode.Verify));

    [Fact]
    public async Task Repair_OfALockOnNothing_TakesItAway()
        => await DamageAndMendAsync(tx => tx.InsertLock(tx.LocksBelow(Docs(tx).Id, "")[0] with { Id = tx.Next(Sequence.Lock), Token = "urn:uuid:other", Node = 12345 }), "lock ");

    [Fact]
    public async Task Repair_OfALockWhosePlaceIsAnother_TakesItAway()
        => await DamageAndMendAsync(tx => tx.InsertLock(tx.LocksBelow(Docs(tx).Id, "")[0] with { Id = tx.Next(Sequence.Lock), Token = "urn:uuid:other", Place = "g" }), "lock ");

    [Fact]
    public async Task Repair_OfPropertiesOfNothing_TakesThemAway()
        => await DamageAndMendAsync(tx => tx.SetProperty(new PropertyRow(12345, "urn:x", "a", Docs(tx).Id, "<a/>"), isThere: false), "the properties of node 12345");

    [Fact]
    public async Task Repair_OfWrongCounts_CountsAgain()
        => await DamageAndMendAsync(tx => (Docs(tx).Locks, Docs(tx).Properties) = (0, 7), "/shared/docs");

    public async ValueTask InitializeAsync()
    {
        store = await TestStore.OpenAsync();
        await store.PutAsync("/shared/docs/f", "x");
        await store.Operator.Properties.PatchAsync(TestStore.Path("/shared/docs/f"), [new PropertyChange("urn:x", "a", "<a/>")], null, default);
        await store.Operator.Locks.LockAsync(TestStore.Path("/shared/docs/f"), new LockRequest(LockScope.Shared, LockDepth.Zero), default);
        // Properties of what is deleted wait with it.
        await store.PutAsync("/shared/docs/gone", "x");
        await store.Operator.Properties.PatchAsync(TestStore.Path("/shared/docs/gone"), [new PropertyChange("urn:x", "a", "<a/>")], null, default);
        await store.Files.DeleteAsync(TestStore.Path("/shared/docs/gone"), DeleteScope.SingleNode, Precondition.None, default);
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    private async Task DamageAndMendAsync(Action<ICatalogTransaction> damage, string subject)
    {
        await store.Store.Catalog.CommitAsync<Done>(
            Caller.OfSystem("test"),
            tx =>
            {
                damage(tx);
                return default(Done);
            },
            default);
        Assert.StartsWith(subject, Assert.Single(await CheckAsync(CheckMode.Verify)).Subject, StringComparison.Ordinal);
        Assert.True(Assert.Single(await CheckAsync(CheckMode.Repair)).Repaired);
        Assert.Empty(await CheckAsync(CheckMode.Verify));
        Assert.Single((await store.Operator.Locks.OfAsync(TestStore.Path("/shared/docs/f"), default)).Value);
        Assert.Single((await store.Operator.Properties.OfAsync(TestStore.Path("/shared/docs/f"), default)).Value);
    }

    private async Task<IReadOnlyList<CheckProblem>> CheckAsync(CheckMode mode)
        => (await store.Operator.Administration.CheckAsync(mode, null, default)).Value.Problems;

    private static Space Docs(ICatalogReader reader) => reader.FindSpace(SpaceKind.Shared, "docs")!;
}
