using System.Globalization;
using Atrium.Core.Examination;
using Atrium.Core.Guard;
using Atrium.Core.Settings;
using Atrium.Protocols.Http;

namespace Atrium.Doctor;

/// <summary>Settings that are allowed, and make the server weaker than it needs to be.</summary>
internal static class SettingsLook
{
    private const string ForEver = "A few hundred who take for ever keep all connections busy.";

    /// <summary>Each with what its value must not be, and why.</summary>
    private static readonly IReadOnlyList<(NumberSetting Setting, Predicate<long?> IsWeak, string Why)> Numbers =
    [
        (HttpSettings.MinUploadRate, rate => rate is null, ForEver),
        (HttpSettings.MinDownloadRate, rate => rate is null, ForEver),
        (HttpSettings.IdleTime, seconds => seconds > 600, "Connections that nobody uses are kept for more than ten minutes, and keep others out."),
        (GuardSettings.BanAfter, count => count is null, "An address may guess passwords and probe the server without ever being banned."),
        (GuardSettings.ConnectionsPerAddress, count => count is null, "One address may take all connections, and nobody else is let in."),
        (GuardSettings.ConnectionRate, count => count is null, "One address may keep the processor busy with TLS handshakes alone."),
    ];

    private static readonly IReadOnlyList<(ListSetting Setting, string Why)> Networks =
    [
        (GuardSettings.ExemptNetworks, "No address is banned or limited any more."),
        (GuardSettings.Proxies, "Anybody may say that he comes from another address, and is believed."),
    ];

    internal static IEnumerable<Finding> Run(SettingBook settings)
    {
        foreach (var (setting, isWeak, why) in Numbers)
        {
            var value = settings.Get(setting);
            if (isWeak(value))
                yield return Weak(setting.Name, value?.ToString(CultureInfo.InvariantCulture) ?? "none", why);
        }
        foreach (var (setting, why) in Networks)
        {
            // A network of all addresses.
            if (settings.Get(setting).FirstOrDefault(network => network.EndsWith("/0", StringComparison.Ordinal)) is { } all)
                yield return Weak(setting.Name, all, why);
        }
    }

    private static Finding Weak(string name, string value, string why)
        => new("settings", Severity.Warning, name, $"It is set to {value}. {why}", $"atrium setting reset {name}");
}
