using System.IO.Pipelines;
using System.Text;
using Atrium.Core.Accounts;
using Atrium.Core.Repository;
using Atrium.Storage;

namespace Atrium.Core.Tests;

/// <summary>A real store in a folder of its own, with the account <c>alice</c> and the space <c>/shared/docs</c>.</summary>
internal sealed class TestStore : IAsyncDisposable
{
    private readonly string folder = TemporaryFolder();
    private readonly RepositoryOptions options;
    private readonly TimeProvider clock;

    private TestStore(RepositoryOptions options, TimeProvider clock)
    {
        (this.options, this.clock) = (options, clock);
        Store = EmbeddedStore.Open(folder, options, clock);
        SignIn = new SignIn(Store);
    }

    internal Store Store { get; private set; }

    internal SignIn SignIn { get; private set; }

    internal string Folder => folder;

    internal Workspace Operator { get; private set; } = null!;

    internal Files Files => Operator.Files;

    internal static async Task<TestStore> OpenAsync(RepositoryOptions? options = null, TimeProvider? clock = null)
    {
        var store = new TestStore(options ?? new RepositoryOptions(), clock ?? TimeProvider.System);
        store.Operator = await store.LocalAsync();
        var space = await store.Operator.Administration.AddSpaceAsync(Path("/shared/docs"), new SpaceSettings(), default);
        Assert.Null(space.Refused);
        return store;
    }

    /// <summary>Closes the store, and opens its folder again as the next process does.</summary>
    /// <param name="whileClosed">What happens to the folder in between.</param>
    internal async Task ReopenAsync(Action? whileClosed = null)
    {
        SignIn.Dispose();
        await Store.DisposeAsync();
        whileClosed?.Invoke();
        Store = EmbeddedStore.Open(folder, options, clock);
        SignIn = new SignIn(Store);
        Operator = await LocalAsync();
    }

    internal async Task<Workspace> LocalAsync()
    {
        var exchange = SignIn.Begin("EXTERNAL", new Visit(SignIn.LocalProtocol, null, "test", true)).Value;
        return (await exchange.StepAsync(default, default)).Workspace!;
    }

    // In memory where there is such a file system: a random test makes thousands of durable commits.
    private static string TemporaryFolder() => System.IO.Path.Combine(
        Directory.Exists("/dev/shm") ? "/dev/shm" : System.IO.Path.GetTempPath(), $"atrium-core-{Guid.NewGuid():N}");

    internal static NodePath Path(string text) => NodePath.Parse(text).Value;

    internal static PipeReader Body(string text) => Body(Encoding.UTF8.GetBytes(text));

    internal static PipeReader Body(byte[] bytes) => PipeReader.Create(new MemoryStream(bytes));

    internal async Task<Outcome<Stored>> PutAsync(string path, string text, StoreOptions? options = null)
        => await Files.StoreAsync(Path(path), Body(text), options ?? new StoreOptions { MissingParents = MissingParents.Create }, default);

    internal static async Task<string> ReadAsync(Outcome<FileContent> opened)
    {
        await using var content = opened.Value;
        return Encoding.UTF8.GetString(await BytesAsync(content, 0, content.Length));
    }

    internal async Task<string> ReadAsync(string path, AsOf asOf = default) => await ReadAsync(await Files.OpenAsync(Path(path), asOf, default));

    internal static async Task<byte[]> BytesAsync(FileContent content, long offset, long length)
    {
        using var target = new MemoryStream();
        var writer = PipeWriter.Create(target, new StreamPipeWriterOptions(leaveOpen: true));
        await content.CopyToAsync(writer, offset, length, default);
        await writer.CompleteAsync();
        return target.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        SignIn.Dispose();
        await Store.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
