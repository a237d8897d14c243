namespace Atrium.Conformance.Api;

/// <content>Files that come in pieces.</content>
internal static partial class Provocations
{
    private const string Tus = "Tus-Resumable: 1.0.0", Sized = "Upload-Length: 10", TusBody = "Content-Type: application/offset+octet-stream", AtStart = "Upload-Offset: 0";

    private static string Path(string path) => $"Upload-Metadata: path {Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(path))}";

    private static IEnumerable<Provocation> Uploads =>
    [
        new("POST /api/v1/uploads", 201, "/api/v1/uploads", null, Tus, Sized, Path("/shared/api/in-pieces")),
        new("POST /api/v1/uploads", 400, "/api/v1/uploads", null, Tus, Path("/shared/api/in-pieces")),
        new("POST /api/v1/uploads", 401, "/api/v1/uploads", null, Tus, Sized, Path("/shared/api/in-pieces")) { Who = null },
        new("POST /api/v1/uploads", 403, "/api/v1/uploads", null, Tus, Sized, Path("/shared/api/in-pieces")) { Who = "reader" },
        new("POST /api/v1/uploads", 404, "/api/v1/uploads", null, Tus, Sized, Path("/shared/api/in-pieces")) { Who = "stranger" },
        new("POST /api/v1/uploads", 409, "/api/v1/uploads", null, Tus, Sized, Path("/shared/api/folder")),
        new("POST /api/v1/uploads", 412, "/api/v1/uploads", null, Sized, Path("/shared/api/in-pieces")),
        new("POST /api/v1/uploads", 413, "/api/v1/uploads", null, Tus, Sized, $"Upload-Metadata: x {new string('A', 8192)}"),
        new("POST /api/v1/uploads", 415, "/api/v1/uploads", "content", Tus, Sized, "Content-Type: text/plain", Path("/shared/api/in-pieces")),
        new("POST /api/v1/uploads", 460, "/api/v1/uploads", "content", Tus, Sized, TusBody, "Upload-Checksum: md5 AAAAAAAAAAAAAAAAAAAAAA==", Path("/shared/api/in-pieces")),
        new("POST /api/v1/uploads", 507, "/api/v1/uploads", null, Tus, "Upload-Length: 2000000", Path("/shared/small/in-pieces")),
        .. Additions($"PATCH {U}", "/api/v1/uploads/1"),
        .. Additions($"POST {U}", "/api/v1/uploads/1", "X-HTTP-Method-Override: PATCH"),
        new($"PATCH {U}", 401, "/api/v1/uploads/1", "content", Tus, TusBody, AtStart) { Who = null },
        new($"POST {U}", 401, "/api/v1/uploads/1", "content", Tus, TusBody, AtStart, "X-HTTP-Method-Override: PATCH") { Who = null },
        new($"DELETE {U}", 400, "/api/v1/uploads/1?nonsense", null, Tus),
        new($"DELETE {U}", 401, "/api/v1/uploads/1", null, Tus) { Who = null },
        new($"DELETE {U}", 404, "/api/v1/uploads/1", null, Tus),
        new($"DELETE {U}", 412, "/api/v1/uploads/1"),
    ];

    private static IEnumerable<Provocation> UploadsByLink =>
    [
        new("POST /s/{path}", 201, "/s/{drop}", null, Tus, Sized, "Upload-Metadata: filename YQ==") { Who = null },
        new("POST /s/{path}", 412, "/s/{drop}", null, "Tus-Resumable: 0.2.2", Sized, "Upload-Metadata: filename YQ==") { Who = null },
        .. Additions("PATCH /s/{path}", "/s/{drop}?upload=1.none").Select(one => one with { Who = null }),
        new("PATCH /s/{path}", 401, "/s/{locked}?upload=1.none", "content", Tus, TusBody, AtStart) { Who = null },
        new("DELETE /s/{path}", 400, "/s/{drop}?nonsense", null, Tus) { Who = null },
        new("DELETE /s/{path}", 401, "/s/{locked}?upload=1.none", null, Tus) { Who = null },
        new("DELETE /s/{path}", 404, "/s/{drop}?upload=1.none", null, Tus) { Who = null },
        new("DELETE /s/{path}", 412, "/s/{drop}?upload=1.none") { Who = null },
    ];

    private static IEnumerable<Provocation> Additions(string operation, string target, params string[] fields) =>
    [
        new(operation, 400, target, "content", [Tus, TusBody, .. fields]),
        new(operation, 404, target, "content", [Tus, TusBody, AtStart, .. fields]),
        new(operation, 412, target, "content", [TusBody, AtStart, .. fields]),
        new(operation, 415, target, "content", [Tus, "Content-Type: text/plain", AtStart, .. fields]),
    ];
}
