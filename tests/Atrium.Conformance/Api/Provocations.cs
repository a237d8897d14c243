namespace Atrium.Conformance.Api;

/// <summary>Each operation brought to each of its statuses, in an order that works: what is removed was added before.</summary>
internal static class Provocations
{
    private const string Files = "/api/v1/files/{path}", F = "/api/v1/files/shared/api", A = "/api/v1/accounts/{name}", U = "/api/v1/uploads/{upload}", S = "/api/v1/sites/{host}";

    private const string D = "/api/v1/sites/added.example/deployments", Hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    // Of an empty file.
    private const string Empty = """{"files":[{"path":"index.html","size":0,"sha256":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}]}""";

    /// <summary>Statuses that a test cannot bring about, and why.</summary>
    public static IReadOnlyDictionary<string, string> Without { get; } = new Dictionary<string, string>
    {
        [$"GET {Files} 413"] = "needs a folder with more than 100,000 entries: ListingTests of the core",
        [$"POST {S}/deployments 413"] = "needs a list of more files than a site may have: SiteTests",
        [$"POST {S}/deployments 507"] = "needs a site over its quota: SiteTests",
        [$"PUT {S}/uploads/{{upload}}/{{sha256}} 204"] = "needs the upload that an answer named: SiteTests deploy so",
        [$"PUT {S}/uploads/{{upload}}/{{sha256}} 409"] = "needs the upload that an answer named: SiteTests",
        [$"PUT {S}/uploads/{{upload}}/{{sha256}} 507"] = "needs the upload that an answer named: SiteTests",
        ["POST /api/v1/config/plan 413"] = "needs a file of more than 32 MiB: ConfigTests",
        ["POST /api/v1/config/apply 413"] = "needs a file of more than 32 MiB: ConfigTests",
        ["DELETE /api/v1/connections/{id} 204"] = "needs a connection beside the one that asks: ConnectionTests",
        [$"DELETE {A}/sessions/{{id}} 204"] = "needs the id that an answer named: SessionTests",
        ["GET /api/v1/session 200"] = "needs the cookie that an answer set: SessionTests",
        ["DELETE /api/v1/session 204"] = "needs the cookie that an answer set: SessionTests",
        ["POST /api/v1/session/confirm 204"] = "needs the cookie that an answer set: SessionTests",
        ["POST /sign-out 403"] = "needs the cookie that an answer set: SessionTests",
        ["POST /api/v1/operations/store 413"] = "needs a body of more than 64 MiB: StoreManyTests",
        [$"GET {U} 200"] = "needs the upload that an answer named: UploadTests",
        [$"PATCH {U} 200"] = "needs the upload that an answer named: UploadTests",
        [$"PATCH {U} 409"] = "needs the upload that an answer named: UploadTests",
        [$"PATCH {U} 507"] = "needs the upload that an answer named: UploadTests",
        [$"DELETE {U} 204"] = "needs the upload that an answer named: UploadTests",
        [$"POST {U}/finish 200"] = "needs the upload that an answer named: UploadTests",
        [$"POST {U}/finish 201"] = "needs the upload that an answer named: UploadTests",
        [$"POST {U}/finish 409"] = "needs the upload that an answer named: UploadTests",
        [$"POST {U}/finish 412"] = "needs the upload that an answer named: UploadTests",
        ["GET /ca.crt 404"] = "needs a server with the operator's own certificate: TlsTests",
    };

    private const string Multipart = "Content-Type: multipart/form-data; boundary=limit", Part = "--limit\r\nContent-Disposition: form-data; name=\"file\"; filename=\"many/one\"\r\n\r\ncontent\r\n--limit--\r\n";

    private static string Big { get; } = $"\"{new string('x', 70_000)}\"";

    private static string TooMuch { get; } = new('x', 1_100_000);

