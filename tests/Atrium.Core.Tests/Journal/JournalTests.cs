using System.Net;
using Atrium.Core.Accounts;
using Atrium.Core.Journal;
using Atrium.Core.Repository;
using Atrium.Core.Tests.Accounts;
using Microsoft.Extensions.Time.Testing;

namespace Atrium.Core.Tests.Journal;

public sealed class JournalTests : IAsyncLifetime
{
    private const string Password = "sunken lantern orchard";

    private TestStore store = null!;

    public async ValueTask InitializeAsync()
    {
        store = await TestStore.OpenAsync();
        Assert.Null((await store.Operator.Accounts.AddAsync(new NewAccount("ann", Password), default)).Refused);
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Fact]
    public async Task SignIn_AgainWithinTheHour_IsToldOnce()
    {
        for (var i = 0; i < 3; i++)
            await store.EnterAsync("ann", Password);
        var entry = Assert.Single(await ReadAsync(new JournalQuery { Kinds = [JournalKind.SignIn], Account = "ann" }));
        Assert.Equal(("https", "192.0.2.7", null, 1), (entry.Protocol, entry.Peer, entry.Outcome, entry.Count));
    }

    [Fact]
    public async Task SignIn_ThatFails_IsToldWithTheNameThatWasTried()
    {
        await store.PlainAsync("nobody", Password);
        for (var i = 0; i < 5; i++)
            await store.PlainAsync("ann", "a wrong one of it");
        await store.ScramAsync("ann+phone", "a wrong one of it");
        await store.BearerAsync("no token at all");
        var failed = (await ReadAsync(new JournalQuery { Kinds = [JournalKind.SignIn] })).Where(entry => entry.Outcome is not null).ToList();
        Assert.All(failed, entry => Assert.Equal("sign-in-required", entry.Outcome));
        Assert.Equal(5, failed.Where(entry => entry.Account == "ann").Sum(entry => entry.Count));
        Assert.Equal(1, failed.Where(entry => entry.Account == "nobody").Sum(entry => entry.Count));
        Assert.Contains(failed, entry => entry.Account == "ann+phone" && entry.Protocol == "imap");
    }

    [Fact]
    public async Task SignIn_WithAPasswordInThePlaceOfTheName_DoesNotKeepIt()
    {
        await store.PlainAsync("Secret words, typed too early!", "x");
        var entry = Assert.Single(await ReadAsync(new JournalQuery { Kinds = [JournalKind.SignIn] }), entry => entry.Outcome is not null);
        Assert.Equal("(not a name)", entry.Account);
    }

    [Fact]
    public async Task Read_OfChanges_TellsWhoDidWhatFromWhere()
    {
        var ann = await store.EnterAsync("ann", Password);
        await ann.Files.StoreAsync(TestStore.Path("/home/ann/f"), TestStore.Body("x"), new StoreOptions(), default);
        await ann.Files.MoveAsync(
            TestStore.Path("/home/ann/f"), TestStore.Path("/home/ann/g"), Overwrite.Refuse, MissingParents.Refuse,
            Precondition.None, default);
        var entries = await ReadAsync(new JournalQuery { Kinds = [JournalKind.Change], Path = "/home/ann/f" });
        Assert.Equal(
            [("created", "/home/ann/f", null), ("moved", "/home/ann/g", "/home/ann/f")], entries.Select(entry => (entry.Action, entry.Subject, entry.From)));
        Assert.All(entries, entry => Assert.Equal(("ann", "https", "192.0.2.7"), (entry.Account, entry.Protocol, entry.Peer)));
    }

    [Fact]
    public async Task Read_PageByPage_MeetsEachEntryOnceInBothDirections()
    {
        for (var i = 0; i < 25; i++)
            await store.PutAsync($"/shared/docs/{i:00}", "x");
        var all = await ReadAsync(new JournalQuery { Path = "/shared/docs/", Limit = 1000, Kinds = [JournalKind.Change] });

        var backwards = new List<JournalRecord>();
        JournalCursor? before = null;
        do
        {
            var page = (await PageAsync(new JournalQuery { Path = "/shared/docs/", Limit = 7, Before = before, Kinds = [JournalKind.Change] })).Value;
            backwards.InsertRange(0, page.Entries);
            before = page.Earlier;
        }
        while (before is not null);
        Assert.Equal(all.Select(entry => entry.Number), backwards.Select(entry => entry.Number));

        var forwards = new List<JournalRecord>();
        var after = new JournalCursor(store.Store.Catalog.Epoch, 0);
        while (true)
        {
            var page = (await PageAsync(new JournalQuery { Path = "/shared/docs/", Limit = 7, After = after, Kinds = [JournalKind.Change] })).Value;
            if (page.Entries.Count == 0)
                break;
            forwards.AddRange(page.Entries);
            after = page.Next;
        }
        Assert.Equal(all.Select(entry => entry.Number), forwards.Select(entry => entry.Number));
        Assert.Equal(26, all.Count); // the space itself
    }

