using static Atrium.Api.AtriumJson;

namespace Atrium.Protocols.Http.OpenApi;

/// <summary>The tree, and its changes.</summary>
internal static class FilesOperations
{
    private static readonly Body AnyBytes = new("application/octet-stream", null);

    private static readonly Parameter[] Conditions =
    [
        Field("If-Match", "Only when it has one of these entity tags; * for any"),
        Field("If-None-Match", "Only when it has none of these; * when nothing is there"),
        Field("If-Unmodified-Since", "Only when it was not modified after this time"),
    ];

    private static readonly Parameter[] Upload =
    [
        .. Conditions,
        Field("Content-Digest", "sha-256 of what is sent (RFC 9530); otherwise nothing is changed"),
        Field("Atrium-Modified", "The time of modification to keep (RFC 3339)"),
        Field("X-OC-Mtime", "The same in Unix seconds"),
        Field("Upload-Offset", "With append: the size that the file must have"),
    ];

    internal static IEnumerable<(string Key, Operation Operation)> All =>
    [
        ("GET /api/v1/files/*", new("Files", "Read a file or a range of it, list a folder, list versions; of the present or the past")
        {
            Parameters =
            [
                new("list", "switch", "List the folder; a path with a slash at its end says the same"),
                new("stat", "switch", "The record of what stands there, as a listing would say it"),
                new("versions", "switch", "List the versions of the file"),
                new("zip", "switch", "The folder with all that is below it and the caller may read, as a zip of one moment; Accept: application/zip says the same"),
                new("at", "date-time", "The state of this moment"),
                new("seq", "integer", "The state after this sequence number of the space"),
                new("version", "integer", "This version of the file"),
                new("deleted", "switch", "List what was deleted"),
                new("limit", "integer", "Entries of a page, 1 to 1000"),
                new("after", "string", "The 'next' of the page before"),
                new("sort", "string", "name, size or modified"),
                new("order", "string", "asc or desc"),
                Field("Range", "bytes=FIRST-LAST, several with commas between them"),
                Field("If-Range", "Only while it has this entity tag"),
                .. Conditions,
                Field("If-Modified-Since", "Otherwise 304"),
            ],
            Replies =
            [
                new(200, "The content, a page of the folder, a record, or a page of versions", AnyBytes, Body.Json(Default.ListingRecord), Body.Json(Default.FileRecord), Body.Json(Default.VersionsRecord), new Body("text/html", null)),
                new(206, "The range; several as multipart/byteranges", AnyBytes, new Body("multipart/byteranges", null)),
                new(304, "The caller has it"),
            ],
            Problems = [400, 401, 403, 404, 409, 410, 412, 413, 416],
        }),
        ("PUT /api/v1/files/*", new("Files", "Store or replace a file; with a slash at the end of the path make a folder. Missing folders are made")
        {
            Parameters =
            [
                new("append", "switch", "Add to the file instead"), new("offset", "integer", "With append: the size that the file must have"),
                Field("Content-Range", "bytes SIZE-LAST/*: what is sent follows the last byte"), .. Upload,
            ],
            Request = AnyBytes, Replies = [new(201, "It is on disk, and was not there before"), new(204, "It is on disk, in place of what was there")],
            Problems = [400, 401, 403, 404, 409, 411, 412, 415, 423, 507],
        }),
        ("POST /api/v1/files/*", Append("Add to a file, with ?append; the same as PATCH")),
        ("PATCH /api/v1/files/*", Append("Add to a file, with ?append")),
        ("DELETE /api/v1/files/*", new("Files", "Delete a file or an empty folder; it can be undeleted within the retention")
        {
            Parameters = [new("recursive", "boolean", "A folder with all that is in it"), .. Conditions],
            Replies = [new(204, "It is gone")], Problems = [400, 401, 403, 404, 409, 412, 423],
        }),
        ("POST /api/v1/operations/copy", Transfer("Copy a file or a tree, of the present or the past; no bytes are copied", 410)),
        ("POST /api/v1/operations/move", Transfer("Move or rename a file or a tree")),
        ("POST /api/v1/operations/undelete", new("Files", "Bring back what was deleted last, or what stood there at a moment")
        {
            Request = Body.Json(Default.UndeleteRequest), Replies = Stored, Problems = [400, 401, 403, 404, 409, 410, 413, 423, 507],
        }),
        ("GET /api/v1/changes", new("Files", "The changes of a space after a cursor; waits for the next where it is told to")
        {
            Parameters =
            [
                new("space", "string", "The path of the space") { IsRequired = true }, new("after", "string", "The cursor of the page before"),
                new("limit", "integer", "1 to 1000"), new("wait", "integer", "Seconds to wait for a change, 0 to 60"),
            ],
            Replies = [new(200, "A page; empty when there was no change", Body.Json(Default.ChangesRecord))], Problems = [400, 401, 403, 404, 410],
        }),
    ];

    private static IReadOnlyList<Reply> Stored =>
    [
        new(200, "It is there, in place of what was", Body.Json(Default.StoredRecord)), new(201, "It is there, where nothing was", Body.Json(Default.StoredRecord)),
    ];

    private static Operation Append(string summary) => new("Files", summary)
    {
        Parameters = [new("append", "switch", "Must be given") { IsRequired = true }, new("offset", "integer", "The size that the file must have"), .. Upload],
        Request = AnyBytes, Replies = [new(201, "The file is new"), new(204, "It is on disk, behind what was there")],
        Problems = [400, 401, 403, 404, 409, 412, 415, 423, 507],
    };

    private static Operation Transfer(string summary, params int[] more) => new("Files", summary)
    {
        Request = Body.Json(Default.TransferRequest), Replies = Stored, Problems = [400, 401, 403, 404, 409, .. more, 413, 423, 507],
    };

    private static Parameter Field(string name, string description) => new(name, "string", description) { IsField = true };
}
