using Atrium.Core.Examination;
using Atrium.Core.Maintenance;
using Atrium.Core.Repository;

namespace Atrium.Core.Tests.Examination;

public class StoreExaminationTests
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public async Task Looks_AtAHealthyStore_FindNothing()
    {
        await using var store = await TestStore.OpenAsync();
        await store.PutAsync("/shared/docs/small", "content");
        await store.PutAsync("/shared/docs/large", new string('x', 200_000));
        Assert.Empty(await RunAsync(store, new Maintainer(store.Store)));
    }

    [Fact]
    public async Task Looks_ClockThatWasSetBack_NamesIt()
    {
        var clock = new TestClock();
        await using var store = await TestStore.OpenAsync(clock: clock);
        clock.Advance(TimeSpan.FromDays(3));
        await store.PutAsync("/shared/docs/f", "content");
        clock.Advance(TimeSpan.FromDays(-2));

        var finding = Assert.Single(await RunAsync(store));

        Assert.Equal(("clock", Severity.Problem), (finding.Check, finding.Severity));
        Assert.Contains("2026-01-04 12:00", finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Looks_ClockThatIsAFewSecondsBehind_FindNothing()
    {
        var clock = new TestClock();
        await using var store = await TestStore.OpenAsync(clock: clock);
        await store.PutAsync("/shared/docs/f", "content");
        clock.Advance(TimeSpan.FromSeconds(-20));
        Assert.Empty(await RunAsync(store));
    }

    [Fact]
    public async Task Looks_ContentThatNobodyCollects_NameItUntilMaintenanceRuns()
    {
        var clock = new TestClock();
        await using var store = await TestStore.OpenAsync(clock: clock);
        await store.Operator.Administration.SetSpaceAsync(TestStore.Path("/shared/docs"), new SpaceSettings { Retention = TimeSpan.Zero }, default);
        await store.PutAsync("/shared/docs/f", new string('x', 200_000));
        await store.Files.DeleteAsync(TestStore.Path("/shared/docs/f"), DeleteScope.SingleNode, Precondition.None, default);
        clock.Advance(TimeSpan.FromMinutes(1));
        var maintainer = new Maintainer(store.Store);
        await maintainer.RunOnceAsync(Never);
        Assert.Empty(await RunAsync(store));

        clock.Advance(TimeSpan.FromDays(3));
        Assert.Equal("condemned", Assert.Single(await RunAsync(store)).Check);

        await maintainer.RunOnceAsync(Never);
        Assert.Empty(await RunAsync(store));
    }

    [Fact]
    public async Task Looks_MaintenanceThatFails_NameItUntilARoundSucceeds()
    {
        await using var store = await TestStore.OpenAsync(new RepositoryOptions { MaintenanceInterval = TimeSpan.FromSeconds(1) });
        var maintainer = new Maintainer(store.Store);
        // The first round looks through this folder for files without an owner.
        Directory.Move(Path.Combine(store.Folder, "blobs"), Path.Combine(store.Folder, "blobs.away"));
        using var ending = new CancellationTokenSource();
        var failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var succeeded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var goOn = new TaskCompletionSource();
        var running = Task.Run(() => maintainer.RunAsync(
            (_, failure) =>
            {
                if (failure is null)
                    succeeded.TrySetResult();
                else
                    failed.TrySetResult();
                goOn.Task.Wait(TestContext.Current.CancellationToken);
            },
            ending.Token), TestContext.Current.CancellationToken);
        await failed.Task.WaitAsync(TestContext.Current.CancellationToken);

        var finding = Assert.Single(await RunAsync(store, maintainer));
        Assert.Equal(("maintenance", Severity.Problem), (finding.Check, finding.Severity));
        Assert.Contains("blobs", finding.Detail, StringComparison.Ordinal);

        Directory.Move(Path.Combine(store.Folder, "blobs.away"), Path.Combine(store.Folder, "blobs"));
        goOn.SetResult();
        await succeeded.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Empty(await RunAsync(store, maintainer));
        await ending.CancelAsync();
        await running;
    }

    [Fact]
    public async Task Report_ThatWasKept_IsThereAfterTheNextStart()
    {
        await using var store = await TestStore.OpenAsync();
        Assert.Null(await new KeptReport(store.Store).ReadAsync(Never));
        Assert.Null((await new KeptReport(store.Store).WriteAsync("first", Never)).Refused);
        Assert.Null((await new KeptReport(store.Store).WriteAsync("second", Never)).Refused);
        await store.ReopenAsync();
        Assert.Equal("second", await new KeptReport(store.Store).ReadAsync(Never));
    }

    private static async Task<List<Finding>> RunAsync(TestStore store, Maintainer? maintainer = null)
    {
        var findings = new List<Finding>();
        foreach (var (check, look) in new StoreExamination(store.Store, maintainer).Looks)
        {
            var found = await look(Never);
            Assert.All(found, finding => Assert.Equal(check, finding.Check));
            findings.AddRange(found);
        }
        return findings;
    }
}
