using Atrium.Protocols.Http.Tus;
using static Atrium.Api.AtriumJson;

namespace Atrium.Protocols.Http.OpenApi;

/// <summary>Files in pieces, and many in one body.</summary>
internal static class UploadOperations
{
    internal static IEnumerable<(string Key, Operation Operation)> All =>
    [
        ("POST /api/v1/operations/store", new("Files", "Store many small files of one body, each as a PUT of it alone would; the file name of a part is its path below that of the request")
        {
            Parameters = [new("path", "string", "The folder that takes them") { IsRequired = true }],
            Request = new Body("multipart/form-data", null),
            Replies = [new(200, "What became of each; all that was stored is on disk", Body.Json(Default.StoredFilesRecord))], Problems = [400, 401, 413, 415],
        }),
        ("GET /api/v1/uploads", new("Uploads", "List the caller's files that come in pieces")
        {
            Replies = [new(200, "The uploads, oldest first", Body.Json(Default.PageRecordUploadRecord))], Problems = [400, 401],
        }),
        ("POST /api/v1/uploads", new("Uploads", "Begin a file that comes in pieces, by tus 1.0, with its first bytes where they come along; nobody sees it before it is whole")
        {
            Parameters = [new("path", "string", "The folder, where Upload-Metadata has a filename and no path"), .. Creation],
            Request = new Body(TusFields.BodyType, null), Replies = [new(201, "The upload; an empty file is there", Body.Json(Default.UploadRecord))],
            Problems = [400, 401, 403, 404, 409, 412, 413, 415, 423, 460, 507],
        }),
        ("GET /api/v1/uploads/{upload}", new("Uploads", "How far an upload is; HEAD is that of tus") { Replies = [Upload(200, "The upload")], Problems = [400, 401, 404] }),
        ("PATCH /api/v1/uploads/{upload}", new("Uploads", "Add bytes; those that make the file whole let it stand at its path. What came before a cut is kept")
        {
            Parameters = [.. Addition, .. Conditions],
            Request = new Body(TusFields.BodyType, null), Replies = [new(204, "All of it is on disk")], Problems = [400, 401, 404, 409, 412, 413, 415, 423, 460, 507],
        }),
        ("POST /api/v1/uploads/{upload}", new("Uploads", "The same for clients that can send no PATCH, or no DELETE: X-HTTP-Method-Override names the one that is meant")
        {
            Parameters = [new("X-HTTP-Method-Override", "string", "PATCH or DELETE") { IsField = true }, .. Addition],
            Request = new Body(TusFields.BodyType, null), Replies = [new(204, "It is done")], Problems = [400, 401, 404, 409, 412, 413, 415, 423, 460, 507],
        }),
        ("DELETE /api/v1/uploads/{upload}", new("Uploads", "Give an upload up")
        {
            Parameters = [Version], Replies = [new(204, "It is gone")], Problems = [400, 401, 404, 409, 412],
        }),
    ];

    internal static Parameter Version { get; } = new(TusFields.Resumable, "string", "1.0.0") { IsField = true };

    /// <summary>What is said when an upload begins.</summary>
    internal static IReadOnlyList<Parameter> Creation { get; } =
    [
        Version,
        new("Upload-Length", "integer", "Bytes of the whole") { IsField = true },
        new("Upload-Defer-Length", "integer", "1: the length will be said later") { IsField = true },
        new("Upload-Metadata", "string", "Keys with values in Base64: path or filename, filetype, modified (RFC 3339)") { IsField = true },
        new("Upload-Checksum", "string", "The hash of this body: sha1, sha256 or md5, a space, and Base64") { IsField = true },
    ];

    /// <summary>What is said of bytes that are added.</summary>
    internal static IReadOnlyList<Parameter> Addition { get; } =
    [
        Version,
        new("Upload-Offset", "integer", "How many bytes are there already") { IsField = true },
        new("Upload-Length", "integer", "Bytes of the whole, where that was to be said later") { IsField = true },
        new("Upload-Checksum", "string", "The hash of this body: sha1, sha256 or md5, a space, and Base64") { IsField = true },
    ];

    private static readonly IReadOnlyList<Parameter> Conditions =
    [
        new("If-Match", "string", "With the last bytes: only when the file there has one of these entity tags; * for any") { IsField = true },
        new("If-None-Match", "string", "With the last bytes: only when it has none of these; * when nothing is there") { IsField = true },
        new("If-Unmodified-Since", "string", "With the last bytes: only when it was not modified after this time") { IsField = true },
    ];

    private static Reply Upload(int status, string description) => new(status, description, Body.Json(Default.UploadRecord));
}
