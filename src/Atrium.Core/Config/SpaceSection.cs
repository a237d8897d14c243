using Atrium.Core.Accounts;
using Atrium.Core.Ports;
using Atrium.Core.Repository;
using Atrium.Values;

namespace Atrium.Core.Config;

/// <summary>Spaces with their owners and limits; what is in them is no configuration.</summary>
internal sealed class SpaceSection() : ConfigSection(
    "spaces",
    ConfigAttribute.Scalar(Owner, null, OwnerName),
    ConfigAttribute.Scalar(Quota, null, Size),
    ConfigAttribute.Scalar(History, null, Size) with { TakesAway = IsLess },
    ConfigAttribute.Scalar(Retention, null, Length) with { TakesAway = (before, after) => Kept(after) < Kept(before) })
{
    private const string Owner = "owner", Quota = "quota", History = "history", Retention = "retention";

    // A home goes with its account.
    internal override bool CanRemove(ConfigItem item) => !item.Key.StartsWith("/home/", StringComparison.Ordinal);

    internal override Outcome<string> CheckKey(string text)
    {
        if (!text.StartsWith('/') || !NodePath.Parse(text).Try(out var path, out _))
            return NotASpace;
        return path.Depth == 2 && SpaceKinds.FromFolderName(path.Names[0]) is not null ? path.ToString() : NotASpace;
    }

    internal override IEnumerable<ConfigItem> Load(ConfigSource source) => source.Spaces.Select(space => new ConfigItem(space.Path.ToString())
    {
        Values = new()
        {
            [Owner] = ConfigValue.Of(source.NameOf(space.Owner)),
            [Quota] = ConfigValue.Of(space.Quota is { } quota ? ByteSize.Exact(quota) : null),
            [History] = ConfigValue.Of(space.HistoryCap is { } cap ? ByteSize.Exact(cap) : null),
            [Retention] = ConfigValue.Of(TimeLength.Format(Seconds(space.Retention))),
        },
    });

    internal override IEnumerable<ConfigStep> Steps(ConfigItem? old, ConfigItem? next, ConfigDraft change)
    {
        var path = NodePath.Parse((next ?? old)!.Key).Value;
        if (next is null)
        {
            // What people have stored is not for a file to throw away.
            yield return new ConfigStep(ConfigPhase.RemoveSpaces, "", tx => RemoveSpace.Unit(tx, path, SpaceFate.DeleteIfUnused).Refused);
            yield break;
        }
        var settings = new SpaceSettings
        {
            // An owner that is gone is named by nobody: it stays as it is.
            Owner = next.Scalar(Owner),
            Quota = Limit(next, Quota),
            HistoryCap = Limit(next, History),
            Retention = next.Scalar(Retention) is { } kept && TimeLength.TryParse(kept, out var length) ? length : null,
        };
        yield return new ConfigStep(ConfigPhase.Spaces, "", tx => Put(tx, path, settings))
        {
            Needs = settings.Owner is { } owner ? [owner] : [],
            Makes = [next.Key],
        };
    }

    // The home of an account that this file adds is there already, with the defaults.
    private static Refused? Put(ICatalogTransaction tx, NodePath path, SpaceSettings settings)
    {
        if (tx.FindSpace(SpaceKinds.FromFolderName(path.Names[0])!.Value, path.Names[1]) is not { } space)
            return AddSpace.Unit(tx, path, settings).Refused;
        return Holds(tx, space, settings) ? null : AddSpace.Change(tx, path, settings).Refused;
    }

    private static bool Holds(ICatalogReader reader, Space space, SpaceSettings settings)
        => (settings.Owner is null || Access.PrincipalNames.Of(reader, space.Owner)?.Name == settings.Owner)
            && (settings.Quota is not { } quota || quota == (space.Quota ?? -1))
            && (settings.HistoryCap is not { } cap || cap == (space.HistoryCap ?? -1))
            && (settings.Retention is not { } retention || retention == space.Retention);

    private static Refused NotASpace => Refused.Invalid("A space is /shared/NAME, /sites/HOST or /home/ACCOUNT.");

    private static long? Limit(ConfigItem item, string name) => !item.Values.ContainsKey(name) ? null
        : item.Scalar(name) is { } text && ByteSize.TryParse(text, out var bytes) ? bytes
        : -1;

    private static Outcome<string?> OwnerName(string? text)
    {
        if (text is null)
            return (string?)null;
        return AccountNameRule.Check(text).Try(out var name, out var refused) ? name : refused;
    }

    private static Outcome<string?> Size(string? text) => text is null ? (string?)null
        : ByteSize.TryParse(text, out var bytes) ? ByteSize.Exact(bytes)
        : Refused.Invalid($"Here stands {ByteSize.Forms}, or null for none; '{text}' is none of these.");

    private static Outcome<string?> Length(string? text)
        => text is not null && TimeLength.TryParse(text, out var length) && length <= SpaceSettings.MaxRetention
            ? TimeLength.Format(length)
            : Refused.Invalid($"Here stands {TimeLength.Forms}, 100 years at most; '{text ?? "null"}' is none.");

    private static bool IsLess(ConfigValue before, ConfigValue after)
        => ((ConfigScalar)after).Value is { } less && ByteSize.TryParse(less, out var now)
            && (((ConfigScalar)before).Value is not { } more || (ByteSize.TryParse(more, out var then) && now < then));

    private static TimeSpan Kept(ConfigValue value) => TimeLength.TryParse(((ConfigScalar)value).Value ?? "0", out var length) ? length : default;

    private static TimeSpan Seconds(TimeSpan length) => TimeSpan.FromSeconds((long)length.TotalSeconds);
}
