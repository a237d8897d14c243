using Atrium.Core.Ports;

namespace Atrium.Core.Settings;

/// <summary>Changes of settings.</summary>
internal static class SettingUnits
{
    /// <summary>Sets a setting to what its text means; with null, its default holds again.</summary>
    internal static Outcome<SettingInfo> Set(ICatalogTransaction tx, Setting setting, string? value)
    {
        if (value is not null && !setting.Check(value).Try(out value, out var refused))
            return refused;
        tx.SetSetting(setting.Name, value);
        return Describe(setting, value);
    }

    internal static SettingInfo Describe(Setting setting, string? value) => new(setting, value ?? setting.DefaultText, value is not null);
}