    public static IEnumerable<Provocation> All =>
    [
        // Storing.
        new($"PUT {Files}", 201, $"{F}/f", "content"),
        new($"PUT {Files}", 204, $"{F}/f", "more content"),
        new($"PUT {Files}", 201, $"{F}/folder/"),
        new($"PUT {Files}", 400, $"{F}/f?nonsense", "content"),
        new($"PUT {Files}", 401, $"{F}/f", "content") { Who = null },
        new($"PUT {Files}", 403, $"{F}/f", "content") { Who = "reader" },
        new($"PUT {Files}", 404, $"{F}/f", "content") { Who = "stranger" },
        new($"PUT {Files}", 409, $"{F}/folder", "content"),
        new($"PUT {Files}", 411, $"{F}/f", "content", "Content-Range: bytes 12-18/*", "Transfer-Encoding: chunked"),
        new($"PUT {Files}", 412, $"{F}/f", "content", "If-None-Match: *"),
        new($"PUT {Files}", 415, $"{F}/f", "content", "Content-Encoding: gzip"),
        new($"PUT {Files}", 507, "/api/v1/files/shared/small/f", TooMuch),
        .. Appends("PATCH"),
        .. Appends("POST"),

        // Many in one body, and one in pieces.
        new("POST /api/v1/operations/store", 200, "/api/v1/operations/store?path=/shared/api", Part, Multipart),
        new("POST /api/v1/operations/store", 400, "/api/v1/operations/store", Part, Multipart),
        new("POST /api/v1/operations/store", 401, "/api/v1/operations/store?path=/shared/api", Part, Multipart) { Who = null },
        new("POST /api/v1/operations/store", 415, "/api/v1/operations/store?path=/shared/api", Part),
        .. Administered("GET", "/api/v1/uploads", 200),
        .. Body("POST /api/v1/uploads", "/api/v1/uploads", """{"path":"/shared/api/in-pieces","size":10}""", 201),
        new("POST /api/v1/uploads", 403, "/api/v1/uploads", """{"path":"/shared/api/in-pieces"}""") { Who = "reader" },
        new("POST /api/v1/uploads", 404, "/api/v1/uploads", """{"path":"/shared/api/in-pieces"}""") { Who = "stranger" },
        new("POST /api/v1/uploads", 409, "/api/v1/uploads", """{"path":"/shared/api/folder"}"""),
        new("POST /api/v1/uploads", 507, "/api/v1/uploads", """{"path":"/shared/small/in-pieces","size":2000000}"""),
        .. Unknown("GET", U, "/api/v1/uploads/1"),
        .. Unknown("DELETE", U, "/api/v1/uploads/1"),
        .. Unknown("POST", $"{U}/finish", "/api/v1/uploads/1/finish"),
        new($"PATCH {U}", 400, "/api/v1/uploads/1", "content"),
        new($"PATCH {U}", 401, "/api/v1/uploads/1?offset=0", "content") { Who = null },
        new($"PATCH {U}", 404, "/api/v1/uploads/1?offset=0", "content"),

        // Reading.
        new($"GET {Files}", 200, $"{F}/f"),
        new($"GET {Files}", 200, $"{F}?list"),
        new($"GET {Files}", 200, $"{F}/f?stat"),
        new($"GET {Files}", 200, $"{F}/f?versions"),
        new($"GET {Files}", 200, $"{F}?list", null, "Accept: text/html"),
        new($"GET {Files}", 206, $"{F}/f", null, "Range: bytes=0-1"),
        new($"GET {Files}", 206, $"{F}/f", null, "Range: bytes=0-1,3-4"),
        new($"GET {Files}", 304, $"{F}/f", null, "If-None-Match: *"),
        new($"GET {Files}", 400, $"{F}/f?nonsense"),
        new($"GET {Files}", 401, $"{F}/f") { Who = null },
        new($"GET {Files}", 403, "/api/v1/files/shared/listed/f") { Who = "reader" },
        new($"GET {Files}", 404, $"{F}/nothing"),
        new($"GET {Files}", 404, $"{F}/nothing", null, "Accept: text/html"),
        new($"GET {Files}", 409, $"{F}/f?list"),
        new($"GET {Files}", 410, "/api/v1/files/shared/forgetful/f?seq=1"),
        new($"GET {Files}", 412, $"{F}/f", null, "If-Match: \"another\""),
        new($"GET {Files}", 416, $"{F}/f", null, "Range: bytes=1000-"),

        // Copying, moving, bringing back.
        .. Transfers("copy"),
        .. Transfers("move"),
        new("POST /api/v1/operations/copy", 410, "/api/v1/operations/copy", """{"from":"/shared/forgetful/f","to":"/shared/forgetful/g","at":"{early}"}"""),
        new("POST /api/v1/operations/undelete", 201, "/api/v1/operations/undelete", """{"path":"/shared/api/gone"}"""),
        new("POST /api/v1/operations/undelete", 200, "/api/v1/operations/undelete", """{"path":"/shared/api/gone","at":"2126-01-01T00:00:00Z"}"""),
        new("POST /api/v1/operations/undelete", 400, "/api/v1/operations/undelete", """{"nonsense":1}"""),
        new("POST /api/v1/operations/undelete", 401, "/api/v1/operations/undelete", """{"path":"/shared/api/gone"}""") { Who = null },
        new("POST /api/v1/operations/undelete", 403, "/api/v1/operations/undelete", """{"path":"/shared/api/f","at":"2126-01-01T00:00:00Z"}""") { Who = "reader" },
        new("POST /api/v1/operations/undelete", 404, "/api/v1/operations/undelete", """{"path":"/shared/api/never"}"""),
        new("POST /api/v1/operations/undelete", 409, "/api/v1/operations/undelete", """{"path":"/shared/api/f"}"""),
        new("POST /api/v1/operations/undelete", 410, "/api/v1/operations/undelete", """{"path":"/shared/forgetful/f","at":"{early}"}"""),
        new("POST /api/v1/operations/undelete", 413, "/api/v1/operations/undelete", Big),
        new("POST /api/v1/operations/undelete", 507, "/api/v1/operations/undelete", """{"path":"/shared/full/gone"}"""),
        new("GET /api/v1/changes", 200, "/api/v1/changes?space=/shared/api"),
        new("GET /api/v1/changes", 400, "/api/v1/changes"),
        new("GET /api/v1/changes", 401, "/api/v1/changes?space=/shared/api") { Who = null },
        new("GET /api/v1/changes", 403, "/api/v1/changes?space=/shared/listed") { Who = "reader" },
        new("GET /api/v1/changes", 404, "/api/v1/changes?space=/shared/nothing"),
        new("GET /api/v1/changes", 410, "/api/v1/changes?space=/shared/api&after=another.1"),

        // Spaces and accounts.
        .. Administered("GET", "/api/v1/spaces", 200), new("GET /api/v1/spaces/{path}", 200, "/api/v1/spaces/shared/api"),
        .. Body("POST /api/v1/spaces", "/api/v1/spaces", """{"path":"/shared/added"}""", 201),
        new("POST /api/v1/spaces", 403, "/api/v1/spaces", """{"path":"/shared/mine"}""") { Who = "stranger" },
        new("POST /api/v1/spaces", 404, "/api/v1/spaces", """{"path":"/shared/theirs","owner":"nobody-at-all"}"""),
        new("POST /api/v1/spaces", 409, "/api/v1/spaces", """{"path":"/shared/added"}"""),
        new("GET /api/v1/spaces/{path}", 400, "/api/v1/spaces/shared/api?nonsense"),
        new("GET /api/v1/spaces/{path}", 401, "/api/v1/spaces/shared/api") { Who = null },
        new("GET /api/v1/spaces/{path}", 404, "/api/v1/spaces/shared/api") { Who = "stranger" },
        .. Body("PATCH /api/v1/spaces/{path}", "/api/v1/spaces/shared/added", """{"quota":1000}""", 200),
        new("PATCH /api/v1/spaces/{path}", 403, "/api/v1/spaces/shared/api", """{"quota":1}""") { Who = "reader" },
        new("PATCH /api/v1/spaces/{path}", 404, "/api/v1/spaces/shared/nothing", """{"quota":1}"""),
        .. Administered("GET", "/api/v1/accounts", 200), new("GET /api/v1/accounts", 403, "/api/v1/accounts") { Who = "reader" },
        .. Body("POST /api/v1/accounts", "/api/v1/accounts", """{"name":"added","password":"sunken lantern orchard"}""", 201),
        new("POST /api/v1/accounts", 403, "/api/v1/accounts", """{"name":"mine","password":"sunken lantern orchard"}""") { Who = "reader" },
        new("POST /api/v1/accounts", 409, "/api/v1/accounts", """{"name":"added","password":"sunken lantern orchard"}"""),
        .. Named("GET", $"{A}", "/api/v1/accounts/added", "/api/v1/accounts/none", 200),
        .. Body($"PATCH {A}", "/api/v1/accounts/added", """{"disabled":false}""", 200),
        new($"PATCH {A}", 403, "/api/v1/accounts/added", """{"disabled":true}""") { Who = "reader" },
        new($"PATCH {A}", 404, "/api/v1/accounts/none", """{"disabled":true}"""),
        new($"PATCH {A}", 409, "/api/v1/accounts/admin", """{"disabled":true}"""),
        .. Body($"PUT {A}/password", "/api/v1/accounts/added/password", """{"password":"amber lattice harbour"}""", 204),
        new($"PUT {A}/password", 403, "/api/v1/accounts/added/password", """{"password":"amber lattice harbour"}""") { Who = "reader" },
        new($"PUT {A}/password", 404, "/api/v1/accounts/none/password", """{"password":"amber lattice harbour"}"""),
        .. Body($"POST {A}/addresses", "/api/v1/accounts/added/addresses", """{"address":"added@example.org"}""", 201),
        new($"POST {A}/addresses", 403, "/api/v1/accounts/added/addresses", """{"address":"two@example.org"}""") { Who = "reader" },
        new($"POST {A}/addresses", 404, "/api/v1/accounts/none/addresses", """{"address":"two@example.org"}"""),
        new($"POST {A}/addresses", 409, "/api/v1/accounts/admin/addresses", """{"address":"Added@example.org"}"""),
        .. Named("DELETE", $"{A}/addresses/{{address}}", "/api/v1/accounts/added/addresses/added@example.org", "/api/v1/accounts/added/addresses/none@example.org", 204),
        .. Credentials("app-passwords", """{"label":"phone"}"""),
        .. Named("GET", $"{A}/sessions", "/api/v1/accounts/admin/sessions", "/api/v1/accounts/none/sessions", 200),
        .. Named("DELETE", $"{A}/sessions", "/api/v1/accounts/added/sessions", "/api/v1/accounts/none/sessions", 204),
        new($"DELETE {A}/sessions/{{id}}", 400, "/api/v1/accounts/me/sessions/none?nonsense"),
        new($"DELETE {A}/sessions/{{id}}", 401, "/api/v1/accounts/me/sessions/none") { Who = null },
        new($"DELETE {A}/sessions/{{id}}", 403, "/api/v1/accounts/admin/sessions/none") { Who = "reader" },
        new($"DELETE {A}/sessions/{{id}}", 404, "/api/v1/accounts/me/sessions/none"),
        new("POST /api/v1/session", 201, "/api/v1/session", "{\"account\":\"reader\",\"password\":\"sunken lantern orchard\"}") { Who = null },
        new("POST /api/v1/session", 400, "/api/v1/session", "not JSON"),
        new("POST /api/v1/session", 401, "/api/v1/session", "{\"account\":\"reader\",\"password\":\"another lantern orchard\"}") { Who = null },
        new("POST /api/v1/session", 403, "/api/v1/session", "{\"account\":\"reader\",\"password\":\"sunken lantern orchard\"}", "Sec-Fetch-Site: cross-site") { Who = null },
        new("POST /api/v1/session", 413, "/api/v1/session", Big),
        .. new[] { "GET", "DELETE" }.SelectMany(method => new Provocation[]
        {
            new($"{method} /api/v1/session", 400, "/api/v1/session?nonsense"),
            new($"{method} /api/v1/session", 401, "/api/v1/session") { Who = null },
            new($"{method} /api/v1/session", 404, "/api/v1/session"),
        }),
        new("POST /api/v1/session/confirm", 400, "/api/v1/session/confirm", "not JSON"),
        new("POST /api/v1/session/confirm", 401, "/api/v1/session/confirm", "{\"password\":\"sunken lantern orchard\"}") { Who = null },
        new("POST /api/v1/session/confirm", 404, "/api/v1/session/confirm", "{\"password\":\"sunken lantern orchard\"}"),
        new("POST /api/v1/session/confirm", 413, "/api/v1/session/confirm", Big),
        new("GET /sign-in", 200, "/sign-in?next=/api/v1/files/"),
        new("GET /sign-in", 400, "/sign-in?nonsense"),
        new("POST /sign-in", 303, "/sign-in", "account=reader&password=sunken+lantern+orchard") { Who = null },
        new("POST /sign-in", 400, "/sign-in", "nonsense=1"),
        new("POST /sign-in", 401, "/sign-in", "account=reader&password=another+lantern+orchard") { Who = null },
        new("POST /sign-in", 413, "/sign-in", $"account={new string('x', 20_000)}"),
        new("GET /sign-out", 200, "/sign-out"),
        new("GET /sign-out", 400, "/sign-out?nonsense"),
        new("POST /sign-out", 303, "/sign-out", "csrf=") { Who = null },
        new("POST /sign-out", 400, "/sign-out", "nonsense=1"),
        new("POST /sign-out", 413, "/sign-out", $"csrf={new string('x', 20_000)}"),
        .. Credentials("tokens", """{"label":"phone","scope":"read"}"""),
        new($"DELETE {A}", 400, "/api/v1/accounts/added?nonsense"),
        new($"DELETE {A}", 401, "/api/v1/accounts/added") { Who = null },
        new($"DELETE {A}", 403, "/api/v1/accounts/added") { Who = "reader" },
        new($"DELETE {A}", 404, "/api/v1/accounts/none"),
        new($"DELETE {A}", 409, "/api/v1/accounts/admin"),
        new($"DELETE {A}", 204, "/api/v1/accounts/added?home=delete"),

        // Groups.
        .. Body("POST /api/v1/groups", "/api/v1/groups", """{"name":"added-group"}""", 201),
        new("POST /api/v1/groups", 403, "/api/v1/groups", """{"name":"mine"}""") { Who = "reader" },
        new("POST /api/v1/groups", 409, "/api/v1/groups", """{"name":"added-group"}"""),
        .. Administered("GET", "/api/v1/groups", 200), new("GET /api/v1/groups", 403, "/api/v1/groups") { Who = "reader" },
        .. Named("GET", "/api/v1/groups/{group}", "/api/v1/groups/added-group", "/api/v1/groups/none", 200),
        .. Named("PUT", "/api/v1/groups/{group}/members/{member}", "/api/v1/groups/added-group/members/reader", "/api/v1/groups/added-group/members/none", 200),
        new("PUT /api/v1/groups/{group}/members/{member}", 409, "/api/v1/groups/added-group/members/added-group"),
        .. Named("DELETE", "/api/v1/groups/{group}/members/{member}", "/api/v1/groups/added-group/members/reader", "/api/v1/groups/added-group/members/none", 200),
        new("PATCH /api/v1/spaces/{path}", 200, "/api/v1/spaces/shared/added", """{"owner":"added-group"}"""),
        new("DELETE /api/v1/groups/{group}", 409, "/api/v1/groups/added-group"),
        new("PATCH /api/v1/spaces/{path}", 200, "/api/v1/spaces/shared/added", """{"owner":"admin"}"""),
        .. Named("DELETE", "/api/v1/groups/{group}", "/api/v1/groups/added-group", "/api/v1/groups/none", 204),

        // Grants.
        .. Body("POST /api/v1/grants", "/api/v1/grants", """{"path":"/shared/api/f","principal":"stranger","rights":"list"}""", 200),
        new("POST /api/v1/grants", 403, "/api/v1/grants", """{"path":"/shared/api/f","principal":"stranger","rights":"list"}""") { Who = "reader" },
        new("POST /api/v1/grants", 404, "/api/v1/grants", """{"path":"/shared/api/f","principal":"none","rights":"list"}"""),
        new("GET /api/v1/grants", 200, "/api/v1/grants?path=/shared/api"),
        new("GET /api/v1/grants", 400, "/api/v1/grants"),
        new("GET /api/v1/grants", 401, "/api/v1/grants?path=/shared/api") { Who = null },
        new("GET /api/v1/grants", 403, "/api/v1/grants?path=/shared/api") { Who = "reader" },
        new("GET /api/v1/grants", 404, "/api/v1/grants?path=/shared/nothing"),
        new("GET /api/v1/access/shared-with-me", 200, "/api/v1/access/shared-with-me") { Who = "stranger" },
        new("DELETE /api/v1/grants", 204, "/api/v1/grants?path=/shared/api/f&principal=stranger"),
        new("DELETE /api/v1/grants", 400, "/api/v1/grants?path=/shared/api/f"),
        new("DELETE /api/v1/grants", 401, "/api/v1/grants?path=/shared/api/f&principal=stranger") { Who = null },
        new("DELETE /api/v1/grants", 403, "/api/v1/grants?path=/shared/api&principal=reader") { Who = "reader" },
        new("DELETE /api/v1/grants", 404, "/api/v1/grants?path=/shared/api/f&principal=stranger"),
        .. Body("PUT /api/v1/grants/inheritance", "/api/v1/grants/inheritance", """{"path":"/shared/api/folder","inherits":true}""", 204),
        new("PUT /api/v1/grants/inheritance", 403, "/api/v1/grants/inheritance", """{"path":"/shared/api/folder","inherits":false}""") { Who = "reader" },
        new("PUT /api/v1/grants/inheritance", 404, "/api/v1/grants/inheritance", """{"path":"/shared/api/nothing","inherits":false}"""),
        new("GET /api/v1/access", 200, "/api/v1/access?path=/shared/api") { Who = "reader" },
        new("GET /api/v1/access", 400, "/api/v1/access"),
        new("GET /api/v1/access", 401, "/api/v1/access?path=/shared/api") { Who = null },
        new("GET /api/v1/access", 404, "/api/v1/access?path=/shared/api") { Who = "stranger" },
        new("GET /api/v1/access/explain", 200, "/api/v1/access/explain?account=reader&action=read&path=/shared/api"),
        new("GET /api/v1/access/explain", 400, "/api/v1/access/explain?account=reader&action=fly&path=/shared/api"),
        new("GET /api/v1/access/explain", 401, "/api/v1/access/explain?account=reader&action=read&path=/shared/api") { Who = null },
        new("GET /api/v1/access/explain", 403, "/api/v1/access/explain?account=admin&action=read&path=/shared/api") { Who = "reader" },
        new("GET /api/v1/access/explain", 404, "/api/v1/access/explain?account=none&action=read&path=/shared/api"),
        new("GET /api/v1/access/shared-with-me", 400, "/api/v1/access/shared-with-me?limit=0"),
        new("GET /api/v1/access/shared-with-me", 401, "/api/v1/access/shared-with-me") { Who = null },

        // Links.
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
        new("PUT /s/{path}", 507, "/s/{small}/left", TooMuch) { Who = null },
        // The last: the client keeps its cookie.
        new("POST /s/{path}", 303, "/s/{locked}", "password=amber+lattice") { Who = null },

        // Sites.
        .. Body("POST /api/v1/sites", "/api/v1/sites", """{"host":"added.example"}""", 201),
        new("POST /api/v1/sites", 403, "/api/v1/sites", """{"host":"mine.example"}""") { Who = "reader" },
        new("POST /api/v1/sites", 409, "/api/v1/sites", """{"host":"added.example"}"""),
        .. Administered("GET", "/api/v1/sites", 200),
        .. Hidden("GET", S, "/api/v1/sites/added.example", "/api/v1/sites/none.example", 200),
        new("POST /api/v1/grants", 200, "/api/v1/grants", """{"path":"/sites/added.example","principal":"reader","rights":"read"}"""),
        .. Named("PUT", $"{S}/aliases/{{name}}", "/api/v1/sites/added.example/aliases/www.added.example", "/api/v1/sites/none.example/aliases/www.added.example", 200),
        new($"PUT {S}/aliases/{{name}}", 409, "/api/v1/sites/added.example/aliases/added.example"),
        .. Named("DELETE", $"{S}/aliases/{{name}}", "/api/v1/sites/added.example/aliases/www.added.example", "/api/v1/sites/added.example/aliases/none.example", 200),
        new($"POST {S}/deployments", 200, D, """{"files":[{"path":"index.html","size":3,"sha256":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"}]}"""),
        new($"POST {S}/deployments", 201, D, Empty),
        new($"POST {S}/deployments", 400, D, "not JSON"),
        new($"POST {S}/deployments", 401, D, Empty) { Who = null },
        new($"POST {S}/deployments", 403, D, Empty) { Who = "reader" },
        new($"POST {S}/deployments", 404, "/api/v1/sites/none.example/deployments", Empty),
        new("POST /api/v1/sites", 201, "/api/v1/sites", """{"host":"proxy.example","proxy":"http://127.0.0.1:1"}"""),
        new($"POST {S}/deployments", 409, "/api/v1/sites/proxy.example/deployments", Empty),
        .. Hidden("GET", $"{S}/deployments", D, "/api/v1/sites/none.example/deployments", 200),
        new($"PUT {S}/uploads/{{upload}}/{{sha256}}", 400, $"/api/v1/sites/added.example/uploads/x/{Hash}?nonsense", "abc"),
        new($"PUT {S}/uploads/{{upload}}/{{sha256}}", 401, $"/api/v1/sites/added.example/uploads/x/{Hash}", "abc") { Who = null },
        new($"PUT {S}/uploads/{{upload}}/{{sha256}}", 403, $"/api/v1/sites/added.example/uploads/x/{Hash}", "abc") { Who = "reader" },
        new($"PUT {S}/uploads/{{upload}}/{{sha256}}", 404, $"/api/v1/sites/none.example/uploads/x/{Hash}", "abc"),
        new($"POST {S}/rollback", 409, "/api/v1/sites/added.example/rollback", "{}"),
        new($"POST {S}/deployments", 201, D, Empty),
        .. Body($"POST {S}/rollback", "/api/v1/sites/added.example/rollback", "{}", 200),
        new($"POST {S}/rollback", 403, "/api/v1/sites/added.example/rollback", "{}") { Who = "reader" },
        new($"POST {S}/rollback", 404, "/api/v1/sites/none.example/rollback", "{}"),
        .. Named("DELETE", S, "/api/v1/sites/added.example", "/api/v1/sites/none.example", 204),

        // Settings and the server.
        .. Administered("GET", "/api/v1/settings", 200), new("GET /api/v1/settings", 403, "/api/v1/settings") { Who = "reader" },
        .. Named("GET", "/api/v1/settings/{name}", "/api/v1/settings/http.idle-time", "/api/v1/settings/none", 200),
        .. Body("PUT /api/v1/settings/{name}", "/api/v1/settings/http.idle-time", """{"value":"60"}""", 200),
        new("PUT /api/v1/settings/{name}", 400, "/api/v1/settings/http.idle-time", """{"value":"0"}"""),
        new("PUT /api/v1/settings/{name}", 403, "/api/v1/settings/http.idle-time", """{"value":"60"}""") { Who = "reader" },
        new("PUT /api/v1/settings/{name}", 404, "/api/v1/settings/none", """{"value":"60"}"""),
        .. Named("DELETE", "/api/v1/settings/{name}", "/api/v1/settings/http.idle-time", "/api/v1/settings/none", 200),
        .. Administered("GET", "/api/v1/audit", 200), new("GET /api/v1/audit", 403, "/api/v1/audit") { Who = "reader" },
        .. Administered("GET", "/api/v1/audit/heads", 200), new("GET /api/v1/audit/heads", 403, "/api/v1/audit/heads") { Who = "reader" },
        new("GET /api/v1/audit", 410, "/api/v1/audit?after=another.1"),
        .. Body("POST /api/v1/firewall/rules", "/api/v1/firewall/rules", """{"network":"127.0.0.1","action":"allow"}""", 201),
        new("POST /api/v1/firewall/rules", 400, "/api/v1/firewall/rules", """{"network":"127.0.0.1/8","action":"deny"}"""),
        new("POST /api/v1/firewall/rules", 403, "/api/v1/firewall/rules", """{"network":"192.0.2.7","action":"deny"}""") { Who = "reader" },
        new("POST /api/v1/firewall/rules", 409, "/api/v1/firewall/rules", """{"network":"127.0.0.1","action":"deny"}"""),
        new("POST /api/v1/firewall/rules", 201, "/api/v1/firewall/rules", """{"network":"127.0.0.0/8","action":"deny"}"""),
        new("POST /api/v1/firewall/rules", 201, "/api/v1/firewall/rules", """{"network":"192.0.2.7","action":"deny","protocol":"https","order":1,"expires":"2999-01-01T00:00:00Z","note":"scans"}"""),
        new("POST /api/v1/firewall/rules", 201, "/api/v1/firewall/rules", """{"network":"192.0.2.0/24","action":"deny"}"""),
        .. Administered("GET", "/api/v1/firewall/rules", 200), new("GET /api/v1/firewall/rules", 403, "/api/v1/firewall/rules") { Who = "reader" },
        .. Named("GET", "/api/v1/firewall/rules/{id}", "/api/v1/firewall/rules/1", "/api/v1/firewall/rules/99", 200),
        new("DELETE /api/v1/firewall/rules/{id}", 409, "/api/v1/firewall/rules/1"),
        .. Named("DELETE", "/api/v1/firewall/rules/{id}", "/api/v1/firewall/rules/2", "/api/v1/firewall/rules/none", 204),
        .. Administered("GET", "/api/v1/firewall/bans", 200), new("GET /api/v1/firewall/bans", 403, "/api/v1/firewall/bans") { Who = "reader" },
        .. Named("DELETE", "/api/v1/firewall/bans/{path}", "/api/v1/firewall/bans/192.0.2.7", "/api/v1/firewall/bans/198.51.100.0/24", 200),
        new("DELETE /api/v1/firewall/bans/{path}", 409, "/api/v1/firewall/bans/192.0.2.9"),
        .. Administered("GET", "/api/v1/status", 200), new("GET /api/v1/status", 403, "/api/v1/status") { Who = "reader" },
        .. Named("DELETE", "/api/v1/spaces/{path}", "/api/v1/spaces/shared/removed", "/api/v1/spaces/shared/none", 204),
        new("DELETE /api/v1/spaces/{path}", 409, "/api/v1/spaces/shared/api"),
        .. Administered("GET", "/api/v1/config", 200), new("GET /api/v1/config", 403, "/api/v1/config") { Who = "reader" },
        .. Config("plan"),
        .. Config("apply"),
        new("POST /api/v1/config/apply", 412, "/api/v1/config/apply", ConfigFile, "If-Match: \"another\""),
        .. Administered("GET", "/api/v1/connections", 200), new("GET /api/v1/connections", 403, "/api/v1/connections") { Who = "reader" },
        .. Named("DELETE", "/api/v1/connections/{id}", "/api/v1/connections/none", "/api/v1/connections/none", 404).Where(provocation => provocation.Status != 404),
        new("DELETE /api/v1/connections/{id}", 404, "/api/v1/connections/none"),
        new("GET /api/v1/doctor", 404, "/api/v1/doctor"),
        .. Administered("POST", "/api/v1/doctor", 200), new("POST /api/v1/doctor", 403, "/api/v1/doctor") { Who = "reader" },
        .. Administered("GET", "/api/v1/doctor", 200), new("GET /api/v1/doctor", 403, "/api/v1/doctor") { Who = "reader" },
        .. Body("POST /api/v1/check", "/api/v1/check", """{"repair":false}""", 200),
        new("POST /api/v1/check", 403, "/api/v1/check", "{}") { Who = "reader" },
        new("GET /api/v1/openapi.json", 200, "/api/v1/openapi.json") { Who = null },
        new("GET /api/v1/openapi.json", 400, "/api/v1/openapi.json?nonsense") { Who = null },
        new("GET /", 200, "/") { Who = null },
        new("GET /livez", 200, "/livez") { Who = null },
        new("GET /readyz", 200, "/readyz") { Who = null },
        new("GET /metrics", 200, "/metrics") { Who = null },
        new("GET /metrics", 400, "/metrics?nonsense") { Who = null },
        new("GET /metrics", 401, "/metrics", null, "Forwarded: for=192.0.2.7") { Who = null },
        new("GET /metrics", 403, "/metrics") { Who = "reader" },
        new("GET /ca.crt", 200, "/ca.crt") { Who = null },

        // Deleting.
        new($"DELETE {Files}", 400, $"{F}/f?nonsense"),
        new($"DELETE {Files}", 401, $"{F}/f") { Who = null },
        new($"DELETE {Files}", 403, $"{F}/f") { Who = "reader" },
        new($"DELETE {Files}", 404, $"{F}/nothing"),
        new($"DELETE {Files}", 409, $"{F}/full"),
        new($"DELETE {Files}", 412, $"{F}/f", null, "If-Match: \"another\""),
        new($"DELETE {Files}", 204, $"{F}/f"),
    ];

