using System.Runtime.CompilerServices;
using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Journal;

namespace Atrium.Core.Settings;

/// <summary>The settings, for those who may administer the server.</summary>
public sealed class SettingsControl
{
    private readonly Store store;
    private readonly Caller caller;
    private readonly AdministratorGate gate;

    internal SettingsControl(Store store, Caller caller) => (this.store, this.caller, gate) = (store, caller, new AdministratorGate(store, caller));

    /// <summary>All settings with their values, by name.</summary>
    public ValueTask<Outcome<IReadOnlyList<SettingInfo>>> ListAsync(CancellationToken cancellation)
        => Traced(null, gate.AskAsync<IReadOnlyList<SettingInfo>>(
            reader => store.Settings.All.Select(setting => SettingUnits.Describe(setting, reader.Setting(setting.Name))).ToList(), cancellation));

    /// <summary>One setting.</summary>
    public ValueTask<Outcome<SettingInfo>> GetAsync(string name, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Traced(name, gate.AskAsync<SettingInfo>(
            reader => store.Settings.Find(name).Try(out var setting, out var refused) ? SettingUnits.Describe(setting, reader.Setting(name)) : refused, cancellation));
    }

    /// <summary>Sets a value, which holds at once.</summary>
    public ValueTask<Outcome<SettingInfo>> SetAsync(string name, string value, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        return Traced(name, ChangeAsync(name, value, cancellation));
    }

    /// <summary>Takes back what was set: the default holds again.</summary>
    public ValueTask<Outcome<SettingInfo>> ResetAsync(string name, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Traced(name, ChangeAsync(name, null, cancellation));
    }

    private async ValueTask<Outcome<SettingInfo>> ChangeAsync(string name, string? value, CancellationToken cancellation)
    {
        var changed = await gate.ChangeAsync(
            tx => store.Settings.Find(name).Try(out var setting, out var refused) ? SettingUnits.Set(tx, setting, value) : refused, cancellation);
        if (changed.Refused is null)
            await store.Settings.LoadAsync(CancellationToken.None);
        return changed;
    }

    private ValueTask<Outcome<T>> Traced<T>(object? subject, ValueTask<Outcome<T>> running, [CallerMemberName] string operation = "")
        => store.Journal.Trace(caller, "settings", subject, running, operation);
}

/// <summary>A setting and its value.</summary>
/// <param name="Setting">What it is.</param>
/// <param name="Value">What holds.</param>
/// <param name="IsSet">False where the default holds.</param>
public sealed record SettingInfo(Setting Setting, string Value, bool IsSet);
