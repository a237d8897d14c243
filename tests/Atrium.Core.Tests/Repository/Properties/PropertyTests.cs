using Atrium.Core.Maintenance;
using Atrium.Core.Repository;
using Atrium.Core.Repository.Properties;

namespace Atrium.Core.Tests.Repository.Properties;

public sealed class PropertyTests : IAsyncLifetime
{
    private readonly TestClock clock = new();
    private TestStore store = null!;

    [Fact]
    public async Task Patch_OfSetsAndRemovals_IsDoneInOrderAndTold()
    {
        await store.PutAsync("/shared/docs/f", "x");
        Assert.Null((await PatchAsync("f", Set("a", "1"), Set("a", "2"), Set("b", "3"), Remove("b"), Remove("never"))).Refused);
        Assert.Equal([new DeadProperty("urn:x", "a", "<a>2</a>")], await OfAsync("f"));
        var feed = (await store.Files.ChangesAsync(TestStore.Path("/shared/docs"), null, 100, TimeSpan.Zero, default)).Value;
        Assert.Equal(ChangeAction.Touched, feed.Changes[^1].Action);
    }

    [Fact]
    public async Task Patch_ThatIsTooMuch_ChangesNothing()
    {
        await store.PutAsync("/shared/docs/f", "x");
        await PatchAsync("f", Set("a", "1"));
        Assert.Equal(Refusal.TooLarge, (await PatchAsync("f", Set("a", "2"), Set("b", new string('y', PropertyLimits.MaxBytesOfNode)))).Refused?.Kind);
        var many = Enumerable.Range(0, PropertyLimits.MaxOfNode).Select(i => Set($"p{i}", "")).ToArray();
        Assert.Equal(Refusal.TooLarge, (await PatchAsync("f", many)).Refused?.Kind);
        Assert.Equal([new DeadProperty("urn:x", "a", "<a>1</a>")], await OfAsync("f"));
        Assert.Null((await PatchAsync("f", [Remove("a"), .. many])).Refused);
    }

    [Fact]
    public async Task Properties_OfATree_FollowMovesAndAreCopiedAlsoToAnotherSpace()
    {
        await store.Operator.Administration.AddSpaceAsync(TestStore.Path("/shared/other"), new SpaceSettings(), default);
        await store.PutAsync("/shared/docs/a/b/f", "x");
        foreach (var name in new[] { "a", "a/b", "a/b/f" })
            await PatchAsync(name, Set("of", name));
        await MoveAsync("/shared/docs/a", "/shared/docs/m");
        await store.Files.CopyAsync(TestStore.Path("/shared/docs/m"), AsOf.Now, TestStore.Path("/shared/docs/c"), Overwrite.Refuse, MissingParents.Refuse, default);
        await store.Files.CopyAsync(TestStore.Path("/shared/docs/m/b/f"), AsOf.Now, TestStore.Path("/shared/docs/g"), Overwrite.Refuse, MissingParents.Refuse, default);
        await MoveAsync("/shared/docs/m", "/shared/other/n");
        foreach (var path in new[] { "/shared/docs/c", "/shared/other/n" })
        {
            foreach (var (below, value) in new[] { ("", "a"), ("/b", "a/b"), ("/b/f", "a/b/f") })
                Assert.Equal($"<of>{value}</of>", Assert.Single((await store.Operator.Properties.OfAsync(TestStore.Path(path + below), default)).Value).Value);
        }
        Assert.Equal("<of>a/b/f</of>", Assert.Single(await OfAsync("g")).Value);
    }

