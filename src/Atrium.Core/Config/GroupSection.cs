using Atrium.Core.Accounts;

namespace Atrium.Core.Config;

/// <summary>Groups with the accounts and groups that are directly in them.</summary>
internal sealed class GroupSection() : ConfigSection("groups", ConfigAttribute.List(Members, text => AccountNameRule.Check(text)))
{
    private const string Members = "members";

    internal override Outcome<string> CheckKey(string text) => AccountNameRule.Check(text);

    internal override IEnumerable<ConfigItem> Load(ConfigSource source) => source.Reader.Groups().Select(row => new ConfigItem(row.Name)
    {
        Values = new() { [Members] = ConfigValue.Of(source.Reader.MembersOf(row.Id).Select(source.NameOf).OfType<string>()) },
    });

    internal override IEnumerable<ConfigStep> Steps(ConfigItem? old, ConfigItem? next, ConfigDraft change)
    {
        if (next is null)
        {
            yield return new ConfigStep(ConfigPhase.RemovePrincipals, "", tx => GroupUnits.Remove(tx, old!.Key).Refused);
            yield break;
        }
        if (old is null)
            yield return new ConfigStep(ConfigPhase.AddPrincipals, "", tx => GroupUnits.Add(tx, next.Key).Refused) { Makes = [next.Key] };
        var (had, has) = (old?.List(Members) ?? [], next.List(Members));
        foreach (var gone in had.Except(has, StringComparer.Ordinal))
            yield return new ConfigStep(ConfigPhase.Leave, Members, tx => GroupUnits.Leave(tx, next.Key, gone).Refused) { Needs = [next.Key] };
        foreach (var added in has.Except(had, StringComparer.Ordinal))
            yield return new ConfigStep(ConfigPhase.Join, Members, tx => GroupUnits.Join(tx, next.Key, added).Refused) { Needs = [next.Key, added] };
    }
}
