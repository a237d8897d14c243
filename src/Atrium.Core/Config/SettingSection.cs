using Atrium.Core.Settings;
using Atrium.Values;

namespace Atrium.Core.Config;

/// <summary>The settings that are set; the others have their defaults.</summary>
internal sealed class SettingSection(SettingBook book) : ConfigSection("settings", ConfigAttribute.Scalar(Value, null, text => text))
{
    private const string Value = "value";

    internal override bool IsScalar => true;

    internal override Outcome<string> CheckKey(string text) => book.Find(text).Try(out var setting, out var refused)
        ? setting.Name
        : refused with { Detail = $"{refused.Detail} These are there: atrium setting list" };

    internal override void Check(ConfigItem item, string path, ConfigMistakes mistakes)
    {
        if (book.Find(item.Key).Try(out var setting, out var refused) && setting.Check(UnitText.Read(item.Scalar(Value) ?? "null", setting.Unit)).Try(out var text, out refused))
            item.Values[Value] = ConfigValue.Of(UnitText.Exact(text, setting.Unit));
        else
            mistakes.Add(item.Line, path, refused!.Detail);
    }

    // One that this program does not know belongs to a newer one.
    internal override IEnumerable<ConfigItem> Load(ConfigSource source) => source.Reader.Settings()
        .Select(set => (Setting: book.Find(set.Key), set.Value)).Where(set => set.Setting.Refused is null)
        .Select(set => new ConfigItem(set.Setting.Value.Name) { Values = new() { [Value] = ConfigValue.Of(UnitText.Exact(set.Value, set.Setting.Value.Unit)) } });

    internal override IEnumerable<ConfigStep> Steps(ConfigItem? old, ConfigItem? next, ConfigDraft change)
    {
        yield return new ConfigStep(ConfigPhase.Settings, "", tx =>
        {
            if (!book.Find((next ?? old)!.Key).Try(out var setting, out var refused))
                return refused;
            return SettingUnits.Set(tx, setting, next is null ? null : UnitText.Read(next.Scalar(Value)!, setting.Unit)).Refused;
        });
    }
}
