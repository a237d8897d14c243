using System.Globalization;
using Atrium.Core.Guard;
using Atrium.Core.Ports;

namespace Atrium.Core.Config;

/// <summary>
/// The rules of the firewall, by the network and the protocol that they are about: "192.0.2.0/24", or "192.0.2.0/24 https". Bans are no
/// configuration.
/// </summary>
internal sealed class FirewallSection(Store store) : ConfigSection(
    "firewall",
    ConfigAttribute.Scalar(Action, null, ActionText) with { TakesAway = (_, after) => after == ConfigValue.Of(Deny) },
    ConfigAttribute.Number(Order, FirewallRule.UsualOrder, FirewallRule.FirstOrder, FirewallRule.LastOrder),
    ConfigAttribute.Scalar(Expires, ConfigValue.Of((string?)null), Moment),
    ConfigAttribute.Scalar(Note, ConfigValue.Of(""), text => text ?? ""))
{
    private const string Action = "action", Order = "order", Expires = "expires", Note = "note", Allow = "allow", Deny = "deny";

    private const string MomentForm = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    internal override Outcome<string> CheckKey(string text)
    {
        var (network, protocol) = Split(text);
        if (!Network.Parse(network).Try(out var parsed, out var refused))
            return refused;
        return Key(parsed, protocol);
    }

    internal override void Check(ConfigItem item, string path, ConfigMistakes mistakes)
    {
        if (item.Scalar(Action) is null)
            mistakes.Add(item.Line, path, $"A rule says \"{Action}\": \"{Allow}\" or \"{Deny}\".");
    }

    // A file is kept for longer than a rule that ends.
    internal override bool IsOver(ConfigItem item) => item.Scalar(Expires) is { } text && Time(text) <= store.Clock.GetUtcNow();

    internal override IEnumerable<ConfigItem> Load(ConfigSource source) => source.Reader.FirewallRules()
        .Where(rule => !(rule.Expires?.UtcTicks <= source.Reader.Now))
        .Select(rule => new ConfigItem(Key(rule.Network, rule.Protocol))
        {
            Values = new()
            {
                [Action] = ConfigValue.Of(rule.Action == RuleAction.Allow ? Allow : Deny),
                [Order] = ConfigValue.Of(rule.Order),
                [Expires] = ConfigValue.Of(rule.Expires?.ToString(MomentForm, CultureInfo.InvariantCulture)),
                [Note] = ConfigValue.Of(rule.Note),
            },
        });

    internal override IEnumerable<ConfigStep> Steps(ConfigItem? old, ConfigItem? next, ConfigDraft change)
    {
        var (text, protocol) = Split((next ?? old)!.Key);
        var network = Network.Parse(text).Value;
        var isAllowed = (next ?? old)!.Scalar(Action) == Allow;
        if (next is null)
        {
            yield return new ConfigStep(isAllowed ? ConfigPhase.Close : ConfigPhase.Open, "", tx => Remove(tx, network, protocol));
            yield break;
        }
        var rule = new NewRule(network, isAllowed ? RuleAction.Allow : RuleAction.Deny)
        {
            Protocol = protocol,
            Order = (int)next.Number(Order)!.Value,
            Expires = next.Scalar(Expires) is { } end ? Time(end) : null,
            Note = next.Scalar(Note),
        };
        yield return new ConfigStep(isAllowed ? ConfigPhase.Open : ConfigPhase.Close, "", tx => new FirewallControl(store, tx.Caller).Write(tx, rule).Refused);
    }

    private Refused? Remove(ICatalogTransaction tx, Network network, string? protocol)
        => tx.FirewallRulesOf(network).FirstOrDefault(rule => rule.Protocol == protocol) is { } rule
            ? new FirewallControl(store, tx.Caller).Remove(tx, rule.Id).Refused
            : Refused.NotFound($"A rule about {Key(network, protocol)}");

    private static string Key(Network network, string? protocol) => protocol is null ? network.ToString() : $"{network} {protocol}";

    private static (string Network, string? Protocol) Split(string text)
        => text.IndexOf(' ', StringComparison.Ordinal) is > 0 and var at ? (text[..at], text[(at + 1)..]) : (text, null);

    private static Outcome<string?> ActionText(string? text)
        => text is Allow or Deny ? text : Refused.Invalid($"A rule says \"{Allow}\" or \"{Deny}\"; '{text ?? "null"}' is neither.");

    private static Outcome<string?> Moment(string? text)
    {
        if (text is null)
            return (string?)null;
        return TryTime(text, out var time)
            ? time.ToString(MomentForm, CultureInfo.InvariantCulture)
            : Refused.Invalid($"Here stands a time such as 2030-01-31T12:00:00Z, or null for no end; '{text}' is none.");
    }

    private static DateTimeOffset Time(string text) => TryTime(text, out var time) ? time : default;

    // RFC 3339: a time with its zone.
    private static bool TryTime(string text, out DateTimeOffset time)
    {
        var isTime = DateTimeOffset.TryParseExact(
            text, ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
        time = time.ToUniversalTime();
        return isTime;
    }
}
