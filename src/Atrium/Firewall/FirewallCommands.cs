using System.CommandLine;
using Atrium.CommandLine;

namespace Atrium.Firewall;

/// <summary><c>atrium firewall</c></summary>
internal static class FirewallCommands
{
    internal static Command Create(CommandKit kit) => new ExampleCommand(
        "firewall", "Who may connect: rules, and whom the server keeps out by itself; changes hold at once, on open connections too",
        "atrium firewall deny 203.0.113.0/24 --for 1d --note 'scans for weeks'", "atrium firewall bans")
    {
        FirewallRules.CreateAllow(kit),
        FirewallRules.CreateDeny(kit),
        FirewallRules.CreateList(kit),
        FirewallRules.CreateRemove(kit),
        FirewallBans.CreateList(kit),
        FirewallBans.CreateUnban(kit),
    };
}
