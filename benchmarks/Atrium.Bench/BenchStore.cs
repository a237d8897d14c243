using System.Buffers;
using System.IO.Pipelines;
using Atrium.Core;
using Atrium.Core.Accounts;
using Atrium.Core.Repository;
using Atrium.Storage;

namespace Atrium.Bench;

/// <summary>A store in a folder, with the operator's view of it.</summary>
internal sealed class BenchStore : IAsyncDisposable
{
    private BenchStore(Store store, SignIn signIn, Workspace workspace) => (Store, this.signIn, Workspace) = (store, signIn, workspace);

    private readonly SignIn signIn;

    internal Store Store { get; }

    internal Workspace Workspace { get; }

    internal static async Task<BenchStore> OpenAsync(string folder)
    {
        var store = EmbeddedStore.Open(folder, new RepositoryOptions(), TimeProvider.System);
        var signIn = new SignIn(store);
        var exchange = signIn.Begin("EXTERNAL", new Visit(SignIn.LocalProtocol, null, "bench", Encrypted: true)).Value;
        return new BenchStore(store, signIn, (await exchange.StepAsync(default, default)).Workspace!);
    }

    internal static NodePath At(string path) => NodePath.Parse(path).Value;

    internal async Task AddSpaceAsync(string path) => Check((await Workspace.Administration.AddSpaceAsync(At(path), new SpaceSettings(), default)).Refused);

    internal async ValueTask PutAsync(string path, byte[] bytes)
        => Check((await Workspace.Files.StoreAsync(
            At(path), PipeReader.Create(new ReadOnlySequence<byte>(bytes)), new StoreOptions { MissingParents = MissingParents.Create }, default)).Refused);

    internal static void Check(Refused? refused)
    {
        if (refused is not null)
            throw new InvalidOperationException(refused.Detail);
    }

    public async ValueTask DisposeAsync()
    {
        signIn.Dispose();
        await Store.DisposeAsync();
    }
}