    private static string Form(string content)
        => $"--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"left.txt\"\r\n\r\n{content}\r\n--b--\r\n";

    private static IEnumerable<Provocation> Appends(string method) =>
    [
        new($"{method} {Files}", 201, $"{F}/appended-{method}?append", "content"),
        new($"{method} {Files}", 204, $"{F}/appended-{method}?append", "content"),
        new($"{method} {Files}", 400, $"{F}/f", "content"),
        new($"{method} {Files}", 401, $"{F}/f?append", "content") { Who = null },
        new($"{method} {Files}", 403, $"{F}/f?append", "content") { Who = "reader" },
        new($"{method} {Files}", 404, $"{F}/f?append", "content") { Who = "stranger" },
        new($"{method} {Files}", 409, $"{F}/f?append&offset=1", "content"),
        new($"{method} {Files}", 412, $"{F}/f?append", "content", "If-Match: \"another\""),
        new($"{method} {Files}", 415, $"{F}/f?append", "content", "Content-Encoding: gzip"),
        new($"{method} {Files}", 507, "/api/v1/files/shared/small/f?append", TooMuch),
    ];

    private static IEnumerable<Provocation> Transfers(string operation)
    {
        var at = $"/api/v1/operations/{operation}";
        var key = $"POST {at}";
        return
        [
            new(key, 201, at, $$"""{"from":"/shared/api/{{operation}}-1","to":"/shared/api/{{operation}}-to"}"""),
            new(key, 200, at, $$"""{"from":"/shared/api/{{operation}}-2","to":"/shared/api/{{operation}}-to","overwrite":true}"""),
            new(key, 400, at, """{"from":"/shared/api/f"}"""),
            new(key, 401, at, """{"from":"/shared/api/f","to":"/shared/api/g"}""") { Who = null },
            new(key, 403, at, """{"from":"/shared/api/f","to":"/shared/api/g"}""") { Who = "reader" },
            new(key, 404, at, """{"from":"/shared/api/nothing","to":"/shared/api/g"}"""),
            new(key, 409, at, $$"""{"from":"/shared/api/f","to":"/shared/api/{{operation}}-to"}"""),
            new(key, 413, at, Big),
            new(key, 507, at, """{"from":"/shared/api/large","to":"/shared/small/large"}"""),
        ];
    }

