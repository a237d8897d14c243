using Atrium.Core.Repository;
using static Atrium.Core.Tests.TestStore;

namespace Atrium.Core.Tests.Repository;

public class ChangeFeedTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(7)]
    public async Task Changes_PagesOfAnySize_HoldWholeUnitsInOrder(int limit)
    {
        await using var store = await OpenAsync();
        // Units of 4, 1, 2 and 1 changes after that of the space itself.
        await store.PutAsync("/shared/docs/a/b/c/f", "1");
        await store.PutAsync("/shared/docs/a/b/c/f", "2");
        await store.PutAsync("/shared/docs/d/f", "3");
        await store.Files.DeleteAsync(Path("/shared/docs/d"), DeleteScope.Tree, Precondition.None, default);
        var (all, _) = await PageAsync(store, null, 1000);
        Assert.Equal([1, 4, 1, 2, 1], all.GroupBy(c => c.Sequence).Select(unit => unit.Count()));
        Assert.Equal(all.OrderBy(c => c.Sequence).ThenBy(c => c.Ordinal), all);

        var found = new List<FileChange>();
        ChangeCursor? cursor = null;
        while (true)
        {
            var (page, next) = await PageAsync(store, cursor, limit);
            if (page.Count == 0)
                break;
            Assert.True(page.Count <= limit || page.All(c => c.Sequence == page[0].Sequence), $"a page of {page.Count}");
            Assert.Equal(all.Count(c => c.Sequence == page[^1].Sequence), page.Count(c => c.Sequence == page[^1].Sequence));
            found.AddRange(page);
            cursor = ChangeCursor.Parse(next.ToString()).Value;
        }
        Assert.Equal(all, found);
    }

    [Fact]
    public async Task Changes_CursorOfAnotherEpoch_IsGone()
    {
        await using var store = await OpenAsync();
        var asked = await store.Files.ChangesAsync(Path("/shared/docs"), new ChangeCursor("another", 1), 10, TimeSpan.Zero, default);
        Assert.Equal(Refusal.Gone, asked.Refused!.Kind);
    }

    [Fact]
    public async Task Changes_CursorFromTheFuture_IsGone()
    {
        // A copy of the folder was put back: waiting for what the cursor has seen already would skip what is new.
        await using var store = await OpenAsync();
        var (_, cursor) = await PageAsync(store, null, 10);
        var asked = await store.Files.ChangesAsync(Path("/shared/docs"), cursor with { Sequence = cursor.Sequence + 1 }, 10, TimeSpan.Zero, default);
        Assert.Equal(Refusal.Gone, asked.Refused!.Kind);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public async Task Changes_LimitOutOfRange_IsInvalid(int limit)
    {
        await using var store = await OpenAsync();
        Assert.Equal(Refusal.Invalid, (await store.Files.ChangesAsync(Path("/shared/docs"), null, limit, TimeSpan.Zero, default)).Refused!.Kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("12")]
    [InlineData(".12")]
    [InlineData("epoch.")]
    [InlineData("epoch.-1")]
    [InlineData("epoch.99999999999999999999")]
    public void Cursor_OfNoAnswer_IsInvalid(string text) => Assert.Equal(Refusal.Invalid, ChangeCursor.Parse(text).Refused!.Kind);

    private static async Task<(IReadOnlyList<FileChange> Changes, ChangeCursor Cursor)> PageAsync(TestStore store, ChangeCursor? after, int limit)
    {
        var page = (await store.Files.ChangesAsync(Path("/shared/docs"), after, limit, TimeSpan.Zero, default)).Value;
        return (page.Changes, page.Cursor);
    }
}
