using Atrium.Core;
using Atrium.Core.Ports;
using Atrium.Core.Repository;

namespace Atrium.Storage.Tests;

/// <summary>What every catalog must do. A second one gets a sealed class like <see cref="EmbeddedCatalogTests"/>, and passes unchanged.</summary>
public abstract partial class CatalogConformance : IAsyncLifetime
{
    private ICatalog catalog = null!;
    private long space;

    private protected TestClock Clock { get; } = new();

    /// <summary>Opens the catalog of this test; the same again when it is called a second time.</summary>
    private protected abstract ICatalog Open();

    public async ValueTask InitializeAsync()
    {
        catalog = Open();
        space = (await catalog.CommitAsync<long>(Scratch.Caller, tx => AddSpace.Write(tx, SpaceKind.Shared, "docs", 1, new SpaceSettings()).Id, default)).Value;
    }

    public virtual async ValueTask DisposeAsync()
    {
        await catalog.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Commit_RefusedAfterAWrite_LeavesNothing()
    {
        var refused = await CommitAsync<Done>(tx =>
        {
            Write(tx, "refused");
            AddSpace.Write(tx, SpaceKind.Shared, "refused", 1, new SpaceSettings());
            return Refused.Conflict("No.");
        });
        Assert.Equal(Refusal.Conflict, refused.Refused!.Kind);
        await AssertHoldsAsync([]);
        Assert.Null(await ReadAsync(reader => reader.FindSpace(SpaceKind.Shared, "refused")));
    }

    [Fact]
    public async Task Rehearse_OfAUnit_TellsWhatItWouldDoAndLeavesNothing()
    {
        var told = await catalog.RehearseAsync<string>(
            Scratch.Caller,
            tx =>
            {
                Write(tx, "rehearsed");
                AddSpace.Write(tx, SpaceKind.Shared, "rehearsed", 1, new SpaceSettings());
                return tx.FindSpace(SpaceKind.Shared, "rehearsed")!.Name;
            },
            default);
        Assert.Equal("rehearsed", told.Value);
        await AssertHoldsAsync([]);
        Assert.Null(await ReadAsync(reader => reader.FindSpace(SpaceKind.Shared, "rehearsed")));
        // What comes after it sees nothing of it either.
        await CommitAsync<Done>(tx =>
        {
            Assert.Null(tx.FindSpace(SpaceKind.Shared, "rehearsed"));
            Write(tx, "kept");
            return default(Done);
        });
        await AssertHoldsAsync(["kept"]);
    }

    [Fact]
    public async Task Rehearse_AmongUnits_DisturbsNone()
    {
        using var gate = new ManualResetEventSlim();
        var first = CommitAsync<Done>(tx =>
        {
            gate.Wait();
            return default(Done);
        });
        var units = Enumerable.Range(0, 40).Select(async i =>
        {
            Outcome<Done> Unit(ICatalogTransaction tx)
            {
                Write(tx, $"n{i:00}");
                return default(Done);
            }
            return i % 4 == 0
                ? await catalog.RehearseAsync<Done>(Scratch.Caller, i % 8 == 0 ? Unit : _ => throw new InvalidDataException(), default)
                : await CommitAsync(Unit);
        }).ToList();
        gate.Set();
        await first;
        for (var i = 0; i < units.Count; i++)
        {
            if (i % 8 == 4)
                await Assert.ThrowsAsync<InvalidDataException>(() => units[i]);
            else
                Assert.Null((await units[i]).Refused);
        }
        await AssertHoldsAsync([.. Enumerable.Range(0, 40).Where(i => i % 4 != 0).Select(i => $"n{i:00}")]);
    }

    [Fact]
    public async Task Commit_Throwing_LeavesNothingAndTheCallerGetsIt()
    {
        await Assert.ThrowsAsync<InvalidDataException>(() => CommitAsync<Done>(tx =>
        {
            Write(tx, "thrown");
            throw new InvalidDataException();
        }));
        await AssertHoldsAsync([]);
    }

    [Fact]
    public async Task Commit_OthersOfTheBatchFail_KeepsTheRest()
    {
        // All of them gather while the first holds the writer.
        using var gate = new ManualResetEventSlim();
        var first = CommitAsync<Done>(tx =>
        {
            gate.Wait();
            return default(Done);
        });
        var units = Enumerable.Range(0, 60).Select(i => CommitAsync<Done>(tx =>
        {
            Write(tx, $"n{i:00}");
            return (i % 3) switch
            {
                0 => default(Done),
                1 => Refused.Conflict("No."),
                _ => throw new InvalidDataException(),
            };
        })).ToList();
        gate.Set();
        await first;
        for (var i = 0; i < units.Count; i++)
        {
            if (i % 3 == 2)
                await Assert.ThrowsAsync<InvalidDataException>(() => units[i]);
            else
                Assert.Equal(i % 3 == 0, (await units[i]).Refused is null);
        }
        await AssertHoldsAsync([.. Enumerable.Range(0, 60).Where(i => i % 3 == 0).Select(i => $"n{i:00}")]);
        // What was refused used no number of the order either.
        Assert.Equal(21, (await ReadAsync(reader => reader.GetSpace(space)))!.Seq);
        var (done, batches) = catalog.Statistics;
        Assert.True(batches < done, $"{done} units in {batches} batches");
    }

    [Fact]
    public async Task Next_RefusedUnitsAndReopening_NeverGivesANumberTwice()
    {
        var given = new List<long>();
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 5; i++)
            {
                await CommitAsync<Done>(tx =>
                {
                    given.Add(tx.Next(Sequence.Node));
                    return default(Done);
                });
                await CommitAsync<Done>(tx =>
                {
                    tx.AddDeadNode(tx.Next(Sequence.Node) + 1_000_000, space);
                    return Refused.Conflict("No.");
                });
            }
            await catalog.DisposeAsync();
            catalog = Open();
        }
        Assert.Equal(given.Distinct().Count(), given.Count);
    }

    [Fact]
    public async Task Commit_ClockJumpsBack_OrderAndTimeStillRise()
    {
        var start = Clock.Now;
        foreach (var minutes in new[] { 0, 5, -60, 7, 3 })
        {
            Clock.Now = start.AddMinutes(minutes);
            await CommitAsync<Done>(tx => Write(tx, $"at{minutes}"));
        }
        var changes = await ReadAsync(reader => reader.Changes(space, 0, 100));
        Assert.Equal(changes.Select(c => c.Seq).Order().Distinct(), changes.Select(c => c.Seq));
        Assert.Equal(changes.Select(c => c.At).Order(), changes.Select(c => c.At));
        foreach (var change in changes)
            Assert.True(await ReadAsync(reader => reader.SeqAt(space, change.At)) >= change.Seq);
        Assert.Equal(0, await ReadAsync(reader => reader.SeqAt(space, changes[0].At - 1)));
    }

    [Fact]
    public async Task Changes_OfManyUnitsInTwoSpaces_AreAllThereInTheirOrderAndTime()
    {
        // More than a catalog may keep apart for a while (the embedded one: 1,024).
        const int Units = 3000;
        var other = (await CommitAsync<long>(tx => AddSpace.Write(tx, SpaceKind.Shared, "other", 1, new SpaceSettings()).Id)).Value;
        var start = Clock.Now;
        for (var i = 0; i < Units; i++)
        {
            Clock.Now = start.AddSeconds(i);
            var (target, number) = (i % 3 == 0 ? other : space, i);
            var unit = CommitAsync<Done>(tx =>
            {
                var locked = tx.Lock(target)!;
                tx.Record(locked, ChangeAction.Touched, locked.Root, NodeKind.Folder, locked.Path.TrustedChild($"n{number}"), null);
                return default(Done);
            });
            if (i % 50 == 0)
                await unit;
        }
        await CommitAsync<Done>(tx => default(Done));
        foreach (var (id, mine) in new[] { (space, Units * 2 / 3), (other, Units / 3) })
        {
            var found = new List<ChangeRow>();
            while (await ReadAsync(reader => reader.Changes(id, found.Count == 0 ? 0 : found[^1].Seq, 700)) is { Count: > 0 } page)
                found.AddRange(page);
            Assert.Equal(Enumerable.Range(1, mine + 1).Select(seq => (long)seq), found.Select(change => change.Seq)); // the first made the space
            foreach (var change in found.Skip(1).Where((_, i) => i % 37 == 0))
            {
                Assert.Equal(change.At, await ReadAsync(reader => reader.TimeOf(id, change.Seq)));
                var last = found.Last(c => c.At <= change.At);
                Assert.Equal(last.Seq, await ReadAsync(reader => reader.SeqAt(id, change.At)));
                Assert.Equal(found.LastOrDefault(c => c.At <= change.At - 1)?.Seq ?? 0, await ReadAsync(reader => reader.SeqAt(id, change.At - 1)));
            }
            Assert.Equal(found[^1].Seq, await ReadAsync(reader => reader.SeqAt(id, long.MaxValue)));
        }
        // What is purged takes nothing from the rest, and the time of the horizon is still known.
        const long Horizon = 500;
        var at = await ReadAsync(reader => reader.TimeOf(other, Horizon));
        Assert.Equal(Horizon - 1, (await CommitAsync<int>(tx => tx.DeleteChanges(other, Horizon, 5000))).Value);
        Assert.Equal(at, await ReadAsync(reader => reader.TimeOf(other, Horizon)));
        Assert.Equal(Units / 3 + 1 - Horizon, (await ReadAsync(reader => reader.Changes(other, Horizon, 5000))).Count);
    }

    [Fact]
    public async Task Read_WhileAWriterRuns_SeesWholeUnits()
    {
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < 60; i++)
                await CommitAsync<Done>(tx => Write(tx, $"a{i:00}", $"b{i:00}"));
        });
        var seen = 0;
        while (!writing.IsCompleted)
        {
            var (names, seq, again) = await ReadAsync(reader => (Names(reader), reader.GetSpace(space)!.Seq, Names(reader)));
            Assert.Equal(names, again);
            Assert.Equal((seq - 1) * 2, names.Count);
            Assert.True(names.Count >= seen);
            seen = names.Count;
        }
        await writing;
    }

    [Fact]
    public async Task Commit_CancelledBeforeItRuns_LeavesNothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => catalog.CommitAsync<Done>(Scratch.Caller, tx => Write(tx, "cancelled"), cancelled.Token).AsTask());
        await AssertHoldsAsync([]);
    }

    [Fact]
    public async Task WaitForChange_AChangeBeforeOrAfter_Completes()
    {
        var waiting = catalog.WaitForChangeAsync(space, 1, default);
        Assert.False(waiting.IsCompleted);
        await CommitAsync<Done>(tx => Write(tx, "new"));
        await waiting;
        await catalog.WaitForChangeAsync(space, 1, default);
    }

    [Fact]
    public async Task Reopen_Always_KeepsEverythingAndTheEpoch()
    {
        var epoch = catalog.Epoch;
        await CommitAsync<Done>(tx => Write(tx, "kept"));
        await catalog.DisposeAsync();
        catalog = Open();
        Assert.Equal(epoch, catalog.Epoch);
        await AssertHoldsAsync(["kept"]);
        Assert.Empty(catalog.VerifyFile());
    }

    [Fact]
    public async Task LiveEntries_AnyNames_AreInTheOrderOfTheirBytes()
    {
        // An emoji is above U+FFxx in UTF-8, and below it in UTF-16.
        string[] names = ["\U0001F600", "\uFF5E", "a", "B", "é", "z", "ab"];
        await CommitAsync<Done>(tx => Write(tx, names));
        string[] sorted = ["B", "a", "ab", "z", "é", "\uFF5E", "\U0001F600"];
        await AssertHoldsAsync(sorted);
        Assert.Equal(sorted.Reverse(), await ReadAsync(reader => reader.LiveEntriesBackwards(Root(reader), null, 100).Select(e => e.Name).ToList()));
        Assert.Equal(["\U0001F600"], await ReadAsync(reader => reader.LiveEntries(Root(reader), "\uFF5E", 100).Select(e => e.Name).ToList()));
    }

    private Outcome<Done> Write(ICatalogTransaction tx, params string[] names)
    {
        var locked = tx.Lock(space)!;
        foreach (var name in names)
            new TreeWriter(tx, locked).MakeFolder([locked.Root], locked.Path.TrustedChild(name));
        return default(Done);
    }

    private async Task AssertHoldsAsync(string[] names)
    {
        Assert.Equal(names, await ReadAsync(Names));
        Assert.Equal(names.Length, await ReadAsync(reader => reader.Folder(Root(reader))!.Value.Entries));
    }

    private List<string> Names(ICatalogReader reader) => [.. reader.LiveEntries(Root(reader), "", 1000).Select(entry => entry.Name)];

    private long Root(ICatalogReader reader) => reader.GetSpace(space)!.Root;

    private Task<T> ReadAsync<T>(Func<ICatalogReader, T> read) => catalog.ReadAsync(read, default).AsTask();

    private Task<Outcome<T>> CommitAsync<T>(Func<ICatalogTransaction, Outcome<T>> work) => catalog.CommitAsync(Scratch.Caller, work, default).AsTask();
}