    [Fact]
    public async Task Read_AfterTheNewest_WaitsForTheNextEntry()
    {
        var next = (await PageAsync(new JournalQuery())).Value.Next;
        var waiting = store.Operator.Journal.ReadAsync(new JournalQuery { After = next, Path = "/shared/docs/awaited" }, TimeSpan.FromMinutes(1), default);
        await store.PutAsync("/shared/docs/another", "x");
        await store.PutAsync("/shared/docs/awaited", "x");
        Assert.Equal("created", Assert.Single((await waiting).Value.Entries).Action);
    }

    [Fact]
    public async Task Read_OfWhoIsNoAdministrator_IsHisOwnSignInsAndNothingElse()
    {
        var ann = await store.EnterAsync("ann", Password);
        Assert.Equal(Refusal.Denied, (await ann.Journal.ReadAsync(new JournalQuery(), default, default)).Refused?.Kind);
        Assert.Equal(Refusal.Denied, (await ann.Journal.ReadAsync(new JournalQuery { Account = "ann" }, default, default)).Refused?.Kind);
        Assert.Equal(
            Refusal.Denied, (await ann.Journal.ReadAsync(new JournalQuery { Kinds = [JournalKind.SignIn], Account = "alice" }, default, default)).Refused?.Kind);
        var own = (await ann.Journal.ReadAsync(new JournalQuery { Kinds = [JournalKind.SignIn], Account = "ann" }, default, default)).Value;
        Assert.Single(own.Entries);
    }

    [Fact]
    public async Task Record_MoreThanABatchHolds_CountsWhatIsLostAndTellsIt()
    {
        await StopTheClockAsync();
        await ReadAsync(new JournalQuery()); // the test's own sign-in is written before
        for (var i = 0; i < PendingEntries.MaxRows + 20; i++)
        {
            var peer = IPAddress.Parse($"192.0.{i / 250}.{i % 250}");
            store.Store.Journal.Record(new Visit("https", peer, "1", true), new JournalEntry(JournalKind.Guard, "ban") { Subject = peer.ToString() });
        }
        var lost = Assert.Single(await ReadAsync(new JournalQuery { Kinds = [JournalKind.Server] }));
        Assert.Equal(("lost", "guard", 20), (lost.Action, lost.Subject, lost.Count));
    }

    [Fact]
    public async Task Record_MoreReadsThanABatchHolds_TakeNoPlaceFromOthers()
    {
        await StopTheClockAsync();
        for (var i = 0; i < PendingEntries.MaxReads + 7; i++)
            store.Store.Journal.Record(new Visit("https", IPAddress.Loopback, "1", true), new JournalEntry(JournalKind.Read, "files.open") { Subject = $"/f{i}" });
        store.Store.Journal.Record(new Visit("https", IPAddress.Loopback, "1", true), new JournalEntry(JournalKind.Guard, "ban") { Subject = "192.0.2.9" });
        Assert.Single(await ReadAsync(new JournalQuery { Kinds = [JournalKind.Guard] }));
        Assert.Equal(7, Assert.Single(await ReadAsync(new JournalQuery { Kinds = [JournalKind.Server] })).Count);
        Assert.Equal(PendingEntries.MaxReads, (await ReadAsync(new JournalQuery { Kinds = [JournalKind.Read], Limit = JournalQuery.MaxLimit })).Count);
    }

    [Fact]
    public async Task Record_AFloodFromOneNetwork_LeavesRoomForOthers()
    {
        await StopTheClockAsync();
        for (var i = 0; i < 5000; i++)
        {
            var peer = IPAddress.Parse($"2001:db8::{i:x}");
            store.Store.Journal.Record(
                new Visit("https", peer, "1", true), new JournalEntry(JournalKind.Refusal, "open-file") { Subject = $"/f{i}", Outcome = Refusal.NotFound });
        }
        store.Store.Journal.Record(
            new Visit("https", IPAddress.Parse("2001:db8:1::1"), "1", true), new JournalEntry(JournalKind.Refusal, "open-file") { Subject = "/other", Outcome = Refusal.NotFound });
        var entries = await ReadAsync(new JournalQuery { Kinds = [JournalKind.Refusal], Limit = 5000 });
        Assert.Contains(entries, entry => entry.Subject == "/other");
        Assert.Equal(5001, entries.Sum(entry => entry.Count));
        Assert.InRange(entries.Count, PendingEntries.MaxRefusalsOfOneSource, PendingEntries.MaxRows);
    }

    [Fact]
    public async Task Dispose_WithEntriesThatWait_WritesThem()
    {
        store.Store.Journal.Record(new Visit("https", IPAddress.Loopback, "1", true), new JournalEntry(JournalKind.Guard, "ban") { Subject = "192.0.2.9" });
        await store.ReopenAsync();
        Assert.Single(await ReadAsync(new JournalQuery { Kinds = [JournalKind.Guard] }));
    }

    private async Task<IReadOnlyList<JournalRecord>> ReadAsync(JournalQuery query) => (await PageAsync(query)).Value.Entries;

    private async Task<Outcome<JournalPage>> PageAsync(JournalQuery query)
    {
        await store.Store.Journal.FlushAsync();
        return await store.Operator.Journal.ReadAsync(query, TimeSpan.Zero, default);
    }

    // All of what is recorded falls into one second, however slow the machine is.
    private async Task StopTheClockAsync()
    {
        await store.DisposeAsync();
        store = await TestStore.OpenAsync(clock: new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(60)));
    }
}
