using System.Text;
using Atrium.Core.Repository;
using static Atrium.Core.Tests.TestStore;

namespace Atrium.Core.Tests.Repository;

public class FilesTests
{
    [Fact]
    public async Task Store_NewFile_IsReadBackWithItsHashAsETag()
    {
        await using var store = await OpenAsync();
        var stored = (await store.PutAsync("/shared/docs/a/b/hello.txt", "hello")).Value;
        Assert.True(stored.Created);
        Assert.Equal("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824", stored.Entry.ETag);
        Assert.Equal("hello", await store.ReadAsync("/shared/docs/a/b/hello.txt"));
        Assert.Equal("text/plain; charset=utf-8", stored.Entry.MediaType);
    }

    [Fact]
    public async Task Store_LargeFile_IsABlobAndReadsBackInRanges()
    {
        await using var store = await OpenAsync();
        var bytes = new byte[300_000];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)(i * 31 >> 3);
        Assert.Null((await store.Files.StoreAsync(Path("/shared/docs/big"), Body(bytes), new StoreOptions(), default)).Refused);
        Assert.Single(Directory.GetFiles(System.IO.Path.Combine(store.Folder, "blobs"), "*", SearchOption.AllDirectories));
        await using var content = (await store.Files.OpenAsync(Path("/shared/docs/big"), AsOf.Now, default)).Value;
        Assert.Equal(bytes, await BytesAsync(content, 0, content.Length));
        Assert.Equal(bytes[70_000..70_100], await BytesAsync(content, 70_000, 100));
    }

    [Fact]
    public async Task Append_ManyTimes_AddsExtentsAndKeepsEarlierVersions()
    {
        await using var store = await OpenAsync();
        var versions = new List<long>();
        for (var i = 0; i < 5; i++)
            versions.Add((await store.Files.AppendAsync(Path("/shared/docs/log"), Body($"line {i}\n"), new StoreOptions(), default)).Value.Entry.Version);
        Assert.Equal("line 0\nline 1\nline 2\nline 3\nline 4\n", await store.ReadAsync("/shared/docs/log"));
        Assert.Equal("line 0\nline 1\n", await store.ReadAsync("/shared/docs/log", AsOf.Seq(versions[1])));
        Assert.Equal("line 0\n", await ReadAsync(await store.Files.OpenVersionAsync(Path("/shared/docs/log"), versions[0], default)));
        var space = (await store.Operator.Administration.ListSpacesAsync(default)).Value.Single(s => s.Path.ToString() == "/shared/docs");
        Assert.Equal(35, space.Used);
        Assert.Equal(0, space.History);
    }

    [Fact]
    public async Task Replace_File_KeepsHistoryAndSizes()
    {
        await using var store = await OpenAsync();
        await store.PutAsync("/shared/docs/a/f", "first");
        await store.PutAsync("/shared/docs/a/f", "second one");
        Assert.Equal("second one", await store.ReadAsync("/shared/docs/a/f"));
        var folder = (await store.Files.StatAsync(Path("/shared/docs/a"), AsOf.Now, default)).Value;
        Assert.Equal(10, folder.Size);
        var space = (await store.Operator.Administration.ListSpacesAsync(default)).Value.Single();
        Assert.Equal((10, 5), (space.Used, space.History));
        var versions = (await store.Files.VersionsAsync(Path("/shared/docs/a/f"), null, 10, default)).Value;
        Assert.Equal([10L, 5L], versions.Select(v => v.Size));
    }

    [Fact]
    public async Task DeleteAndUndelete_Tree_BringsEverythingBack()
    {
        await using var store = await OpenAsync();
        await store.PutAsync("/shared/docs/a/b/f", "one");
        await store.PutAsync("/shared/docs/a/g", "two");
        Assert.Equal(Refusal.NotEmpty, (await store.Files.DeleteAsync(Path("/shared/docs/a"), DeleteScope.SingleNode, Precondition.None, default)).Refused!.Kind);
        Assert.Null((await store.Files.DeleteAsync(Path("/shared/docs/a"), DeleteScope.Tree, Precondition.None, default)).Refused);
        Assert.Equal(Refusal.NotFound, (await store.Files.OpenAsync(Path("/shared/docs/a/g"), AsOf.Now, default)).Refused!.Kind);
        // A file out of the deleted tree comes back alone, and is not in two places afterwards.
        Assert.Null((await store.Files.UndeleteAsync(Path("/shared/docs/a/b/f"), AsOf.Now, null, Overwrite.Refuse, default)).Refused);
        Assert.Equal("one", await store.ReadAsync("/shared/docs/a/b/f"));
        Assert.Equal(Refusal.NotFound, (await store.Files.OpenAsync(Path("/shared/docs/a/g"), AsOf.Now, default)).Refused!.Kind);
        var space = (await store.Operator.Administration.ListSpacesAsync(default)).Value.Single();
        Assert.Equal((3, 3), (space.Used, space.History));
    }

    [Fact]
    public async Task Copy_Tree_CopiesNoBytesAndCountsThem()
    {
        await using var store = await OpenAsync();
        for (var i = 0; i < 450; i++)
            await store.PutAsync($"/shared/docs/a/sub/f{i}", $"number {i}");
        var before = (await store.Operator.Administration.StatusAsync(default)).Value;
        var copied = (await store.Files.CopyAsync(Path("/shared/docs/a"), AsOf.Now, Path("/shared/docs/b"), Overwrite.Refuse, MissingParents.Refuse, default)).Value;
        var after = (await store.Operator.Administration.StatusAsync(default)).Value;
        Assert.Equal(before.Blobs, after.Blobs);
        Assert.Equal(before.LiveBytes * 2, after.LiveBytes);
        Assert.Equal(before.LiveBytes, copied.Entry.Size);
        Assert.Equal("number 449", await store.ReadAsync("/shared/docs/b/sub/f449"));
    }

    [Fact]
    public async Task Store_OverTheQuota_IsRefusedAndNothingChanges()
    {
        await using var store = await OpenAsync();
        await store.Operator.Administration.SetSpaceAsync(Path("/shared/docs"), new SpaceSettings { Quota = 10 }, default);
        Assert.Null((await store.PutAsync("/shared/docs/f", "12345678")).Refused);
        Assert.Equal(Refusal.QuotaExceeded, (await store.PutAsync("/shared/docs/g", "123")).Refused!.Kind);
        Assert.Equal(Refusal.QuotaExceeded, (await store.PutAsync("/shared/docs/g", "123", new StoreOptions { ExpectedLength = 3 })).Refused!.Kind);
        Assert.Null((await store.PutAsync("/shared/docs/f", "1234567890")).Refused);
    }

    [Fact]
    public async Task Store_SmallerContentInASpaceOverItsQuota_IsTaken()
    {
        await using var store = await OpenAsync(new RepositoryOptions { InlineThreshold = 4 });
        await store.PutAsync("/shared/docs/f", "1234567890");
        await store.Operator.Administration.SetSpaceAsync(Path("/shared/docs"), new SpaceSettings { Quota = 5 }, default);
        Assert.Null((await store.PutAsync("/shared/docs/f", "123456789")).Refused);
        Assert.Equal(Refusal.QuotaExceeded, (await store.PutAsync("/shared/docs/f", "1234567890")).Refused!.Kind);
    }

    [Fact]
    public async Task Anonymous_EveryQuestion_IsNotFound()
    {
        await using var store = await OpenAsync();
        await store.PutAsync("/shared/docs/f", "x");
        var anyone = store.SignIn.Anonymous(new Visit("https", null, "1", true));
        Assert.Equal(Refusal.NotFound, (await anyone.Files.OpenAsync(Path("/shared/docs/f"), AsOf.Now, default)).Refused!.Kind);
        Assert.Equal(Refusal.NotFound, (await anyone.Files.ListAsync(NodePath.Root, new ListQuery(), default)).Refused!.Kind);
        Assert.Equal(Refusal.NotFound, (await anyone.Files.StoreAsync(Path("/shared/docs/g"), Body("x"), new StoreOptions(), default)).Refused!.Kind);
        Assert.Equal(Encoding.UTF8.GetBytes("x"), Encoding.UTF8.GetBytes(await store.ReadAsync("/shared/docs/f")));
    }
}
