using System.Net;
using System.Text;
using Atrium.Api;
using Atrium.Client;
using Atrium.CommandLine;
using Atrium.Core;
using Atrium.Core.Accounts;
using Atrium.Core.Config;
using Atrium.Core.Repository;
using Atrium.Protocols.Http.Administration;
using Atrium.Serving;
using Atrium.Storage;

namespace Atrium.Config;

/// <summary>The configuration of a folder that this process holds; tells the same as a server's answer.</summary>
internal sealed class OwnConfig : IConfigTarget
{
    private readonly DataFolder folder;
    private readonly Store store;
    private readonly SignIn signIn;
    private readonly ConfigControl config;

    private OwnConfig(DataFolder folder, Store store, SignIn signIn, ConfigControl config)
        => (this.folder, this.store, this.signIn, this.config) = (folder, store, signIn, config);

    internal static async Task<OwnConfig> OpenAsync(DataFolder folder, TimeProvider clock, CancellationToken cancellation)
    {
        try
        {
            var store = EmbeddedStore.Open(folder.Path, new RepositoryOptions(), clock);
            DeclaredSettings.AddTo(store.Settings);
            store.Guard.Declare(Door.Protocols);
            await store.Settings.LoadAsync(cancellation);
            var signIn = new SignIn(store);
            var workspace = await LocalOperator.OpenAsync(signIn, "config", cancellation);
            return new OwnConfig(folder, store, signIn, workspace.Administration.Config);
        }
        catch (StoreOpenException error)
        {
            throw new CommandFailedException(error.Message);
        }
    }

    public async Task<ReadOnlyMemory<byte>> ExportAsync(CancellationToken cancellation)
        => Encoding.UTF8.GetBytes(Done(await config.ExportAsync(cancellation)).Text);

    public async Task<ConfigPlanRecord> PlanAsync(ReadOnlyMemory<byte> file, bool prune, CancellationToken cancellation)
        => ConfigRecords.Of(Done(await config.PlanAsync(file, Options(prune, null), cancellation)));

    public async Task<ConfigPlanRecord> ApplyAsync(ReadOnlyMemory<byte> file, bool prune, string state, CancellationToken cancellation)
        => ConfigRecords.Of(Done(await config.ApplyAsync(file, Options(prune, state), cancellation)));

    public async ValueTask DisposeAsync()
    {
        signIn.Dispose();
        await store.DisposeAsync();
        folder.Dispose();
    }

    private static ConfigOptions Options(bool prune, string? state) => new() { Scope = prune ? ConfigScope.Whole : ConfigScope.Named, State = state };

    private static T Done<T>(Outcome<T> outcome) => outcome.Try(out var value, out var refused) ? value
        : throw new AtriumRefusedException(
            HttpStatusCode.BadRequest, new ProblemRecord("about:blank", "", 0, refused.Detail) { Errors = ConfigRecords.ErrorsOf(refused) }, null);
}
