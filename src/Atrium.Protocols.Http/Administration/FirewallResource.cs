using System.Globalization;
using Atrium.Api;
using Atrium.Core;
using Atrium.Core.Guard;
using Atrium.Protocols.Http.Answers;
using Atrium.Protocols.Http.Dispatch;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Administration;

/// <summary><c>/api/v1/firewall</c>: who may connect.</summary>
internal static class FirewallResource
{
    /// <summary>Rules on a page: about a megabyte, so that a list of a hundred thousand is twenty requests.</summary>
    private const int RulesOfOnePage = 5000;

    private const string RulesLink = "/api/v1/firewall/rules";

    internal static async ValueTask<Refused?> ListRulesAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown("after") is { } unknown)
            return unknown;
        if (!exchange.Query.Number("after", 0, int.MaxValue).Try(out var after, out var refused)
            || !(await exchange.Workspace.Administration.Firewall.ListRulesAsync((int)(after ?? 0), RulesOfOnePage, exchange.Aborted)).Try(out var rules, out refused))
            return refused;
        var next = rules.Count < RulesOfOnePage ? null : ((after ?? 0) + rules.Count).ToString(CultureInfo.InvariantCulture);
        return await exchange.JsonAsync(
            StatusCodes.Status200OK, new PageRecord<FirewallRuleRecord>([.. rules.Select(ToRecord)], next), AtriumJson.Default.PageRecordFirewallRuleRecord);
    }

    internal static async ValueTask<Refused?> GetRuleAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        if (!RecordNumber.Read(exchange, "The rule").Try(out var id, out var refused)
            || !(await exchange.Workspace.Administration.Firewall.GetRuleAsync(id, exchange.Aborted)).Try(out var rule, out refused))
            return refused;
        return await exchange.JsonAsync(StatusCodes.Status200OK, ToRecord(rule), AtriumJson.Default.FirewallRuleRecord);
    }

    internal static async ValueTask<Refused?> AddRuleAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        if (!(await Json.ReadAsync(exchange, AtriumJson.Default.FirewallRuleRequest)).Try(out var request, out var refused)
            || !Network.Parse(request.Network).Try(out var network, out refused)
            || !ReadAction(request.Action).Try(out var action, out refused))
            return refused;
        var rule = new NewRule(network, action) { Protocol = request.Protocol, Order = request.Order, Expires = request.Expires, Note = request.Note };
        if (!(await exchange.Workspace.Administration.Firewall.SetRuleAsync(rule, exchange.Aborted)).Try(out var written, out refused))
            return refused;
        exchange.Response.Headers.Location = string.Create(CultureInfo.InvariantCulture, $"{RulesLink}/{written.Id}");
        return await exchange.JsonAsync(StatusCodes.Status201Created, ToRecord(written), AtriumJson.Default.FirewallRuleRecord);
    }

    internal static async ValueTask<Refused?> RemoveRuleAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        return RecordNumber.Read(exchange, "The rule").Try(out var id, out var refused)
            ? exchange.Empty(await exchange.Workspace.Administration.Firewall.RemoveRuleAsync(id, exchange.Aborted))
            : refused;
    }

    internal static async ValueTask<Refused?> ListBansAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        if (!(await exchange.Workspace.Administration.Firewall.ListBansAsync(exchange.Aborted)).Try(out var bans, out var refused))
            return refused;
        return await exchange.JsonAsync(StatusCodes.Status200OK, new PageRecord<BanRecord>([.. bans.Select(ToRecord)]), AtriumJson.Default.PageRecordBanRecord);
    }

    /// <summary>The network stands in the path with its slash.</summary>
    internal static async ValueTask<Refused?> UnbanAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        if (!Network.Parse(string.Join('/', exchange.Target.Segments[4..])).Try(out var network, out var refused)
            || !(await exchange.Workspace.Administration.Firewall.UnbanAsync(network, exchange.Aborted)).Try(out var unbanned, out refused))
            return refused;
        return await exchange.JsonAsync(
            StatusCodes.Status200OK,
            new UnbannedRecord(
                [.. unbanned.Bans.Select(ToRecord)], [.. unbanned.Rules.Select(ToRecord)], unbanned.Still is { } still ? ToRecord(still) : null),
            AtriumJson.Default.UnbannedRecord);
    }

    private static Outcome<RuleAction> ReadAction(string action) => action switch
    {
        "allow" => RuleAction.Allow,
        "deny" => RuleAction.Deny,
        _ => Refused.Invalid($"A rule says allow or deny; '{action}' is neither."),
    };

    private static FirewallRuleRecord ToRecord(FirewallRule rule) => new(
        rule.Id, rule.Network.ToString(), rule.Action == RuleAction.Allow ? "allow" : "deny", rule.Protocol, rule.Order, rule.Expires, rule.Note, rule.Created,
        rule.Author);

    private static BanRecord ToRecord(Ban ban) => new(ban.Source.ToString(), NameOf(ban.Offence), ban.Since, ban.Until, ban.Times);

    private static string NameOf(Offence offence) => offence switch
    {
        Offence.FailedSignIn => "failed-sign-ins",
        Offence.MalformedInput => "malformed-input",
        Offence.Probing => "probing",
        Offence.Miss => "misses",
        _ => throw new InvalidOperationException($"The unknown offence {offence}."),
    };
}