    [Fact]
    public async Task Properties_OfWhatIsDeleted_ComeBackWithItAndGoWhenItIsPurged()
    {
        await store.PutAsync("/shared/docs/f", "x");
        await PatchAsync("f", Set("a", "1"));
        await DeleteAsync("f");
        await store.Files.UndeleteAsync(TestStore.Path("/shared/docs/f"), AsOf.Now, null, Overwrite.Refuse, default);
        Assert.Single(await OfAsync("f"));
        Assert.Equal(1, await CountAsync());
        await DeleteAsync("f");
        clock.Advance(SpaceSettings.DefaultRetention + TimeSpan.FromDays(1));
        await new Maintainer(store.Store).RunOnceAsync(default);
        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task OfEntries_OfAPage_HasThoseOfItsEntries()
    {
        foreach (var name in new[] { "a", "b", "c", "d" })
        {
            await store.PutAsync("/shared/docs/" + name, "x");
            if (name != "c")
                await PatchAsync(name, Set("is", name));
        }
        var page = (await store.Operator.Properties.OfEntriesAsync(TestStore.Path("/shared/docs"), "b", "d", default)).Value;
        Assert.Equal(["b", "d"], page.Keys.Order());
        Assert.Equal("<is>d</is>", Assert.Single(page["d"]).Value);
    }

    [Fact]
    public async Task Touch_OfAFile_KeepsItsBytesAndItsTagAndCountsNothing()
    {
        var stored = (await store.PutAsync("/shared/docs/f", "twelve bytes")).Value.Entry;
        var time = new DateTimeOffset(2001, 2, 3, 4, 5, 6, TimeSpan.Zero);
        var touched = (await store.Files.TouchAsync(TestStore.Path("/shared/docs/f"), time, Precondition.None, default)).Value;
        Assert.Equal((time, stored.ETag, 12L), (touched.Modified, touched.ETag, touched.Size!.Value));
        Assert.True(touched.Version > stored.Version);
        Assert.Equal("twelve bytes", await store.ReadAsync("/shared/docs/f"));
        await store.Files.AppendAsync(TestStore.Path("/shared/docs/f"), TestStore.Body("!"), new StoreOptions(), default);
        Assert.Equal("twelve bytes!", await store.ReadAsync("/shared/docs/f"));
        var space = await store.Store.Catalog.ReadAsync(reader => reader.FindSpace(SpaceKind.Shared, "docs")!, default);
        Assert.Equal((13L, 0L), (space.Used, space.History));
        Assert.Empty((await store.Operator.Administration.CheckAsync(CheckMode.Verify, null, default)).Value.Problems);
        // When the content before is purged, its bytes are still those of this one.
        clock.Advance(SpaceSettings.DefaultRetention + TimeSpan.FromDays(1));
        await new Maintainer(store.Store).RunOnceAsync(default);
        Assert.Equal("twelve bytes!", await store.ReadAsync("/shared/docs/f"));
        Assert.Equal(Refusal.Conflict, (await store.Files.TouchAsync(TestStore.Path("/shared/docs"), time, Precondition.None, default)).Refused?.Kind);
    }

    [Fact]
    public async Task Patch_WithATime_IsOneStep()
    {
        await store.PutAsync("/shared/docs/f", "x");
        var time = new DateTimeOffset(2001, 2, 3, 4, 5, 6, TimeSpan.Zero);
        Assert.Null((await store.Operator.Properties.PatchAsync(TestStore.Path("/shared/docs/f"), [Set("a", "1")], time, default)).Refused);
        Assert.Equal(time, (await store.Files.StatAsync(TestStore.Path("/shared/docs/f"), AsOf.Now, default)).Value.Modified);
        Assert.Single(await OfAsync("f"));
    }

    public async ValueTask InitializeAsync() => store = await TestStore.OpenAsync(clock: clock);

    public ValueTask DisposeAsync() => store.DisposeAsync();

    private Task<long> CountAsync()
        => store.Store.Catalog.ReadAsync(reader => reader.FindSpace(SpaceKind.Shared, "docs")!.Properties, default).AsTask();

    private ValueTask<Outcome<Done>> PatchAsync(string name, params PropertyChange[] changes)
        => store.Operator.Properties.PatchAsync(TestStore.Path("/shared/docs/" + name), changes, null, default);

    private async Task<IReadOnlyList<DeadProperty>> OfAsync(string name)
        => (await store.Operator.Properties.OfAsync(TestStore.Path("/shared/docs/" + name), default)).Value;

    private async Task MoveAsync(string from, string to)
        => Assert.Null((await store.Files.MoveAsync(
            TestStore.Path(from), TestStore.Path(to), Overwrite.Refuse, MissingParents.Refuse, Precondition.None, default)).Refused);

    private async Task DeleteAsync(string name)
        => Assert.Null((await store.Files.DeleteAsync(TestStore.Path("/shared/docs/" + name), DeleteScope.SingleNode, Precondition.None, default)).Refused);

    private static PropertyChange Set(string name, string text) => new("urn:x", name, $"<{name}>{text}</{name}>");

    private static PropertyChange Remove(string name) => new("urn:x", name, null);
}
