using System.CommandLine;
using System.Globalization;
using Atrium.Api;
using Atrium.CommandLine;
using Atrium.Values;

namespace Atrium.Firewall;

/// <summary><c>atrium firewall bans</c> and <c>unban</c></summary>
internal static class FirewallBans
{
    internal static Command CreateList(CommandKit kit)
    {
        var command = new ExampleCommand(
            "bans", "List whom the server keeps out by itself, with why, since when, until when and how often", "atrium firewall bans",
            "atrium firewall bans --json") { kit.Options.Json };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            var bans = await client.Firewall.ListBansAsync(cancellation);
            if (kit.WantsJson(parsed))
            {
                JsonOutput.Write(kit.Shell, bans, json => json.IReadOnlyListBanRecord);
                return ExitCode.Done;
            }
            var table = new Table("Source", "Reason", "Since", "Until", new Column("Times", IsNumber: true));
            foreach (var ban in bans)
            {
                table.Add(
                    ban.Source, ban.Reason, Moment.Format(ban.Since, kit.Shell.Clock), Moment.Format(ban.Until, kit.Shell.Clock),
                    ban.Times.ToString(CultureInfo.InvariantCulture));
            }
            table.Write(kit.Shell);
            return ExitCode.Done;
        });
        return command;
    }

    internal static Command CreateUnban(CommandKit kit)
    {
        var network = new Argument<string>("ADDRESS") { Description = "An address, or a network with all that is in it" };
        var command = new ExampleCommand(
            "unban", "Let an address in again: its bans end, and the rules that deny exactly it go", "atrium firewall unban 203.0.113.7",
            "atrium firewall unban 2001:db8::/64") { network, kit.Options.Json };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            var unbanned = await client.Firewall.UnbanAsync(parsed.GetValue(network)!, cancellation);
            if (kit.WantsJson(parsed))
                JsonOutput.Write(kit.Shell, unbanned, json => json.UnbannedRecord);
            else
                Tell(kit, unbanned);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Tell(CommandKit kit, UnbannedRecord unbanned)
    {
        foreach (var ban in unbanned.Bans)
            kit.Shell.Out.WriteLine($"{ban.Source} is no longer banned.");
        foreach (var rule in unbanned.Rules)
            kit.Shell.Out.WriteLine($"Removed. {FirewallRules.Sentence(rule, kit.Shell.Clock)}");
        if (unbanned.Still is { } still)
        {
            kit.Shell.Out.WriteLine(
                $"It is still kept out. {FirewallRules.Sentence(still, kit.Shell.Clock)} Remove that rule with atrium firewall remove {still.Id.ToString(CultureInfo.InvariantCulture)}, or let the address in with atrium firewall allow.");
        }
    }
}
