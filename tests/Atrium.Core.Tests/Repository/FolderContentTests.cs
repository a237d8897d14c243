using Atrium.Core.Repository;
using static Atrium.Core.Tests.TestStore;

namespace Atrium.Core.Tests.Repository;

/// <summary>A folder with all that is below it, of one moment.</summary>
public class FolderContentTests
{
    [Fact]
    public async Task Read_WhileItChanges_IsOfOneMoment()
    {
        await using var store = await OpenAsync();
        await store.PutAsync("/shared/docs/f/a", "a");
        await store.PutAsync("/shared/docs/f/sub/b", "before");
        await store.PutAsync("/shared/docs/f/z", "z");
        using var folder = (await store.Files.OpenFolderAsync(Path("/shared/docs/f"), AsOf.Now, default)).Value;
        var seen = new List<string>();
        await foreach (var entry in folder.ReadAsync(default))
        {
            if (seen.Count == 0)
            {
                await store.PutAsync("/shared/docs/f/sub/b", "after, and longer");
                await store.PutAsync("/shared/docs/f/sub/c", "new");
                await store.Files.DeleteAsync(Path("/shared/docs/f/z"), DeleteScope.Tree, Precondition.None, default);
            }
            seen.Add($"{entry.Path.Names[^1]}:{entry.Kind}");
            if (entry.Kind == NodeKind.File)
            {
                await using var content = (await folder.OpenAsync(entry, default)).Value;
                Assert.Equal(entry.Size, (await content.ReadAllAsync(default)).Length);
            }
        }
        Assert.Equal(["a:File", "sub:Folder", "z:File", "b:File"], seen);
    }
}
