using System.CommandLine;
using System.Globalization;
using System.Net;
using Atrium.Api;
using Atrium.CommandLine;
using Atrium.Values;

namespace Atrium.Firewall;

/// <summary><c>atrium firewall allow</c>, <c>deny</c>, <c>list</c> and <c>remove</c></summary>
internal static class FirewallRules
{
    internal static Command CreateAllow(CommandKit kit) => Create(
        kit, "allow", "Let an address or a network in, and never ban it", "atrium firewall allow 192.0.2.7 --note 'our office'",
        "atrium firewall allow 10.0.0.0/8 --protocol https");

    internal static Command CreateDeny(CommandKit kit) => Create(
        kit, "deny", "Keep an address or a network out, and end what it has open", "atrium firewall deny 203.0.113.7 --for 1d",
        "atrium firewall deny 2001:db8::/32 --protocol http --note 'scans for weeks'");

    internal static Command CreateList(CommandKit kit)
    {
        var command = new ExampleCommand(
            "list", "List the rules in the order in which they are asked", "atrium firewall list", "atrium firewall list --json") { kit.Options.Json };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            Write(kit, parsed, await client.Firewall.ListRulesAsync(cancellation));
            return ExitCode.Done;
        });
        return command;
    }

    internal static Command CreateRemove(CommandKit kit)
    {
        var id = new Argument<long>("NUMBER") { Description = "The number of the rule" };
        var command = new ExampleCommand("remove", "Remove a rule", "atrium firewall remove 3") { id, kit.Options.Json };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            await client.Firewall.RemoveRuleAsync(parsed.GetValue(id), cancellation)
                .WithHint(HttpStatusCode.NotFound, "These are there: atrium firewall list");
            if (kit.WantsJson(parsed))
                Write(kit, parsed, await client.Firewall.ListRulesAsync(cancellation));
            else
                kit.Shell.Out.WriteLine($"Removed rule {parsed.GetValue(id).ToString(CultureInfo.InvariantCulture)}.");
            return ExitCode.Done;
        });
        return command;
    }

    internal static string Sentence(FirewallRuleRecord rule, TimeProvider clock)
        => $"Rule {rule.Id.ToString(CultureInfo.InvariantCulture)}: {rule.Action} {rule.Network}"
        + $"{(rule.Protocol is null ? "" : $" for {rule.Protocol}")}{(rule.Expires is { } end ? $", until {Moment.Format(end, clock)}" : "")}.";

    private static ExampleCommand Create(CommandKit kit, string action, string description, params string[] examples)
    {
        var network = new Argument<string>("CIDR") { Description = "An address, or a network such as 192.0.2.0/24 or 2001:db8::/32" };
        var protocol = new Option<string?>("--protocol") { Description = "For one protocol only", HelpName = "NAME" };
        var order = new Option<int?>("--order")
        {
            Description = "Of the rules about an address the one with the least order decides, among equal ones the narrowest network [default: 500]",
            HelpName = "1-999",
        };
        var length = Parsed.Length("--for", "End it after a time");
        var note = new Option<string?>("--note") { Description = "Why it is there", HelpName = "TEXT" };
        var command = new ExampleCommand(action, description, examples) { network, protocol, order, length, note, kit.Options.Json };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            var request = new FirewallRuleRequest(
                parsed.GetValue(network)!, action, parsed.GetValue(protocol), parsed.GetValue(order),
                parsed.GetValue(length) is { } time ? kit.Shell.Clock.GetUtcNow() + time : null, parsed.GetValue(note));
            var rule = await client.Firewall.AddRuleAsync(request, cancellation);
            if (kit.WantsJson(parsed))
                Write(kit, parsed, [rule]);
            else
                kit.Shell.Out.WriteLine(Sentence(rule, kit.Shell.Clock));
            return ExitCode.Done;
        });
        return command;
    }

    private static void Write(CommandKit kit, ParseResult parsed, IReadOnlyList<FirewallRuleRecord> rules)
    {
        if (kit.WantsJson(parsed))
        {
            JsonOutput.Write(kit.Shell, rules, json => json.IReadOnlyListFirewallRuleRecord);
            return;
        }
        var table = new Table(new Column("Rule", IsNumber: true), new Column("Order", IsNumber: true), "Action", "Network", "Protocol", "Until", "Since", "By", "Note");
        foreach (var rule in rules)
        {
            table.Add(
                rule.Id.ToString(CultureInfo.InvariantCulture), rule.Order.ToString(CultureInfo.InvariantCulture), rule.Action, rule.Network,
                rule.Protocol ?? "all", rule.Expires is { } end ? Moment.Format(end, kit.Shell.Clock) : "-", Moment.Format(rule.Created, kit.Shell.Clock),
                rule.Author, rule.Note.Length == 0 ? "-" : rule.Note);
        }
        table.Write(kit.Shell);
    }
}
