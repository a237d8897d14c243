using System.Runtime.CompilerServices;
using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Journal;
using Atrium.Core.Ports;

namespace Atrium.Core.Config;

/// <summary>The configuration of the store as one file, for those who may administer the server.</summary>
public sealed class ConfigControl
{
    private readonly Store store;
    private readonly Caller caller;
    private readonly AdministratorGate gate;

    internal ConfigControl(Store store, Caller caller) => (this.store, this.caller, gate) = (store, caller, new AdministratorGate(store, caller));

    /// <summary>Writes it.</summary>
    public ValueTask<Outcome<ConfigExport>> ExportAsync(CancellationToken cancellation)
        => Traced(null, gate.AskAsync<ConfigExport>(
            reader =>
            {
                var (text, state, _) = ConfigRun.Load(new ConfigSource(reader, store.Settings), Sections(new ConfigOptions()));
                return new ConfigExport(text, state);
            },
            cancellation));

    /// <summary>
    /// What applying a file would change; refused with everything that is wrong with it. It is found out by doing it and taking it back, so
    /// that it is exactly what would be done.
    /// </summary>
    public ValueTask<Outcome<ConfigPlan>> PlanAsync(ReadOnlyMemory<byte> file, ConfigOptions options, CancellationToken cancellation)
        => Traced(null, PlanItselfAsync(file, options, cancellation));

    private async ValueTask<Outcome<ConfigPlan>> PlanItselfAsync(ReadOnlyMemory<byte> file, ConfigOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (await gate.RefusalAsync(cancellation) is { } notAllowed)
            return notAllowed;
        var sections = Sections(options);
        var read = ConfigFile.Read(file.Span, sections);
        // Most plans of a file that is kept find nothing, and need no writer.
        var asked = await gate.AskAsync<ConfigRun>(reader => ConfigRun.Compare(new ConfigSource(reader, store.Settings), sections, read, options.Scope), cancellation);
        if (!asked.Try(out var run, out var refused))
            return refused;
        if (run.IsDone)
            return read.Mistakes.Count > 0 ? read.Mistakes.Refuse() : run.Plan();
        return await store.Catalog.RehearseAsync(caller, tx => Unit(tx, sections, read, options), cancellation);
    }

    /// <summary>
    /// Makes everything as a file says, in one unit of work: all of it, or nothing. That unit may be of a hundred thousand rows, and others
    /// who write wait for it (docs/adr/0006): whoever applies a file wants no moment in which half of it holds.
    /// </summary>
    /// <returns>What was changed.</returns>
    public ValueTask<Outcome<ConfigPlan>> ApplyAsync(ReadOnlyMemory<byte> file, ConfigOptions options, CancellationToken cancellation)
        => Traced(null, ApplyItselfAsync(file, options, cancellation));

    private async ValueTask<Outcome<ConfigPlan>> ApplyItselfAsync(ReadOnlyMemory<byte> file, ConfigOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (await gate.RefusalAsync(cancellation) is { } notAllowed)
            return notAllowed;
        // A file makes accounts and administrators like the commands that ask for it.
        if (ProofRule.OfPasswordOrAdminToken(caller, "to apply a configuration") is { } unproven)
            return unproven;
        var sections = Sections(options);
        var read = ConfigFile.Read(file.Span, sections);
        var applied = await store.Catalog.CommitAsync(caller, tx => Unit(tx, sections, read, options), cancellation);
        if (applied.Refused is not null)
            return applied;
        // Before the answer: whoever hears that it is done finds it so.
        await store.Settings.LoadAsync(CancellationToken.None);
        await store.Published.ReloadAsync();
        await store.Guard.ReloadRulesAsync(CancellationToken.None);
        return applied;
    }

    private Outcome<ConfigPlan> Unit(ICatalogTransaction tx, IReadOnlyList<ConfigSection> sections, ConfigFile file, ConfigOptions options)
    {
        if (AccessRules.NotAdministrator(tx, tx.Caller) is { } notAllowed)
            return notAllowed;
        var run = ConfigRun.Compare(new ConfigSource(tx, store.Settings), sections, file, options.Scope);
        if (options.State is { } planned && planned != run.State)
            return Refused.Conflict("The configuration of the server was changed since the plan was made, and nothing was applied. Plan again.");
        return run.Execute(tx);
    }

    private IReadOnlyList<ConfigSection> Sections(ConfigOptions options) =>
    [
        new AccountSection(), new GroupSection(), new SpaceSection(), new AccessSection(), new SiteSection(options.OwnHosts), new SettingSection(store.Settings),
        new FirewallSection(store),
    ];

    private ValueTask<Outcome<T>> Traced<T>(object? subject, ValueTask<Outcome<T>> running, [CallerMemberName] string operation = "")
        => store.Journal.Trace(caller, "config", subject, running, operation);
}
