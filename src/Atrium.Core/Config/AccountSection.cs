using Atrium.Core.Accounts;
using Atrium.Core.Ports;
using Atrium.Core.Repository;

namespace Atrium.Core.Config;

/// <summary>Accounts, without what they sign in with.</summary>
internal sealed class AccountSection() : ConfigSection(
    "accounts",
    ConfigAttribute.Flag(Administrator) with { TakesAway = (_, after) => after == ConfigValue.Of(false) },
    ConfigAttribute.Flag(Disabled) with { TakesAway = (_, after) => after == ConfigValue.Of(true) },
    ConfigAttribute.List(Addresses, text => AddressRule.Check(text).Try(out var row, out var refused) ? row.Address : refused))
{
    private const string Administrator = "administrator", Disabled = "disabled", Addresses = "addresses";

    internal override Outcome<string> CheckKey(string text) => AccountNameRule.Check(text);

    internal override IEnumerable<ConfigItem> Load(ConfigSource source)
    {
        var addresses = source.Reader.Addresses().ToLookup(row => row.Account, row => row.Address);
        return source.Reader.Accounts().Select(row => new ConfigItem(row.Name)
        {
            Values = new()
            {
                [Administrator] = ConfigValue.Of(row.IsAdministrator),
                [Disabled] = ConfigValue.Of(row.IsDisabled),
                [Addresses] = ConfigValue.Of(addresses[row.Id]),
            },
        });
    }

    internal override IEnumerable<ConfigStep> Steps(ConfigItem? old, ConfigItem? next, ConfigDraft change)
    {
        if (next is null)
        {
            // What it has stored is not for a file to throw away: a home that was ever used is refused, with the commands that decide.
            yield return Of(ConfigPhase.RemovePrincipals, "", old!.Key, (tx, account) => ChangeAccount.Remove(tx, account, HomeFate.DeleteIfUnused, null).Refused);
            yield break;
        }
        var role = next.Flag(Administrator) ? AccountRole.Administrator : AccountRole.Member;
        if (old is null)
        {
            yield return new ConfigStep(ConfigPhase.AddPrincipals, "", tx => AddAccount.Unit(tx, next.Key, verifier: null, role, []).Refused)
            {
                Makes = [next.Key, NodePath.Root.TrustedChild(SpaceKind.Home.FolderName()).TrustedChild(next.Key).ToString()],
            };
        }
        if (next.Flag(Disabled) != (old?.Flag(Disabled) ?? false) || (old is not null && next.Flag(Administrator) != old.Flag(Administrator)))
        {
            var settings = new AccountSettings { Role = role, State = next.Flag(Disabled) ? AccountState.Disabled : AccountState.Active };
            var phase = next.Flag(Administrator) && !next.Flag(Disabled) ? ConfigPhase.Promote : ConfigPhase.Demote;
            yield return Of(phase, "", next.Key, (tx, account) => ChangeAccount.Set(tx, account, settings).Refused);
        }
        var (had, has) = (old?.List(Addresses) ?? [], next.List(Addresses));
        foreach (var gone in had.Except(has, StringComparer.Ordinal))
            yield return Of(ConfigPhase.RemoveAddresses, Addresses, next.Key, (tx, account) => AddressUnits.Remove(tx, account, gone).Refused);
        foreach (var added in has.Except(had, StringComparer.Ordinal))
        {
            yield return Of(
                ConfigPhase.AddAddresses, Addresses, next.Key,
                (tx, account) => AddressRule.Check(added).Try(out var row, out var refused) ? AddressUnits.Add(tx, account, row).Refused : refused);
        }
    }

    private static ConfigStep Of(ConfigPhase phase, string attribute, string name, Func<ICatalogTransaction, AccountRow, Refused?> change) => new(
        phase, attribute, tx => tx.FindAccount(name) is { } account ? change(tx, account) : Refused.NotFound($"The account {name}")) { Needs = [name] };
}
