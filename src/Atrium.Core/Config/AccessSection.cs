using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Ports;
using Atrium.Core.Repository;
using Atrium.Core.Repository.Operations;

namespace Atrium.Core.Config;

/// <summary>What is granted where, and where nothing is inherited. A folder is written with a slash at its end, and made where it is missing.</summary>
internal sealed class AccessSection() : ConfigSection(
    "access",
    ConfigAttribute.Flag(Inherits, @default: true) with { TakesAway = (_, after) => after == ConfigValue.Of(false) },
    ConfigAttribute.Map(Grants, Principal, Rights) with { TakesAway = Lowers })
{
    private const string Inherits = "inherits", Grants = "grants";

    internal override bool Says(ConfigItem item) => !item.Flag(Inherits) || item.Map(Grants).Count > 0;

    internal override Outcome<string> CheckKey(string text)
    {
        if (!text.StartsWith('/'))
            return Refused.Invalid("A path begins with a slash, such as /shared/plans/drafts/.");
        if (!NodePath.Parse(text).Try(out var path, out var refused))
            return refused;
        return path.Depth >= 2 ? path.ToString() : Refused.Invalid("Grants are for spaces and what is in them, such as /shared/plans.");
    }

    internal override string Show(string key, string written) => IsFolder(written) && NodePath.Parse(key).Value.Depth > 2 ? key + "/" : key;

    internal override IEnumerable<ConfigItem> Load(ConfigSource source)
    {
        var stops = source.Reader.Stops().ToHashSet();
        var grants = source.Reader.Grants().GroupBy(row => row.Node).ToDictionary(group => group.Key, group => group.ToList());
        foreach (var node in grants.Keys.Union(stops))
        {
            // What is deleted keeps its grants for an undelete; they are no configuration of what is there.
            if (source.PlaceOf(node) is not var (path, kind))
                continue;
            var members = grants.GetValueOrDefault(node, []).Select(row => (Name: source.NameOf(row.Principal), row.Rights)).Where(row => row.Name is not null);
            var key = path.ToString();
            var item = new ConfigItem(key)
            {
                Shown = kind == NodeKind.Folder && path.Depth > 2 ? key + "/" : key,
                Values = new()
                {
                    [Inherits] = ConfigValue.Of(!stops.Contains(node)),
                    [Grants] = ConfigValue.Of(members.Select(row => KeyValuePair.Create(row.Name!, RightsText.Format(row.Rights)))),
                },
            };
            if (Says(item))
                yield return item;
        }
    }

    internal override IEnumerable<ConfigStep> Steps(ConfigItem? old, ConfigItem? next, ConfigDraft change)
    {
        var path = NodePath.Parse((next ?? old)!.Key).Value;
        string[] space = [$"/{path.Names[0]}/{path.Names[1]}"];
        if (old is null && IsFolder(next!.Shown))
            yield return new ConfigStep(ConfigPhase.Access, "", tx => MakeMissing(tx, path, change)) { Needs = space, Makes = [next.Key] };
        if ((next?.Flag(Inherits) ?? true) != (old?.Flag(Inherits) ?? true))
        {
            var inherits = next?.Flag(Inherits) ?? true;
            yield return new ConfigStep(ConfigPhase.Access, Inherits, tx => GrantUnits.SetInheritance(tx, path, inherits).Refused) { Needs = [.. space, path.ToString()] };
        }
        var had = old?.Map(Grants) ?? new Dictionary<string, string>();
        var has = next?.Map(Grants) ?? new Dictionary<string, string>();
        foreach (var gone in had.Keys.Where(name => !has.ContainsKey(name)))
            yield return new ConfigStep(ConfigPhase.Access, Grants, tx => Revoke(tx, path, gone)) { Needs = [.. space, gone] };
        foreach (var (name, text) in has.Where(grant => had.GetValueOrDefault(grant.Key) != grant.Value))
        {
            var rights = RightsText.Parse(text).Value;
            yield return new ConfigStep(ConfigPhase.Access, ConfigPath.Child(Grants, name), tx => GrantUnits.Grant(tx, path, name, rights).Refused)
            {
                Needs = [.. space, path.ToString(), name],
            };
        }
    }

    // With a principal that is removed all that is granted to it has gone.
    private static Refused? Revoke(ICatalogTransaction tx, NodePath path, string name)
        => PrincipalNames.Find(tx, name).Refused is null ? GrantUnits.Revoke(tx, path, name).Refused : null;

    private static Refused? MakeMissing(ICatalogTransaction tx, NodePath path, ConfigDraft change)
    {
        if (!TreeWalk.To(tx, tx.Caller, path, AsOf.Now).Try(out var walk, out var refused))
            return refused;
        if (walk.IsFound)
            return walk.TargetKind == NodeKind.Folder ? null : Refused.Conflict($"{path} is a file: a file is written without a slash at its end.");
        change.Add("folder", null, "\"made\"");
        return MakeFolder.Unit(tx, path, MissingParents.Create).Refused;
    }

    private static bool IsFolder(string written) => written.EndsWith('/');

    private static Outcome<string> Principal(string text)
        => text is PrincipalNames.Everyone or PrincipalNames.Anyone ? text : AccountNameRule.Check(text);

    private static Outcome<string> Rights(string text)
    {
        if (!RightsText.Parse(text).Try(out var rights, out var refused))
            return refused;
        return RightsText.Format(rights);
    }

    private static bool Lowers(ConfigValue before, ConfigValue after)
        => RightsText.Parse(((ConfigScalar)before).Value!).Try(out var then, out _) && RightsText.Parse(((ConfigScalar)after).Value!).Try(out var now, out _)
            && (then & ~now) != Access.Rights.None;
}
