using Atrium.Core.Examination;
using Atrium.Core.Settings;
using Atrium.Protocols.Http;

namespace Atrium.Doctor;

/// <summary>Settings that are allowed, and make the server weaker than it needs to be.</summary>
internal static class SettingsLook
{
    /// <summary>Each with what its value must not be, and why.</summary>
    private static readonly IReadOnlyList<(NumberSetting Setting, Predicate<long?> IsWeak, string Why)> Weak =
    [
        (HttpSettings.MinUploadRate, rate => rate is null, "A sender may take for ever: a few hundred of them keep all connections busy."),
        (HttpSettings.MinDownloadRate, rate => rate is null, "A reader may take for ever: a few hundred of them keep all connections busy."),
        (HttpSettings.IdleTime, seconds => seconds > 600, "Connections that nobody uses are kept for more than ten minutes, and keep others out."),
    ];

    internal static IEnumerable<Finding> Run(SettingBook settings)
    {
        foreach (var (setting, isWeak, why) in Weak)
        {
            var value = settings.Get(setting);
            if (isWeak(value))
            {
                yield return new Finding(
                    "settings", Severity.Warning, setting.Name, $"It is set to {value?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"}. {why}",
                    $"atrium setting reset {setting.Name}");
            }
        }
    }
}
