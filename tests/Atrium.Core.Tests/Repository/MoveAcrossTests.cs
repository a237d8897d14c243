using Atrium.Core.Accounts;
using Atrium.Core.Repository;
using Atrium.Core.Tests.Maintenance;
using static Atrium.Core.Tests.TestStore;

namespace Atrium.Core.Tests.Repository;

public class MoveAcrossTests
{
    [Fact]
    public async Task Move_FolderAboveIsReplacedMeanwhile_MovesWhatStandsThereNow()
    {
        await using var store = await OpenAsync();
        await store.PutAsync("/shared/docs/a/b/f", "old");
        await store.PutAsync("/shared/docs/other/b/f", "new");
        await MoveAsync(store, async () =>
        {
            await RenameAsync(store, "/shared/docs/a", "/shared/docs/kept");
            await RenameAsync(store, "/shared/docs/other", "/shared/docs/a");
        });
        Assert.Equal("new", await store.ReadAsync("/shared/more/b/f"));
        Assert.Equal("old", await store.ReadAsync("/shared/docs/kept/b/f"));
        await MaintenanceTests.AssertCleanAsync(store);
    }

    [Fact]
    public async Task Move_WrittenToUnderAnotherNameMeanwhile_TakesWhatWasWritten()
    {
        await using var store = await OpenAsync();
        await store.PutAsync("/shared/docs/a/b/f", "old");
        await MoveAsync(store, async () =>
        {
            await RenameAsync(store, "/shared/docs/a", "/shared/docs/away");
            await store.PutAsync("/shared/docs/away/b/f", "new");
            await RenameAsync(store, "/shared/docs/away", "/shared/docs/a");
        });
        Assert.Equal("new", await store.ReadAsync("/shared/more/b/f"));
        await MaintenanceTests.AssertCleanAsync(store);
    }

    [Fact]
    public async Task Move_FileBecomesAFolderMeanwhile_MovesTheFolder()
    {
        await using var store = await OpenAsync();
        await store.PutAsync("/shared/docs/a/b", "a file");
        await MoveAsync(store, async () =>
        {
            await RenameAsync(store, "/shared/docs/a/b", "/shared/docs/kept");
            await store.PutAsync("/shared/docs/a/b/f", "new");
        });
        Assert.Equal("new", await store.ReadAsync("/shared/more/b/f"));
        Assert.Equal("a file", await store.ReadAsync("/shared/docs/kept"));
    }

    [Fact]
    public async Task Move_FolderBecomesAFileMeanwhile_MovesTheFile()
    {
        await using var store = await OpenAsync();
        await store.PutAsync("/shared/docs/a/b/f", "old");
        await MoveAsync(store, async () =>
        {
            await RenameAsync(store, "/shared/docs/a/b", "/shared/docs/kept");
            await store.PutAsync("/shared/docs/a/b", "a file");
        });
        Assert.Equal("a file", await store.ReadAsync("/shared/more/b"));
        await MaintenanceTests.AssertCleanAsync(store);
    }

    private static async Task MoveAsync(TestStore store, Func<Task> meanwhile)
    {
        Assert.Null((await store.Operator.Administration.AddSpaceAsync(Path("/shared/more"), new SpaceSettings(), default)).Refused);
        var catalog = new InterruptingCatalog(store.Store.Catalog);
        var interrupted = new Store(catalog, store.Store.Blobs, store.Store.FailStop, store.Store.Options, store.Store.Clock);
        var files = new Files(interrupted, new Caller(Caller.Operator, "operator", new Visit("test", null, "1", true)));
        // The look is a question; the first unit comes after it.
        catalog.BeforeNextUnit(meanwhile);
        Assert.Null((await files.MoveAsync(
            Path("/shared/docs/a/b"), Path("/shared/more/b"), Overwrite.Refuse, MissingParents.Refuse, Precondition.None, default)).Refused);
    }

    private static async Task RenameAsync(TestStore store, string from, string to)
        => Assert.Null((await store.Files.MoveAsync(Path(from), Path(to), Overwrite.Refuse, MissingParents.Refuse, Precondition.None, default)).Refused);
}
