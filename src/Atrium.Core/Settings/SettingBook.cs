using System.Collections.Frozen;
using Atrium.Core.Ports;

namespace Atrium.Core.Settings;

/// <summary>
/// The settings that there are, and what they are set to. Protocols declare their own in the composition root; the values are kept in the
/// store, and hold at once.
/// </summary>
public sealed class SettingBook : IDisposable
{
    private readonly ICatalog catalog;
    private readonly SemaphoreSlim refreshing = new(1);
    private volatile FrozenDictionary<string, string> values = FrozenDictionary<string, string>.Empty;
    private volatile FrozenDictionary<string, Setting> known;
    private CancellationTokenSource change = new();

    internal SettingBook(ICatalog catalog, IReadOnlyList<Setting> settings)
        => (this.catalog, known) = (catalog, settings.ToFrozenDictionary(setting => setting.Name, StringComparer.Ordinal));

    /// <summary>Signalled at the next change of any of them; then there is another one.</summary>
    public CancellationToken NextChange => Volatile.Read(ref change).Token;

    /// <summary>All, by name.</summary>
    internal IReadOnlyList<Setting> All => [.. known.Values.OrderBy(setting => setting.Name, StringComparer.Ordinal)];

    /// <summary>Adds settings, before the store is used.</summary>
    public void Declare(params IEnumerable<Setting> settings)
        => known = known.Values.Concat(settings).ToFrozenDictionary(setting => setting.Name, StringComparer.Ordinal);

    /// <summary>Reads what they are set to: at the start, and after each change.</summary>
    public async ValueTask LoadAsync(CancellationToken cancellation)
    {
        // One after the other, each reading what is committed: the last one never puts an older state in place of a newer one.
        await refreshing.WaitAsync(cancellation);
        try
        {
            values = await catalog.ReadAsync(reader => reader.Settings(), cancellation);
        }
        finally
        {
            refreshing.Release();
        }
        await Interlocked.Exchange(ref change, new CancellationTokenSource()).CancelAsync();
    }

    /// <summary>The value that holds now; null for none.</summary>
    public long? Get(NumberSetting setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        // As it was declared: its default may be another one by the configuration.
        return ((NumberSetting)known.GetValueOrDefault(setting.Name, setting)).Value(values.GetValueOrDefault(setting.Name));
    }

    /// <summary>The words that hold now.</summary>
    public IReadOnlyList<string> Get(ListSetting setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return setting.Value(values.GetValueOrDefault(setting.Name));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        refreshing.Dispose();
        change.Dispose();
    }

    internal Outcome<Setting> Find(string name)
        => known.GetValueOrDefault(name) is { } setting ? setting : Refused.NotFound($"The setting {name}");
}
