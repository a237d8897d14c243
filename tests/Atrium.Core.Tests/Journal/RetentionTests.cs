using Atrium.Core.Journal;
using Atrium.Core.Maintenance;
using Atrium.Core.Repository;

namespace Atrium.Core.Tests.Journal;

public sealed class RetentionTests : IAsyncLifetime
{
    private readonly TestClock clock = new();
    private TestStore store = null!;

    public async ValueTask InitializeAsync() => store = await TestStore.OpenAsync(clock: clock);

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task Purge_AfterTheRetention_TakesWholeSegmentsAndLeavesTheirSeals()
    {
        for (var day = 0; day < 40; day++)
        {
            await store.PutAsync($"/shared/docs/{day}", "x");
            await store.ReadAsync($"/shared/docs/{day}");
            await store.Store.Journal.FlushAsync();
            await store.Store.Sealer.SealAsync(default);
            clock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(1));
        }
        await PurgeAsync();
        // Reads for 30 days, changes for 90.
        Assert.InRange((await ReadAsync(JournalKind.Read)).Count, 29, 31);
        Assert.Equal(41, (await ReadAsync(JournalKind.Change)).Count);
        Assert.Contains(await ReadAsync(JournalKind.Server), entry => entry is { Action: "purged", Subject: "reads" });
        await AssertCleanAsync();

        clock.Advance(TimeSpan.FromDays(80));
        await store.PutAsync("/shared/docs/late", "x");
        await store.Store.Sealer.SealAsync(default);
        await PurgeAsync();
        var left = await ReadAsync(JournalKind.Change);
        Assert.InRange(left.Count, 10, 13);
        Assert.Equal("/shared/docs/late", left[^1].Subject);
        await AssertCleanAsync();
    }

    [Fact]
    public async Task Purge_WhereARowWasWrittenWhileTheClockWasAhead_GoesOnBehindIt()
    {
        var ahead = TimeSpan.FromDays(1000);
        for (var day = 0; day < 40; day++)
        {
            await store.PutAsync($"/shared/docs/{day}", "x");
            clock.Advance(day == 3 ? ahead : TimeSpan.Zero);
            await store.ReadAsync($"/shared/docs/{day}");
            await store.Store.Journal.FlushAsync();
            clock.Advance(day == 3 ? -ahead : TimeSpan.Zero);
            await store.Store.Sealer.SealAsync(default);
            clock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(1));
        }
        await PurgeAsync();
        Assert.InRange((await ReadAsync(JournalKind.Read)).Count, 29, 31);
        await AssertCleanAsync();
    }

    [Fact]
    public async Task Purge_WhereTheHistoryNeedsTheChanges_KeepsThem()
    {
        await store.Operator.Administration.Settings.SetAsync("journal.change-retention", "0", default);
        await store.Operator.Administration.SetSpaceAsync(TestStore.Path("/shared/docs"), new SpaceSettings { Retention = TimeSpan.FromDays(30) }, default);
        for (var day = 0; day < 10; day++)
        {
            await store.PutAsync("/shared/docs/f", $"{day}");
            await store.Store.Sealer.SealAsync(default);
            clock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(1));
        }
        var noon = clock.GetUtcNow() - TimeSpan.FromDays(5);
        await PurgeAsync();
        Assert.Equal("5", await store.ReadAsync("/shared/docs/f", AsOf.At(noon)));
        await AssertCleanAsync();
    }

    [Fact]
    public async Task Purge_OfASpaceThatIsGone_TakesItsChangesAndTheCheckIsClean()
    {
        await store.Operator.Accounts.AddAsync(new Core.Accounts.NewAccount("ann", "sunken lantern orchard"), default);
        await store.PutAsync("/home/ann/f", "x");
        await store.Store.Sealer.SealAsync(default);
        await store.Operator.Accounts.RemoveAsync("ann", Core.Accounts.HomeFate.Delete, null, default);
        await PurgeAsync();
        Assert.DoesNotContain(await ReadAsync(JournalKind.Change), entry => entry.Subject == "/home/ann/f");
        Assert.Contains(await ReadAsync(JournalKind.Administration), entry => entry is { Action: "space-removed", Subject: "/home/ann" });
        await AssertCleanAsync();
    }

    private async Task PurgeAsync() => await new Maintainer(store.Store).RunOnceAsync(default);

    private async Task AssertCleanAsync()
    {
        await store.Store.Journal.FlushAsync();
        await store.Store.Sealer.SealAsync(default);
        Assert.Empty((await store.Operator.Administration.CheckAsync(CheckMode.Verify, null, default)).Value.Problems);
    }

    private async Task<IReadOnlyList<JournalRecord>> ReadAsync(JournalKind kind)
        => (await store.Operator.Journal.ReadAsync(new JournalQuery { Kinds = [kind], Limit = 1000 }, TimeSpan.Zero, default)).Value.Entries;
}
