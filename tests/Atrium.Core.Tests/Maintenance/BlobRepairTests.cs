using Atrium.Core.Maintenance;
using Atrium.Core.Repository;
using static Atrium.Core.Tests.TestStore;

namespace Atrium.Core.Tests.Maintenance;

/// <summary>What a person is told to do about damaged bytes helps.</summary>
public class BlobRepairTests
{
    private static readonly RepositoryOptions FilesOnly = new() { InlineThreshold = 8, BlobGrace = TimeSpan.Zero };

    // Large enough that equal contents are kept once.
    private static readonly string Text = new('x', 10_000);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Store_SameBytesAfterARepair_AreReadableAgain(bool isMissing)
    {
        await using var store = await OpenAsync(FilesOnly);
        await store.PutAsync("/shared/docs/f", Text);
        await store.Files.CopyAsync(Path("/shared/docs/f"), AsOf.Now, Path("/shared/docs/copy"), Overwrite.Refuse, MissingParents.Refuse, default);
        Damage(store, isMissing);
        var problem = Assert.Single(await CheckAsync(store, CheckMode.Repair));
        Assert.Equal((isMissing ? "blob-missing" : "blob-damaged", false), (problem.Kind, problem.Repaired));
        Assert.Equal(["/shared/docs/copy", "/shared/docs/f"], problem.Paths);

        Assert.Null((await store.PutAsync("/shared/docs/f", Text)).Refused);
        Assert.Equal(Text, await store.ReadAsync("/shared/docs/f"));

        // Now there are good bytes for the copy and for the version before, too.
        Assert.True(Assert.Single(await CheckAsync(store, CheckMode.Repair)).Repaired);
        Assert.Equal(Text, await store.ReadAsync("/shared/docs/copy"));
        foreach (var version in (await store.Files.VersionsAsync(Path("/shared/docs/f"), null, 10, default)).Value)
            Assert.Equal(Text, await ReadAsync(await store.Files.OpenVersionAsync(Path("/shared/docs/f"), version.Version, default)));
        await MaintenanceTests.AssertCleanAsync(store);
        await new Maintainer(store.Store).RunOnceAsync(default);
        await MaintenanceTests.AssertCleanAsync(store);
        Assert.Single(BlobFiles(store));
    }

    [Fact]
    public async Task Check_DamagedBlobThatNothingRefersTo_IsNoLoss()
    {
        await using var store = await OpenAsync(FilesOnly with { BlobGrace = TimeSpan.FromHours(1) });
        await store.PutAsync("/shared/docs/f", Text);
        await store.Files.DeleteAsync(Path("/shared/docs/f"), DeleteScope.SingleNode, Precondition.None, default);
        await store.Operator.Administration.SetSpaceAsync(Path("/shared/docs"), new SpaceSettings { Retention = TimeSpan.Zero }, default);
        await new Maintainer(store.Store).RunOnceAsync(default);
        Damage(store, isMissing: false);
        await MaintenanceTests.AssertCleanAsync(store);
    }

    [Fact]
    public async Task Check_WhileBlobsAreCollected_TakesThemForNoOrphans()
    {
        await using var store = await OpenAsync(FilesOnly);
        for (var i = 0; i < 150; i++)
            await store.PutAsync($"/shared/docs/{i}", $"a content of its own, {i}");
        await store.Operator.Administration.SetSpaceAsync(Path("/shared/docs"), new SpaceSettings { Retention = TimeSpan.Zero }, default);
        for (var i = 0; i < 150; i++)
            await store.Files.DeleteAsync(Path($"/shared/docs/{i}"), DeleteScope.SingleNode, Precondition.None, default);
        var maintainer = new Maintainer(store.Store);
        var maintaining = Task.Run(async () =>
        {
            for (var i = 0; i < 5; i++)
                await maintainer.RunOnceAsync(default);
        });
        while (!maintaining.IsCompleted)
            await MaintenanceTests.AssertCleanAsync(store);
        await maintaining;
        Assert.Empty(BlobFiles(store));
    }

    private static void Damage(TestStore store, bool isMissing)
    {
        var file = Assert.Single(BlobFiles(store));
        if (isMissing)
            File.Delete(file);
        else
            File.WriteAllText(file, new string('y', Text.Length));
    }

    private static async Task<IReadOnlyList<CheckProblem>> CheckAsync(TestStore store, CheckMode mode)
        => (await store.Operator.Administration.CheckAsync(mode, null, default)).Value.Problems;

    private static string[] BlobFiles(TestStore store)
        => Directory.GetFiles(System.IO.Path.Combine(store.Folder, "blobs"), "*", SearchOption.AllDirectories);
}
