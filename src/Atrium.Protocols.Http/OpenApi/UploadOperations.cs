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
        ("POST /api/v1/uploads", new("Uploads", "Begin a file that comes in pieces; nobody sees it before it is finished")
        {
            Request = Body.Json(Default.UploadRequest), Replies = [new(201, "The upload", Body.Json(Default.UploadRecord))],
            Problems = [400, 401, 403, 404, 409, 413, 507],
        }),
        ("GET /api/v1/uploads/{upload}", new("Uploads", "How far an upload is") { Replies = [Upload(200, "The upload")], Problems = [400, 401, 404] }),
        ("PATCH /api/v1/uploads/{upload}", new("Uploads", "Add bytes; of a long body each piece is on disk before the next is read, and stays when it is cut off")
        {
            Parameters =
            [
                new("offset", "integer", "How many bytes are there already; or the field Upload-Offset"),
                new("Upload-Offset", "string", "The same") { IsField = true },
            ],
            Request = new Body("application/octet-stream", null), Replies = [Upload(200, "All of it is on disk")], Problems = [400, 401, 404, 409, 507],
        }),
        ("DELETE /api/v1/uploads/{upload}", new("Uploads", "Give an upload up") { Replies = [new(204, "It is gone")], Problems = [400, 401, 404] }),
        ("POST /api/v1/uploads/{upload}/finish", new("Uploads", "Let the whole file stand at its path")
        {
            Parameters =
            [
                new("If-Match", "string", "Only when the file there has one of these entity tags; * for any") { IsField = true },
                new("If-None-Match", "string", "Only when it has none of these; * when nothing is there") { IsField = true },
                new("If-Unmodified-Since", "string", "Only when it was not modified after this time") { IsField = true },
            ],
            Replies =
            [
                new(200, "It is there, in place of what was", Body.Json(Default.StoredRecord)),
                new(201, "It is there, where nothing was", Body.Json(Default.StoredRecord)),
            ],
            Problems = [400, 401, 404, 409, 412],
        }),
    ];

    private static Reply Upload(int status, string description) => new(status, description, Body.Json(Default.UploadRecord));
}
