using System.Buffers;
using Atrium.Core.Durability;
using Atrium.Core.Ports;

namespace Atrium.Storage.Tests;

/// <summary>What every blob store must do. A second one gets a sealed class like <see cref="FileBlobStoreTests"/>, and passes unchanged.</summary>
public abstract class BlobStoreConformance
{
    private protected abstract IBlobStore Store { get; }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_000)]
    public async Task Complete_AnySize_IsReadBack(int size)
    {
        var bytes = Bytes(size);
        var locator = await WriteAsync(bytes);
        using var reader = Store.Open(locator)!;
        Assert.Equal(size, reader.Length);
        Assert.Equal(bytes, await ReadAsync(reader, 0, size + 10));
        Assert.Equal(bytes[(size / 2)..], await ReadAsync(reader, size / 2, size));
        Assert.Equal([locator], Store.List().Select(blob => blob.Locator));
    }

    [Fact]
    public async Task Write_ManySegments_AreOneAfterTheOther()
    {
        await using var writer = Store.Create();
        var first = new Segment([1, 2], null);
        var last = new Segment([3], first);
        await writer.WriteAsync(new ReadOnlySequence<byte>(first, 0, last, 1), default);
        await writer.WriteAsync(ReadOnlySequence<byte>.Empty, default);
        await writer.WriteAsync(new ReadOnlySequence<byte>([4, 5]), default);
        using var reader = Store.Open(await writer.CompleteAsync())!;
        Assert.Equal([1, 2, 3, 4, 5], await ReadAsync(reader, 0, 10));
    }

    [Fact]
    public async Task Dispose_BeforeComplete_LeavesNothing()
    {
        await using (var writer = Store.Create())
            await writer.WriteAsync(new ReadOnlySequence<byte>(Bytes(1000)), default);
        Assert.Empty(Store.List());
    }

    [Fact]
    public async Task Create_Always_HasALocatorOfItsOwn()
    {
        var locators = new List<string>();
        for (var i = 0; i < 20; i++)
            locators.Add(await WriteAsync(Bytes(10)));
        Assert.Equal(20, locators.Distinct().Count());
        Assert.Equal(locators.Order(), Store.List().Select(blob => blob.Locator).Order());
    }

    [Fact]
    public async Task Delete_TwiceAndOfNothing_IsDone()
    {
        var locator = await WriteAsync(Bytes(10));
        Store.Delete(locator);
        Store.Delete(locator);
        Store.Delete("00000000000000000000000000000000");
        Assert.Null(Store.Open(locator));
        Assert.Empty(Store.List());
    }

    [Fact]
    public async Task Reader_BlobIsDeletedMeanwhile_ReadsToTheEnd()
    {
        var bytes = Bytes(100_000);
        var locator = await WriteAsync(bytes);
        using var reader = Store.Open(locator)!;
        Store.Delete(locator);
        Assert.Equal(bytes, await ReadAsync(reader, 0, bytes.Length));
    }

    private protected async Task<string> WriteAsync(byte[] bytes)
    {
        await using var writer = Store.Create();
        await writer.WriteAsync(new ReadOnlySequence<byte>(bytes), default);
        return await writer.CompleteAsync();
    }

    private protected static byte[] Bytes(int size) => [.. Enumerable.Range(0, size).Select(i => (byte)(i * 31 >> 3))];

    private static async Task<byte[]> ReadAsync(IBlobReader reader, long offset, int most)
    {
        var bytes = new byte[most];
        var read = 0;
        while (read < most && await reader.ReadAsync(offset + read, bytes.AsMemory(read), default) is > 0 and var count)
            read += count;
        return bytes[..read];
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        internal Segment(byte[] bytes, Segment? before)
        {
            Memory = bytes;
            if (before is not null)
            {
                RunningIndex = before.RunningIndex + before.Memory.Length;
                before.Next = this;
            }
        }
    }
}

public sealed class FileBlobStoreTests : BlobStoreConformance, IDisposable
{
    private readonly Scratch scratch = new();

    public FileBlobStoreTests() => Store = new Blobs.FileBlobStore(scratch.Folder, new FailStop());

    private protected override IBlobStore Store { get; }

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task Open_LeftoversOfAnEarlierProcess_AreRemovedAndBlobsStay()
    {
        var locator = await WriteAsync(Bytes(10));
        var leftover = Path.Combine(scratch.Folder, "tmp", "0123456789abcdef0123456789abcdef");
        await File.WriteAllTextAsync(leftover, "half an upload", TestContext.Current.CancellationToken);
        var again = new Blobs.FileBlobStore(scratch.Folder, new FailStop());
        Assert.False(File.Exists(leftover));
        Assert.Equal([locator], again.List().Select(blob => blob.Locator));
    }
}
