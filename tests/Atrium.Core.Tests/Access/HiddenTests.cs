using System.Text;
using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Repository;

namespace Atrium.Core.Tests.Access;

/// <summary>What is hidden does not show by what surrounds it.</summary>
public sealed class HiddenTests : IAsyncLifetime
{
    private TestStore store = null!;
    private Workspace ann = null!;

    public async ValueTask InitializeAsync()
    {
        store = await TestStore.OpenAsync();
        await store.Operator.Accounts.AddAsync(new NewAccount("ann", "sunken lantern orchard"), default);
        await store.Operator.Administration.AddSpaceAsync(At("/shared/mine"), new SpaceSettings { Owner = "ann" }, default);
        ann = await EnterAsync("ann");
        await store.PutAsync("/shared/docs/f/visible-1", "1");
        await store.PutAsync("/shared/docs/f/visible-3", "3");
        await store.PutAsync("/shared/docs/f/visible-2/hidden", "a hidden content");
        await store.PutAsync("/shared/docs/f/visible-4/hidden", "a hidden content");
        foreach (var name in (string[])["2", "4"])
            Assert.Null((await store.Operator.Access.SetInheritanceAsync(At($"/shared/docs/f/visible-{name}"), false, default)).Refused);
        await store.Operator.Access.GrantAsync(At("/shared/docs/f"), "ann", Rights.Read | Rights.Delete, default);
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();

    [Theory]
    [InlineData(1, ListScope.Present)]
    [InlineData(2, ListScope.Present)]
    [InlineData(3, ListScope.Present)]
    [InlineData(1, ListScope.Deleted)]
    [InlineData(2, ListScope.Deleted)]
    public async Task List_WithHiddenEntriesBetween_PagesAsIfTheyWereNotThere(int limit, ListScope scope)
    {
        if (scope == ListScope.Deleted)
        {
            foreach (var name in (string[])["1", "2", "3", "4"])
                Assert.Null((await store.Files.DeleteAsync(At($"/shared/docs/f/visible-{name}"), DeleteScope.Tree, Precondition.None, default)).Refused);
        }
        var pages = new List<string>();
        string? after = null;
        do
        {
            var page = (await ann.Files.ListAsync(At("/shared/docs/f"), new ListQuery { Limit = limit, After = after, Scope = scope }, default)).Value;
            pages.Add(string.Join(',', page.Entries.Select(entry => entry.Name)));
            after = page.Next;
            Assert.DoesNotContain("visible-2", after is null ? "" : Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(after)), StringComparison.Ordinal);
        }
        while (after is not null);
        Assert.Equal(limit == 1 ? ["visible-1", "visible-3"] : ["visible-1,visible-3"], pages);
    }

    [Fact]
    public async Task List_OfWhomOnlyListIsGranted_TellsNoHashOfTheContent()
    {
        await store.Operator.Access.GrantAsync(At("/shared/docs/f"), "ann", Rights.List | Rights.Delete, default);
        var entry = (await ann.Files.ListAsync(At("/shared/docs/f"), new ListQuery(), default)).Value.Entries[0];
        Assert.Equal(("visible-1", 1L, null), (entry.Name, entry.Size, entry.ETag));
        Assert.Null((await ann.Files.StatAsync(At("/shared/docs/f/visible-1"), AsOf.Now, default)).Value.ETag);
        // Nor does a precondition, where the caller may not do what it guards.
        await store.Operator.Access.GrantAsync(At("/shared/docs/f"), "ann", Rights.List, default);
        var right = (await store.Files.StatAsync(At("/shared/docs/f/visible-1"), AsOf.Now, default)).Value.ETag!;
        foreach (var guess in (string[])[right, "wrong"])
        {
            var guarded = new Precondition { AnyOf = [guess] };
            Assert.Equal(Refusal.Denied, (await ann.Files.DeleteAsync(At("/shared/docs/f/visible-1"), DeleteScope.SingleNode, guarded, default)).Refused?.Kind);
            Assert.Equal(Refusal.Denied, (await ann.Files.MoveAsync(
                At("/shared/docs/f/visible-1"), At("/shared/mine/f"), Overwrite.Refuse, MissingParents.Refuse, guarded, default)).Refused?.Kind);
        }
    }

