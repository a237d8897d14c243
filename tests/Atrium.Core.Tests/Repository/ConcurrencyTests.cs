using Atrium.Core.Maintenance;
using Atrium.Core.Repository;
using Atrium.Core.Tests.Maintenance;
using CsCheck;
using static Atrium.Core.Tests.TestStore;

namespace Atrium.Core.Tests.Repository;

/// <summary>Many callers at once; what must hold at the end holds whatever the order was.</summary>
public class ConcurrencyTests
{
    private const int Tasks = 8;
    private const long Quota = 400;

    private static readonly int Steps = Environment.GetEnvironmentVariable("ATRIUM_TEST_LONG") == "1" ? 1000 : 40;

    private static readonly int Runs = Environment.GetEnvironmentVariable("ATRIUM_TEST_LONG") == "1" ? 20 : 5;

    [Fact]
    public async Task Operations_ManyAtOnceNearTheQuota_KeepEveryInvariant()
        => await ModelStep.Any.Where(step => step.Action != ModelAction.SetQuota).Array[Steps].Array[Tasks].SampleAsync(
            async plans =>
            {
                await using var store = await OpenAsync(new RepositoryOptions { InlineThreshold = 12 });
                await store.Operator.Administration.AddSpaceAsync(Path(ModelPlace.Spaces[1]), new SpaceSettings(), default);
                foreach (var space in ModelPlace.Spaces)
                    await store.Operator.Administration.SetSpaceAsync(Path(space), new SpaceSettings { Quota = Quota }, default);
                using var end = new CancellationTokenSource();
                var followers = ModelPlace.Spaces.Select(space => Task.Run(() => new Follower(store, space).RunAsync(end.Token))).ToList();

                await Task.WhenAll(plans.Select(plan => Task.Run(() => RunAsync(store, plan))));

                await end.CancelAsync();
                await MaintenanceTests.AssertCleanAsync(store);
                for (var i = 0; i < followers.Count; i++)
                    await AssertEndAsync(store, ModelPlace.Spaces[i], await followers[i]);
            },
            iter: Runs, threads: 1);

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public async Task Check_WhileAllIsWrittenCopiedAndPurged_FindsNothing(long historyCap)
        => await ModelStep.Any.Where(step => step.Action != ModelAction.SetQuota).Array[Steps].Array[Tasks].SampleAsync(
            async plans =>
            {
                await using var store = await OpenAsync(new RepositoryOptions { InlineThreshold = 12 });
                await store.Operator.Administration.AddSpaceAsync(Path(ModelPlace.Spaces[1]), new SpaceSettings(), default);
                foreach (var space in ModelPlace.Spaces)
                    await store.Operator.Administration.SetSpaceAsync(Path(space), new SpaceSettings { Quota = Quota, HistoryCap = historyCap }, default);

                var working = Task.WhenAll(plans.Select(plan => Task.Run(() => RunAsync(store, plan))));
                var maintainer = new Maintainer(store.Store);
                var maintaining = Task.Run(async () =>
                {
                    while (!working.IsCompleted)
                        await maintainer.RunOnceAsync(default);
                });
                while (!working.IsCompleted)
                    await MaintenanceTests.AssertCleanAsync(store);

                await working;
                await maintaining;
                await maintainer.RunOnceAsync(default);
                await MaintenanceTests.AssertCleanAsync(store);
                Assert.All((await store.Operator.Administration.ListSpacesAsync(default)).Value, space => Assert.InRange(space.History!.Value, 0, historyCap));
            },
            iter: Runs, threads: 1);

    private static async Task RunAsync(TestStore store, ModelStep[] plan)
    {
        foreach (var step in plan)
        {
            var (from, to, files) = (step.From.Path, step.To.Path, store.Files);
            var options = new StoreOptions { MissingParents = step.Parents };
            Refused? refused = step.Action switch
            {
                ModelAction.Store or ModelAction.StoreAgain => (await files.StoreAsync(from, Body(step.Text), options, default)).Refused,
                ModelAction.Append => (await files.AppendAsync(from, Body(step.Text), options, default)).Refused,
                ModelAction.MakeFolder => (await files.MakeFolderAsync(from, step.Parents, default)).Refused,
                ModelAction.Move or ModelAction.MoveAgain
                    => (await files.MoveAsync(from, to, step.Overwrite, step.Parents, Precondition.None, default)).Refused,
                ModelAction.Copy => (await files.CopyAsync(from, AsOf.Now, to, step.Overwrite, step.Parents, default)).Refused,
                ModelAction.CopyOld => (await files.CopyAsync(from, AsOf.Seq(step.Moment % 100), to, step.Overwrite, step.Parents, default)).Refused,
                ModelAction.Delete or ModelAction.DeleteAgain
                    => (await files.DeleteAsync(from, step.Overwriting ? DeleteScope.Tree : DeleteScope.SingleNode, Precondition.None, default)).Refused,
                ModelAction.UndeleteOld => (await files.UndeleteAsync(from, AsOf.Seq(step.Moment % 100), null, step.Overwrite, default)).Refused,
                _ => (await files.UndeleteAsync(from, AsOf.Now, null, step.Overwrite, default)).Refused,
            };
            Assert.DoesNotContain(refused?.Kind, new Refusal?[] { Refusal.Unavailable, Refusal.DiskFull, Refusal.SignInRequired });
            foreach (var space in (await store.Operator.Administration.ListSpacesAsync(default)).Value)
                Assert.InRange(space.Used!.Value, 0, Quota);
        }
    }

    private static async Task AssertEndAsync(TestStore store, string space, Follower follower)
    {
        await follower.CatchUpAsync();
        var tree = await ModelReader.ReadAsync(store, space, AsOf.Now);
        var nodes = tree.Values.Select(x => x.Entry.NodeId).ToList();
        Assert.Equal(nodes.Distinct().Count(), nodes.Count);
        // What the follower has read after each change is what is there now.
        Assert.Equal(tree.Where(x => x.Key.Length > 0).Select(x => (x.Key, x.Value.Text)), follower.Tree.Select(x => (x.Key, x.Value)));
    }
}
