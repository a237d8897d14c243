using System.Text;
using Atrium.Core.Accounts;
using Atrium.Core.Config;
using Atrium.Core.Ports;
using Atrium.Core.Repository;

namespace Atrium.Core.Tests.Config;

/// <summary>A store with an administrator who can sign in, and the configuration of it.</summary>
internal sealed class ConfigStore : IAsyncDisposable
{
    private ConfigStore(TestStore store) => Store = store;

    internal TestStore Store { get; }

    internal Workspace Operator => Store.Operator;

    internal static async Task<ConfigStore> OpenAsync()
    {
        var store = new ConfigStore(await TestStore.OpenAsync());
        store.Store.Store.Guard.Declare("https");
        await store.AddAccountAsync("root", AccountRole.Administrator, "a verifier that no password has");
        Assert.Null((await store.Operator.Administration.SetSpaceAsync(TestStore.Path("/shared/docs"), new SpaceSettings { Owner = "root" }, default)).Refused);
        return store;
    }

    /// <summary>Without the costly hash of a password.</summary>
    internal async Task AddAccountAsync(string name, AccountRole role, string? verifier = null)
        => Assert.Null((await UnitAsync(tx => AddAccount.Unit(tx, name, verifier, role, []))).Refused);

    internal async Task<Outcome<T>> UnitAsync<T>(Func<ICatalogTransaction, Outcome<T>> unit) => await Store.Store.Catalog.CommitAsync(Operator.Caller, unit, default);

    internal async Task<string> ExportAsync() => (await Operator.Administration.Config.ExportAsync(default)).Value.Text;

    internal async Task<Outcome<ConfigPlan>> PlanAsync(string file, ConfigScope scope = ConfigScope.Named)
        => await Operator.Administration.Config.PlanAsync(Encoding.UTF8.GetBytes(file), new ConfigOptions { Scope = scope }, default);

    internal async Task<Outcome<ConfigPlan>> ApplyAsync(string file, ConfigScope scope = ConfigScope.Named, string? state = null)
        => await Operator.Administration.Config.ApplyAsync(Encoding.UTF8.GetBytes(file), new ConfigOptions { Scope = scope, State = state }, default);

    /// <summary>The changes as one line each: "+ accounts alice", "~ groups staff members -"bob"".</summary>
    internal static IEnumerable<string> Lines(ConfigPlan plan) => plan.Changes.Select(change =>
        $"{(change.Kind switch { ConfigChangeKind.Added => '+', ConfigChangeKind.Changed => '~', _ => '-' })} {change.Section} {change.Name}"
        + string.Concat(change.Differences.Select(d => $" {d.Attribute}:{d.Before ?? "nothing"}->{d.After ?? "nothing"}")));

    public ValueTask DisposeAsync() => Store.DisposeAsync();
}