    /// <summary>Statuses of what nobody has.</summary>
    private static IEnumerable<Provocation> Unknown(string method, string template, string path) =>
    [
        new($"{method} {template}", 400, $"{path}?nonsense"),
        new($"{method} {template}", 401, path) { Who = null },
        new($"{method} {template}", 404, path),
    ];

    /// <summary>Statuses of whatever only takes a sign-in.</summary>
    private static IEnumerable<Provocation> Administered(string method, string path, int status) =>
    [
        new($"{method} {path}", status, path),
        new($"{method} {path}", 400, $"{path}?nonsense"),
        new($"{method} {path}", 401, path) { Who = null },
    ];

    private static IEnumerable<Provocation> Named(string method, string template, string path, string missing, int status) =>
    [
        new($"{method} {template}", 400, $"{path}?nonsense"),
        new($"{method} {template}", 401, path) { Who = null },
        new($"{method} {template}", 403, path) { Who = "reader" },
        new($"{method} {template}", 404, missing),
        new($"{method} {template}", status, path),
    ];

    private const string ConfigFile = """{"atrium": 1, "groups": { "configured": { "members": ["admin"] } } }""";

    private static IEnumerable<Provocation> Config(string what) =>
    [
        new($"POST /api/v1/config/{what}", 200, $"/api/v1/config/{what}", ConfigFile),
        new($"POST /api/v1/config/{what}", 400, $"/api/v1/config/{what}", """{"atrium": 1, "groups": { "Configured!": {} } }"""),
        new($"POST /api/v1/config/{what}", 401, $"/api/v1/config/{what}", ConfigFile) { Who = null },
        new($"POST /api/v1/config/{what}", 403, $"/api/v1/config/{what}", ConfigFile) { Who = "reader" },
    ];

