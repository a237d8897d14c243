using static Atrium.Api.AtriumJson;

namespace Atrium.Protocols.Http.OpenApi;

/// <summary>Spaces, settings and the store itself.</summary>
internal static class AdministrationOperations
{
    internal static IEnumerable<(string Key, Operation Operation)> All =>
    [
        ("GET /api/v1/spaces", new("Spaces", "List the spaces that the caller may see")
        {
            Replies = [new(200, "The spaces, by path", Body.Json(Default.PageRecordSpaceRecord))], Problems = [400, 401],
        }),
        ("POST /api/v1/spaces", new("Spaces", "Add a space")
        {
            Request = Body.Json(Default.SpaceRequest), Replies = [new(201, "The new space", Body.Json(Default.SpaceRecord))],
            Problems = [400, 401, 403, 404, 409, 413],
        }),
        ("GET /api/v1/spaces/*", new("Spaces", "Show a space")
        {
            Replies = [new(200, "The space", Body.Json(Default.SpaceRecord))], Problems = [400, 401, 404],
        }),
        ("PATCH /api/v1/spaces/*", new("Spaces", "Change the settings of a space; what is left away stays as it is")
        {
            Request = Body.Json(Default.SpaceRequest), Replies = [new(200, "The space as it is now", Body.Json(Default.SpaceRecord))],
            Problems = [400, 401, 403, 404, 413],
        }),
        ("DELETE /api/v1/spaces/*", new("Spaces", "Remove a space, but for a home of an account and the space of a site")
        {
            Parameters = [new("content", "string", "delete: with everything in it and with its past; left away: only when nothing is in it and nothing ever was")],
            Replies = [new(204, "Removed")], Problems = [400, 401, 403, 404, 409],
        }),
        ("GET /api/v1/settings", new("Settings", "List what can be set while the server runs")
        {
            Replies = [new(200, "All settings, by name", Body.Json(Default.PageRecordSettingRecord))], Problems = [400, 401, 403],
        }),
        ("GET /api/v1/settings/{name}", new("Settings", "Show a setting")
        {
            Replies = [new(200, "The setting", Body.Json(Default.SettingRecord))], Problems = [400, 401, 403, 404],
        }),
        ("PUT /api/v1/settings/{name}", new("Settings", "Set a setting; it holds at once")
        {
            Request = Body.Json(Default.SettingRequest), Replies = [new(200, "The setting as it is now", Body.Json(Default.SettingRecord))],
            Problems = [400, 401, 403, 404, 413],
        }),
        ("DELETE /api/v1/settings/{name}", new("Settings", "Take back what was set: the default holds again")
        {
            Replies = [new(200, "The setting as it is now", Body.Json(Default.SettingRecord))], Problems = [400, 401, 403, 404],
        }),
        ("GET /api/v1/status", new("Server", "The server in figures")
        {
            Replies = [new(200, "The figures", Body.Json(Default.StatusRecord))], Problems = [400, 401, 403],
        }),
        ("GET /api/v1/connections", new("Server", "List the open connections of all protocols, with the files that are on their way")
        {
            Replies = [new(200, "The connections, the oldest first", Body.Json(Default.PageRecordConnectionRecord))], Problems = [400, 401, 403],
        }),
        ("DELETE /api/v1/connections/{id}", new("Server", "End a connection at once; what was on its way is cut off")
        {
            Replies = [new(204, "It has ended")], Problems = [400, 401, 403, 404],
        }),
        ("GET /api/v1/doctor", new("Server", "What the last look at the server has found; it looks every day by itself")
        {
            Replies = [new(200, "The report", Body.Json(Default.DoctorReportRecord))], Problems = [400, 401, 403, 404],
        }),
        ("POST /api/v1/doctor", new("Server", "Look now: disk, clock, doors, certificates, limits, permissions, damage, what is open to all")
        {
            Replies = [new(200, "The report", Body.Json(Default.DoctorReportRecord))], Problems = [400, 401, 403],
        }),
        ("POST /api/v1/check", new("Server", "Verify every invariant of the store while it serves, and mend what can be mended")
        {
            Request = Body.Json(Default.CheckRequest),
            Replies = [new(200, "A line of JSON for each step; the last one carries the report", new Body("application/x-ndjson", Default.CheckLineRecord))],
            Problems = [400, 401, 403, 413],
        }),
    ];
}
