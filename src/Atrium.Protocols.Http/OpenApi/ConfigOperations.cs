using static Atrium.Api.AtriumJson;

namespace Atrium.Protocols.Http.OpenApi;

/// <summary>The configuration as a file.</summary>
internal static class ConfigOperations
{
    private static readonly Parameter Prune = new("prune", "switch", "Remove also what the file does not name, in the sections that it has");

    // Comments and trailing commas are taken too: bytes, of which the server says itself what is wrong with them.
    private static readonly Body File = new("application/json", null);

    internal static IEnumerable<(string Key, Operation Operation)> All =>
    [
        ("GET /api/v1/config", new("Configuration", "Write accounts, groups, spaces, grants, sites and settings as one file, without secrets")
        {
            Replies = [new(200, "The file; its ETag names the state", File)], Problems = [400, 401, 403],
        }),
        ("POST /api/v1/config/plan", new("Configuration", "Tell what applying a file would change; all that is wrong with it stands in the errors of the problem")
        {
            Parameters = [Prune], Request = File, Replies = [new(200, "The plan", Body.Json(Default.ConfigPlanRecord))], Problems = [400, 401, 403, 413],
        }),
        ("POST /api/v1/config/apply", new("Configuration", "Make everything as a file says: all of it or nothing")
        {
            Parameters = [Prune, new("If-Match", "string", "The state of the plan: when it is another one by now, nothing is changed (412)") { IsField = true }],
            Request = File, Replies = [new(200, "What was changed", Body.Json(Default.ConfigPlanRecord))], Problems = [400, 401, 403, 412, 413],
        }),
    ];
}