    /// <summary>What is not to be seen is not there.</summary>
    private static IEnumerable<Provocation> Hidden(string method, string template, string path, string missing, int status) =>
        Named(method, template, path, missing, status).Where(provocation => provocation.Status != 403);

    private static IEnumerable<Provocation> Credentials(string kind, string body) =>
    [
        .. Body($"POST {A}/{kind}", $"/api/v1/accounts/me/{kind}", body, 201),
        new($"POST {A}/{kind}", 403, $"/api/v1/accounts/added/{kind}", body),
        new($"POST {A}/{kind}", 404, $"/api/v1/accounts/none/{kind}", body),
        new($"POST {A}/{kind}", 409, $"/api/v1/accounts/me/{kind}", body),
        .. Named("GET", $"{A}/{kind}", $"/api/v1/accounts/admin/{kind}", $"/api/v1/accounts/none/{kind}", 200),
        .. Named("DELETE", $"{A}/{kind}/{{label}}", $"/api/v1/accounts/admin/{kind}/phone", $"/api/v1/accounts/admin/{kind}/none", 204),
    ];

    private static IEnumerable<Provocation> Body(string operation, string target, string body, int status) =>
    [
        new(operation, status, target, body),
        new(operation, 400, target, "not JSON"),
        new(operation, 401, target, body) { Who = null },
        new(operation, 413, target, Big),
    ];
}
