using Atrium.Core.Maintenance;
using Atrium.Core.Repository;
using static Atrium.Core.Tests.TestStore;

namespace Atrium.Core.Tests.Maintenance;

public class MaintenanceTests
{
    private static readonly RepositoryOptions NoGrace = new() { InlineThreshold = 8, BlobGrace = TimeSpan.Zero };

    [Fact]
    public async Task RunOnce_RetentionOver_PurgesHistoryAndCollectsBlobs()
    {
        await using var store = await OpenAsync(NoGrace);
        await store.PutAsync("/shared/docs/a/f", "the first content, large enough for a file");
        await store.PutAsync("/shared/docs/a/f", "the second content, large enough for a file");
        await store.PutAsync("/shared/docs/b/c/g", "another content, large enough for a file too");
        await store.PutAsync("/shared/docs/b/c/h", "inline");
        await store.Files.DeleteAsync(Path("/shared/docs/b"), DeleteScope.Tree, Precondition.None, default);
        Assert.Equal(3, BlobFiles(store));

        var maintainer = new Maintainer(store.Store);
        await maintainer.RunOnceAsync(default);
        Assert.Equal(3, BlobFiles(store));

        await store.Operator.Administration.SetSpaceAsync(Path("/shared/docs"), new SpaceSettings { Retention = TimeSpan.Zero }, default);
        await maintainer.RunOnceAsync(default);
        await maintainer.RunOnceAsync(default);
        Assert.Equal(1, BlobFiles(store));
        var status = (await store.Operator.Administration.StatusAsync(default)).Value;
        Assert.Equal((3, 1, 0), (status.Nodes, status.Blobs, status.HistoryBytes)); // the space's folder, a, f
        Assert.Equal("the second content, large enough for a file", await store.ReadAsync("/shared/docs/a/f"));
        Assert.Equal(Refusal.Gone, (await store.Files.OpenAsync(Path("/shared/docs/a/f"), AsOf.Seq(2), default)).Refused!.Kind);
        Assert.Equal(Refusal.NotFound, (await store.Files.UndeleteAsync(Path("/shared/docs/b"), AsOf.Now, null, Overwrite.Refuse, default)).Refused!.Kind);
        await AssertCleanAsync(store);
    }

    [Fact]
    public async Task RunOnce_HistoryOverItsCap_PurgesTheOldestOnly()
    {
        await using var store = await OpenAsync();
        await store.Operator.Administration.SetSpaceAsync(Path("/shared/docs"), new SpaceSettings { HistoryCap = 10 }, default);
        var versions = new List<long>();
        foreach (var text in new[] { "11111", "22222", "33333", "44444" })
            versions.Add((await store.PutAsync("/shared/docs/f", text)).Value.Entry.Version);
        await new Maintainer(store.Store).RunOnceAsync(default);
        Assert.Equal([versions[3], versions[2], versions[1]], (await store.Files.VersionsAsync(Path("/shared/docs/f"), null, 10, default)).Value.Select(v => v.Version));
        Assert.Equal("22222", await store.ReadAsync("/shared/docs/f", AsOf.Seq(versions[1])));
        await AssertCleanAsync(store);
    }

    [Fact]
    public async Task RunOnce_NothingToDo_CommitsNothingDurable()
    {
        await using var store = await OpenAsync();
        var maintainer = new Maintainer(store.Store);
        await maintainer.RunOnceAsync(default);
        var log = new FileInfo(System.IO.Path.Combine(store.Folder, "catalog.db-wal"));
        var before = log.Length;
        await maintainer.RunOnceAsync(default);
        log.Refresh();
        Assert.Equal(before, log.Length);
    }

    [Fact]
    public async Task Check_FlippedBit_NamesTheBlobAndItsFiles()
    {
        await using var store = await OpenAsync(NoGrace);
        await store.PutAsync("/shared/docs/a/f", "a content that is large enough for a file");
        await AssertCleanAsync(store);
        var file = Directory.GetFiles(System.IO.Path.Combine(store.Folder, "blobs"), "*", SearchOption.AllDirectories).Single();
        var bytes = File.ReadAllBytes(file);
        bytes[3] ^= 1;
        File.WriteAllBytes(file, bytes);
        var report = (await store.Operator.Administration.CheckAsync(CheckMode.Verify, null, default)).Value;
        var problem = Assert.Single(report.Problems);
        Assert.Equal(("blob-damaged", System.IO.Path.GetFileName(file)), (problem.Kind, problem.Subject));
        Assert.Equal(["/shared/docs/a/f"], problem.Paths);
        File.Delete(file);
        report = (await store.Operator.Administration.CheckAsync(CheckMode.Verify, null, default)).Value;
        Assert.Equal("blob-missing", Assert.Single(report.Problems).Kind);
    }

    [Fact]
    public async Task Check_WrongCounters_AreFoundAndRepaired()
    {
        await using var store = await OpenAsync();
        await store.PutAsync("/shared/docs/a/b/f", "12345");
        var folder = (await store.Files.StatAsync(Path("/shared/docs/a/b"), AsOf.Now, default)).Value.NodeId;
        var caller = store.Operator.Caller;
        await store.Store.Catalog.CommitAsync<Done>(caller, tx =>
        {
            tx.SetFolder(folder, 77, 3);
            tx.FindSpace(SpaceKind.Shared, "docs")!.Used = 1;
            return default(Done);
        }, default);
        var found = (await store.Operator.Administration.CheckAsync(CheckMode.Verify, null, default)).Value;
        Assert.Contains(found.Problems, p => p is { Kind: "counter", Subject: "/shared/docs/a/b" });
        Assert.Contains(found.Problems, p => p is { Kind: "quota", Subject: "/shared/docs" });
        var repaired = (await store.Operator.Administration.CheckAsync(CheckMode.Repair, null, default)).Value;
        Assert.All(repaired.Problems, p => Assert.True(p.Repaired));
        await AssertCleanAsync(store);
    }

    internal static async Task AssertCleanAsync(TestStore store)
        => Assert.Empty((await store.Operator.Administration.CheckAsync(CheckMode.Verify, null, default)).Value.Problems);

    private static int BlobFiles(TestStore store)
        => Directory.GetFiles(System.IO.Path.Combine(store.Folder, "blobs"), "*", SearchOption.AllDirectories).Length;
}
