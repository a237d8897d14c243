using System.Text;
using Atrium.Core.Repository;
using static Atrium.Core.Tests.TestStore;

namespace Atrium.Core.Tests.Repository;

public class ListingTests
{
    // By the bytes of UTF-8; UTF-16 would put the emoji before U+FF5E.
    private static readonly string[] Names = ["A", "a", "a!", "ab", "b", "é", "\uFF5E", "\U0001F600"];

    public static TheoryData<ListOrder, bool, int> Pages =>
    [
        .. from order in Enum.GetValues<ListOrder>()
           from backwards in new[] { false, true }
           from limit in new[] { 1, 3, 100 }
           select (order, backwards, limit),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task List_AnyOrderInPages_IsTheWholeFolderSorted(ListOrder order, bool descending, int limit)
    {
        var clock = new TestClock();
        await using var store = await OpenAsync(clock: clock);
        foreach (var (index, name) in Names.Index().Reverse())
            await store.PutAsync($"/shared/docs/{name}", new string('x', index % 3), new StoreOptions { Modified = clock.GetUtcNow().AddHours(index % 2) });
        var expected = Names.Index().OrderBy(x => order switch { ListOrder.Size => x.Index % 3, ListOrder.Modified => x.Index % 2, _ => 0 })
            .ThenBy(x => x.Index).Select(x => x.Item).ToList();
        if (descending)
            expected.Reverse();
        Assert.Equal(expected, await AllAsync(store, "/shared/docs", new ListQuery { Order = order, Descending = descending, Limit = limit }));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public async Task List_SpacesInPages_AreInTheOrderOfTheirBytes(int limit)
    {
        await using var store = await OpenAsync();
        foreach (var name in Names)
            await store.Operator.Administration.AddSpaceAsync(Path($"/shared/{name}"), new SpaceSettings(), default);
        var expected = Names.Append("docs").OrderBy(name => Convert.ToHexString(Encoding.UTF8.GetBytes(name)), StringComparer.Ordinal);
        Assert.Equal(expected, await AllAsync(store, "/shared", new ListQuery { Limit = limit }));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public async Task List_DeletedInPages_HoldsWhatCanBeUndeleted(int limit)
    {
        await using var store = await OpenAsync();
        foreach (var name in Names)
        {
            await store.PutAsync($"/shared/docs/{name}", name);
            await store.Files.DeleteAsync(Path($"/shared/docs/{name}"), DeleteScope.SingleNode, Precondition.None, default);
        }
        await store.PutAsync("/shared/docs/a", "again");
        await store.PutAsync("/shared/docs/moved", "away");
        await store.Files.MoveAsync(Path("/shared/docs/moved"), Path("/shared/docs/kept"), Overwrite.Refuse, MissingParents.Refuse, Precondition.None, default);
        var deleted = await AllAsync(store, "/shared/docs", new ListQuery { Scope = ListScope.Deleted, Limit = limit });
        Assert.Equal(Names.Except(["a"]), deleted);
        foreach (var name in deleted)
            Assert.Null((await store.Files.UndeleteAsync(Path($"/shared/docs/{name}"), AsOf.Now, null, Overwrite.Refuse, default)).Refused);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1001, null)]
    [InlineData(10, "no cursor")]
    [InlineData(10, "!!!!")]
    public async Task List_WrongQuestion_IsInvalid(int limit, string? after)
    {
        await using var store = await OpenAsync();
        Assert.Equal(
            Refusal.Invalid, (await store.Files.ListAsync(Path("/shared/docs"), new ListQuery { Limit = limit, After = after }, default)).Refused?.Kind);
    }

    private static async Task<List<string>> AllAsync(TestStore store, string folder, ListQuery query)
    {
        var names = new List<string>();
        do
        {
            var page = (await store.Files.ListAsync(Path(folder), query, default)).Value;
            Assert.True(page.Entries.Count <= query.Limit);
            names.AddRange(page.Entries.Select(entry => entry.Name));
            query = query with { After = page.Next };
        }
        while (query.After is not null);
        return names;
    }
}
