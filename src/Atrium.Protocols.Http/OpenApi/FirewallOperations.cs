using static Atrium.Api.AtriumJson;

namespace Atrium.Protocols.Http.OpenApi;

/// <summary>Who may connect.</summary>
internal static class FirewallOperations
{
    internal static IEnumerable<(string Key, Operation Operation)> All =>
    [
        ("GET /api/v1/firewall/rules", new("Firewall", "List the rules in the order in which they are asked, a page at a time")
        {
            Parameters = [new("after", "string", "Where the page before said that the next one begins")],
            Replies = [new(200, "The rules", Body.Json(Default.PageRecordFirewallRuleRecord))], Problems = [400, 401, 403],
        }),
        ("POST /api/v1/firewall/rules", new("Firewall", "Write a rule, which holds at once, on open connections too; what was said of the same network and protocol goes")
        {
            Request = Body.Json(Default.FirewallRuleRequest), Replies = [new(201, "The rule", Body.Json(Default.FirewallRuleRecord))],
            Problems = [400, 401, 403, 409, 413],
        }),
        ("GET /api/v1/firewall/rules/{id}", new("Firewall", "Show a rule")
        {
            Replies = [new(200, "The rule", Body.Json(Default.FirewallRuleRecord))], Problems = [400, 401, 403, 404],
        }),
        ("DELETE /api/v1/firewall/rules/{id}", new("Firewall", "Remove a rule")
        {
            Replies = [new(204, "It is gone")], Problems = [400, 401, 403, 404, 409],
        }),
        ("GET /api/v1/firewall/bans", new("Firewall", "List whom the server keeps out by itself, newest first")
        {
            Replies = [new(200, "The bans", Body.Json(Default.PageRecordBanRecord))], Problems = [400, 401, 403],
        }),
        ("DELETE /api/v1/firewall/bans/*", new("Firewall", "Let an address or a network in again: its bans end, and the rules that deny exactly it go")
        {
            Replies = [new(200, "What was ended", Body.Json(Default.UnbannedRecord))], Problems = [400, 401, 403, 404, 409],
        }),
    ];
}
