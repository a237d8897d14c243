namespace Atrium.Conformance.Api;

/// <content>Links, and those who follow them.</content>
internal static partial class Provocations
{
    private static IEnumerable<Provocation> Links =>
    [
        .. Body("POST /api/v1/shares", "/api/v1/shares", """{"path":"/shared/api/f"}""", 201),
        new("POST /api/v1/shares", 403, "/api/v1/shares", """{"path":"/shared/api/f"}""") { Who = "reader" },
        new("POST /api/v1/shares", 404, "/api/v1/shares", """{"path":"/shared/nothing"}"""),
        .. Administered("GET", "/api/v1/shares", 200),
        new("GET /api/v1/shares", 403, "/api/v1/shares?path=/shared/api") { Who = "reader" },
        new("GET /api/v1/shares", 404, "/api/v1/shares?path=/shared/nothing"),
        new("DELETE /api/v1/shares/{id}", 204, "/api/v1/shares/{id}"),
        new("DELETE /api/v1/shares/{id}", 400, "/api/v1/shares/1?nonsense"),
        new("DELETE /api/v1/shares/{id}", 401, "/api/v1/shares/1") { Who = null },
        new("DELETE /api/v1/shares/{id}", 404, "/api/v1/shares/none"),
        .. Administered("GET", "/api/v1/locks", 200),
        new("GET /api/v1/locks", 403, "/api/v1/locks?path=/shared/api") { Who = "reader" },
        new("GET /api/v1/locks", 404, "/api/v1/locks?path=/shared/nothing"),
        new("DELETE /api/v1/locks/{id}", 400, "/api/v1/locks/1?nonsense"),
        new("DELETE /api/v1/locks/{id}", 401, "/api/v1/locks/1") { Who = null },
        new("DELETE /api/v1/locks/{id}", 404, "/api/v1/locks/none"),
        new("GET /s/{path}", 200, "/s/{open}/f") { Who = null },
        new("GET /s/{path}", 200, "/s/{open}/?list") { Who = null },
        new("GET /s/{path}", 200, "/s/{file}", null, "Accept: text/html") { Who = null },
        new("GET /s/{path}", 206, "/s/{open}/f", null, "Range: bytes=0-1") { Who = null },
        new("GET /s/{path}", 304, "/s/{open}/f", null, "If-None-Match: *") { Who = null },
        new("GET /s/{path}", 400, "/s/{open}/f?nonsense") { Who = null },
        new("GET /s/{path}", 401, "/s/{locked}/f") { Who = null },
        new("GET /s/{path}", 403, "/s/{locked}/f", null, "Accept: text/html") { Who = null },
        new("GET /s/{path}", 404, "/s/none") { Who = null },
        new("GET /s/{path}", 412, "/s/{open}/f", null, "If-Match: \"another\"") { Who = null },
        new("GET /s/{path}", 416, "/s/{open}/f", null, "Range: bytes=1000-") { Who = null },
        new("POST /s/{path}", 201, "/s/{drop}", Form("content")) { Who = null },
        new("POST /s/{path}", 400, "/s/{drop}?nonsense", Form("content")) { Who = null },
        new("POST /s/{path}", 401, "/s/{locked}", "password=wrong") { Who = null },
        new("POST /s/{path}", 403, "/s/{open}", Form("content")) { Who = null },
        new("POST /s/{path}", 404, "/s/none", Form("content")) { Who = null },
        new("POST /s/{path}", 413, "/s/{locked}", $"password={new string('x', 10_000)}") { Who = null },
        new("POST /s/{path}", 415, "/s/{drop}", "content") { Who = null },
        new("POST /s/{path}", 507, "/s/{small}", Form(TooMuch)) { Who = null },
        new("PUT /s/{path}", 201, "/s/{drop}/left", "content") { Who = null },
        new("PUT /s/{path}", 400, "/s/{drop}/deeper/left", "content") { Who = null },
        new("PUT /s/{path}", 401, "/s/{locked}/left", "content") { Who = null },
        new("PUT /s/{path}", 403, "/s/{open}/left", "content") { Who = null },
        new("PUT /s/{path}", 404, "/s/none/left", "content") { Who = null },
        new("PUT /s/{path}", 415, "/s/{drop}/left", "content", "Content-Encoding: gzip") { Who = null },
        new("PUT /s/{path}", 507, "/s/{small}/left", TooMuch) { Who = null },
        .. UploadsByLink,
        // The last: the client keeps its cookie.
        new("POST /s/{path}", 303, "/s/{locked}", "password=amber+lattice") { Who = null },
    ];

    private static string Form(string content)
        => $"--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"left.txt\"\r\n\r\n{content}\r\n--b--\r\n";
}
