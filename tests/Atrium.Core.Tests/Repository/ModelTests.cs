using Atrium.Core.Maintenance;
using Atrium.Core.Repository;
using Atrium.Core.Tests.Maintenance;
using CsCheck;
using static Atrium.Core.Tests.TestStore;

namespace Atrium.Core.Tests.Repository;

/// <summary>Random operations on the real repository and on a model that is obviously right; afterwards both agree on the present and on every past.</summary>
public class ModelTests
{
    // Contents on both sides of the inline threshold.
    private static readonly RepositoryOptions Options = new() { InlineThreshold = 12, BlobGrace = TimeSpan.Zero };

    private static bool IsLong => Environment.GetEnvironmentVariable("ATRIUM_TEST_LONG") == "1";

    [Fact]
    public async Task Operations_Random_AgreeWithTheModelNowAndInThePast()
        => await Gen.Select(ModelStep.Any.Array[1, 60], Gen.Int[0, 1000].Array[4]).SampleAsync(
            async (steps, moments) =>
            {
                var clock = new TestClock();
                await using var store = await OpenAsync(Options, clock);
                await store.Operator.Administration.AddSpaceAsync(Path(ModelPlace.Spaces[1]), new SpaceSettings(), default);
                var run = new ModelRun(store, clock);
                await run.RememberAsync();
                foreach (var step in steps)
                    await run.StepAsync(step);

                await AssertPresentAsync(store, run);
                await AssertPastAsync(store, run, moments);
                await MaintenanceTests.AssertCleanAsync(store);
                await AssertWithoutHistoryAsync(store, run, clock);
            },
            iter: IsLong ? 5000 : 150, threads: 1);

    private static async Task AssertPresentAsync(TestStore store, ModelRun run)
    {
        foreach (var space in run.Spaces)
        {
            var found = await ModelReader.ReadAsync(store, space.Path, AsOf.Now);
            Assert.Equal(space.At(long.MaxValue).Contents().Select(x => (x.Key, x.Value?.Text)), found.Select(x => (x.Key, x.Value.Text)));
            foreach (var (path, (entry, _)) in found)
            {
                var node = space.Find(path.Split('/', StringSplitOptions.RemoveEmptyEntries))!;
                Assert.Equal(node.Bytes, entry.Size);
                if (node.Content is { IsOnePiece: true } content)
                    Assert.Equal(ModelRun.Hash(content.Text), entry.ETag);
                else if (node.Content is not null)
                    Assert.Contains('-', entry.ETag!);
            }
        }
        await AssertCountersAsync(store);
    }

    private static async Task AssertPastAsync(TestStore store, ModelRun run, int[] moments)
    {
        foreach (var space in run.Spaces)
        {
            foreach (var moment in moments)
            {
                var (time, seq) = space.Times[moment % space.Times.Count];
                var expected = space.At(seq).Contents().Select(x => (x.Key, x.Value?.Text)).ToList();
                Assert.Equal(expected, (await ModelReader.ReadAsync(store, space.Path, AsOf.Seq(seq))).Select(x => (x.Key, x.Value.Text)));
                Assert.Equal(expected, (await ModelReader.ReadAsync(store, space.Path, AsOf.At(time))).Select(x => (x.Key, x.Value.Text)));
            }
        }
    }

    // With a retention of zero only the present is left, and nothing of it is lost.
    private static async Task AssertWithoutHistoryAsync(TestStore store, ModelRun run, TestClock clock)
    {
        foreach (var space in run.Spaces)
            await store.Operator.Administration.SetSpaceAsync(Path(space.Path), new SpaceSettings { Retention = TimeSpan.Zero }, default);
        var maintainer = new Maintainer(store.Store);
        for (var round = 0; round < 2; round++)
        {
            await maintainer.RunOnceAsync(default);
            clock.Advance(TimeSpan.FromSeconds(1));
        }
        await maintainer.RunOnceAsync(default);
        await MaintenanceTests.AssertCleanAsync(store);
        await AssertPresentAsync(store, run);
        Assert.All((await store.Operator.Administration.ListSpacesAsync(default)).Value, space => Assert.Equal(0, space.History));
        await store.Store.Catalog.ReadAsync(
            reader =>
            {
                Assert.Empty(reader.DeadNodes(10));
                Assert.All(reader.Blobs(0, 1000), blob => Assert.True(reader.IsBlobReferenced(blob.Id)));
                Assert.Equal(store.Store.Blobs.List().Select(x => x.Locator).Order(), reader.Blobs(0, 1000).Select(b => b.Locator).OfType<string>().Order());
                return true;
            },
            default);
    }

    private static async Task AssertCountersAsync(TestStore store)
        => await store.Store.Catalog.ReadAsync(
            reader =>
            {
                foreach (var space in reader.Spaces())
                {
                    Assert.Equal(reader.ComputeFolder(space.Root).Bytes, space.Used);
                    Assert.Equal(reader.ComputeHistory(space.Id), space.History);
                }
                return true;
            },
            default);
}
