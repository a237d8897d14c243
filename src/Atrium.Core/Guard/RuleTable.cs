using System.Net;

namespace Atrium.Core.Guard;

/// <summary>
/// All rules, made to be asked: built once from a list, never changed, replaced whole. The networks are kept by their lengths, and each
/// of them knows already what decides in it, the wider networks around it included: an address is looked up once for each length that
/// occurs, from the longest on, and the first hit is the answer. However many rules there are, there are at most 33 lengths for an
/// IPv4 address and 129 for an IPv6 one; in practice three or four.
/// </summary>
internal sealed class RuleTable
{
    private readonly (int Length, Dictionary<UInt128, FirewallRule[]> Networks)[] lengths;

    private RuleTable((int Length, Dictionary<UInt128, FirewallRule[]> Networks)[] lengths) => this.lengths = lengths;

    internal static RuleTable Empty { get; } = new([]);

    internal static RuleTable Build(IEnumerable<FirewallRule> rules)
    {
        // From the widest network on, so that what is around one is complete when its turn comes.
        var table = Empty;
        foreach (var sameLength in rules.GroupBy(rule => rule.Network.Length).OrderBy(group => group.Key))
        {
            var networks = new Dictionary<UInt128, FirewallRule[]>();
            foreach (var network in sameLength.GroupBy(rule => rule.Network.Bits))
                networks[network.Key] = Deciding(network.Concat(table.Around(network.Key)));
            table = new([(sameLength.Key, networks), .. table.lengths]);
        }
        return table;
    }

    /// <summary>The rule that decides about an address at a protocol; null where none is about it.</summary>
    internal FirewallRule? Find(IPAddress address, string protocol)
    {
        if (lengths.Length == 0)
            return null;
        foreach (var rule in Around(Network.ToBits(address)))
        {
            if (rule.Protocol is null || rule.Protocol == protocol)
                return rule;
        }
        return null;
    }

    private FirewallRule[] Around(UInt128 bits)
    {
        var isFour = Network.IsMapped(bits);
        foreach (var (length, networks) in lengths)
        {
            if (isFour && length < Network.MappedLength)
                break;
            if (networks.TryGetValue(Network.Around(bits, length).Bits, out var rules))
                return rules;
        }
        return [];
    }

    /// <summary>The first of all, and before it those for one protocol only; nothing behind it can decide.</summary>
    private static FirewallRule[] Deciding(IEnumerable<FirewallRule> rules)
    {
        var deciding = new List<FirewallRule>();
        // Of two about the same network: the one for one protocol is the narrower one.
        foreach (var rule in rules.OrderBy(rule => rule.Order).ThenByDescending(rule => rule.Network.Length).ThenBy(rule => rule.Protocol is null).ThenBy(rule => rule.Id))
        {
            if (!deciding.Exists(before => before.Protocol == rule.Protocol))
                deciding.Add(rule);
            if (rule.Protocol is null)
                break;
        }
        return [.. deciding];
    }
}
