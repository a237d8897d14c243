using System.Net;
using Atrium.Core.Guard;
using CsCheck;

namespace Atrium.Core.Tests.Guard;

public class RuleTableTests
{
    private static readonly string?[] Protocols = [null, null, "https", "http"];

    // Few bits, so that networks lie in each other and are met often; both kinds, since they must not mix.
    private static readonly Gen<IPAddress> Addresses = Gen.Select(Gen.Bool, Gen.Int[0, 255], Gen.Int[0, 3], (isFour, first, last) => isFour
        ? new IPAddress([10, (byte)first, 0, (byte)last])
        : new IPAddress([0x20, 1, 0xd, 0xb8, (byte)first, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte)last]));

    private static readonly Gen<FirewallRule> Rules = Gen.Select(
        Addresses, Gen.Int[0, 128], Gen.Int[0, 3], Gen.Bool, Gen.Int[1, 3], (address, length, protocol, deny, order) =>
        {
            var bits = Network.Of(address);
            var network = bits.IsIPv4 ? bits.AndWider.ElementAt(length % 33) : bits.AndWider.ElementAt(length);
            return new FirewallRule(0, network, Protocols[protocol], deny ? RuleAction.Deny : RuleAction.Allow, order);
        });

    [Fact]
    public void Find_OfAnyRules_IsTheFirstOfThoseAboutTheAddress()
        => Gen.Select(Rules.List[0, 40], Addresses.List[1, 20]).Sample((drawn, addresses) =>
        {
            // A network has one rule for a protocol.
            var rules = drawn.DistinctBy(rule => (rule.Network, rule.Protocol)).Select((rule, i) => rule with { Id = i }).ToList();
            var table = RuleTable.Build(rules);
            foreach (var address in addresses)
            {
                foreach (var protocol in (string[])["https", "http", "ftp"])
                    Assert.Equal(Expected(rules, address, protocol), table.Find(address, protocol));
            }
        });

    [Fact]
    public void Find_OfAnAddressInIPv6Clothes_IsTheRuleOfIPv4()
    {
        var table = RuleTable.Build([new FirewallRule(1, Network.Parse("10.0.0.0/8").Value, null, RuleAction.Deny, 500)]);
        Assert.NotNull(table.Find(IPAddress.Parse("::ffff:10.1.2.3"), "https"));
        Assert.Null(table.Find(IPAddress.Parse("::10.1.2.3"), "https"));
    }

    private static FirewallRule? Expected(IEnumerable<FirewallRule> rules, IPAddress address, string protocol) => rules
        .Where(rule => rule.Network.Contains(address) && (rule.Protocol is null || rule.Protocol == protocol))
        .OrderBy(rule => rule.Order).ThenByDescending(rule => rule.Network.Length).ThenBy(rule => rule.Protocol is null)
        .FirstOrDefault();
}