    [Fact]
    public async Task MoveAcross_OfATreeWithWhatMayBeDeletedAndNotRead_LosesNothing()
    {
        await store.Operator.Access.GrantAsync(At("/shared/docs/f/visible-2"), "ann", Rights.Delete, default);
        await store.Operator.Access.GrantAsync(At("/shared/docs/f/visible-4"), "ann", Rights.Read | Rights.Delete, default);
        var moved = await ann.Files.MoveAsync(At("/shared/docs/f"), At("/shared/mine/f"), Overwrite.Refuse, MissingParents.Refuse, Precondition.None, default);
        Assert.Equal(Refusal.Denied, moved.Refused?.Kind);
        Assert.Null((await store.Files.StatAsync(At("/shared/docs/f/visible-2/hidden"), AsOf.Now, default)).Refused);
        await store.Operator.Access.GrantAsync(At("/shared/docs/f/visible-2"), "ann", Rights.Read | Rights.Delete, default);
        Assert.Null((await ann.Files.MoveAsync(At("/shared/docs/f"), At("/shared/mine/f"), Overwrite.Refuse, MissingParents.Refuse, Precondition.None, default)).Refused);
        Assert.Null((await store.Files.StatAsync(At("/shared/mine/f/visible-2/hidden"), AsOf.Now, default)).Refused);
    }

    [Fact]
    public async Task Copy_OfATreeWithWhatIsHidden_CopiesWhatMayBeRead()
    {
        Assert.Null((await ann.Files.CopyAsync(At("/shared/docs/f"), AsOf.Now, At("/shared/mine/f"), Overwrite.Refuse, MissingParents.Refuse, default)).Refused);
        var copied = (await store.Files.ListAsync(At("/shared/mine/f"), new ListQuery(), default)).Value.Entries;
        Assert.Equal(["visible-1", "visible-3"], copied.Select(entry => entry.Name));
    }

    [Fact]
    public async Task Store_WhereAHiddenNameStands_LeavesItAsItIs()
    {
        await store.Operator.Access.GrantAsync(At("/shared/docs/f"), "ann", Rights.Read | Rights.Create | Rights.Write | Rights.Delete, default);
        foreach (var path in (string[])["/shared/docs/f/visible-2", "/shared/docs/f/visible-2/hidden", "/shared/docs/f/visible-2/new/deep"])
        {
            var stored = await ann.Files.StoreAsync(At(path), TestStore.Body("x"), new StoreOptions { MissingParents = MissingParents.Create }, default);
            Assert.Equal(Refusal.Denied, stored.Refused?.Kind);
            Assert.NotNull((await ann.Files.MakeFolderAsync(At(path), MissingParents.Create, default)).Refused);
            Assert.NotNull((await ann.Files.CopyAsync(At("/shared/docs/f/visible-1"), AsOf.Now, At(path), Overwrite.Replace, MissingParents.Create, default)).Refused);
            Assert.NotNull((await ann.Files.MoveAsync(At("/shared/docs/f/visible-1"), At(path), Overwrite.Replace, MissingParents.Create, Precondition.None, default)).Refused);
        }
        Assert.Equal("a hidden content", await TestStore.ReadAsync(await store.Files.OpenAsync(At("/shared/docs/f/visible-2/hidden"), AsOf.Now, default)));
    }

    [Fact]
    public async Task SharedWithMe_Always_HoldsWhatIsLiveAndGrantedToOneself()
    {
        await store.Operator.Administration.AddGroupAsync("team", default);
        await store.Operator.Administration.JoinGroupAsync("team", "ann", default);
        for (var i = 0; i < 40; i++)
        {
            await store.PutAsync($"/shared/docs/deep/{i}/g/f", "content");
            await store.Operator.Access.GrantAsync(At($"/shared/docs/deep/{i}/g"), i % 2 == 0 ? "ann" : "team", Rights.Read, default);
        }
        await store.Files.DeleteAsync(At("/shared/docs/deep/7"), DeleteScope.Tree, Precondition.None, default);
        await store.Files.MoveAsync(At("/shared/docs/deep/8/g"), At("/shared/docs/deep/9/h"), Overwrite.Refuse, MissingParents.Refuse, Precondition.None, default);
        await store.Operator.Access.RevokeAsync(At("/shared/docs/deep/10/g"), "ann", default);
        var found = new List<string>();
        string? after = null;
        do
        {
            var page = (await ann.Access.SharedWithMeAsync(after, 6, default)).Value;
            found.AddRange(page.Items.Select(item => item.Path.ToString()));
            after = page.Next;
        }
        while (after is not null);
        var expected = Enumerable.Range(0, 40).Where(i => i is not (7 or 8 or 10)).Select(i => $"/shared/docs/deep/{i}/g").Append("/shared/docs/deep/9/h").Append("/shared/docs/f");
        Assert.Equal(expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    private static NodePath At(string path) => TestStore.Path(path);

    private async Task<Workspace> EnterAsync(string name)
    {
        var exchange = store.SignIn.Begin("PLAIN", new Visit("https", null, "test", Encrypted: true)).Value;
        return (await exchange.StepAsync(Encoding.UTF8.GetBytes($"\0{name}\0sunken lantern orchard"), default)).Workspace!;
    }
}
