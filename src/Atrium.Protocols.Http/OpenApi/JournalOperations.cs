using static Atrium.Api.AtriumJson;

namespace Atrium.Protocols.Http.OpenApi;

/// <summary>The journal.</summary>
internal static class JournalOperations
{
    internal static IEnumerable<(string Key, Operation Operation)> All =>
    [
        ("GET /api/v1/audit", new("Journal", "What has happened, the newest entries unless a cursor is given; everybody may ask for his own sign-ins")
        {
            Parameters =
            [
                new("account", "string", "Who did it, or the name that was tried"), new("path", "string", "A path with all below it, or a name"),
                new("protocol", "string", "The short name of a protocol, such as https"), new("peer", "string", "The address that it came from"),
                new("kind", "string", "change, administration, sign-in, refusal, read, guard or server, with commas between several"),
                new("since", "date-time", "From this time on"), new("until", "date-time", "Before this time"), new("limit", "integer", "1 to 5000"),
                new("after", "string", "The cursor 'next' of an earlier page: what comes later"),
                new("before", "string", "The cursor 'earlier' of an earlier page: what came earlier"),
                new("wait", "integer", "Seconds to wait for an entry, 0 to 60"),
            ],
            Replies = [new(200, "A page, the oldest entry first; empty when there was none", Body.Json(Default.AuditPageRecord))],
            Problems = [400, 401, 403, 410],
        }),
        ("GET /api/v1/audit/heads", new("Journal", "Seal the journal, and give its last seals, to be kept elsewhere")
        {
            Replies = [new(200, "The last seal of each stream", Body.Json(Default.JournalHeadsRecord))], Problems = [400, 401, 403],
        }),
    ];
}
