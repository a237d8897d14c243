namespace Atrium.Protocols.Http.OpenApi;

/// <summary>The tree by WebDAV. Of its methods the document names what OpenAPI has a word for, and the others beside it.</summary>
internal static class DavOperations
{
    private static readonly Body AnyBytes = new("application/octet-stream", null), Xml = new("application/xml", null);

    private static readonly Parameter Overwrite = Field("Overwrite", "F: not in place of something"), Destination = Field("Destination", "The address of the new place") with { IsRequired = true };

    private static readonly Parameter Prefer = Field("Prefer", "return=representation: the file in the answer");

    private static readonly Parameter[] Conditions =
    [
        Field("If-Match", "Only when it has one of these entity tags"), Field("If-None-Match", "Only when it has none of these; * when nothing is there"),
        Field("If-Unmodified-Since", "Only when it was not modified after this time"), Field("If", "Tokens of locks, and what must be true of them and of entity tags"),
    ];

    internal static IEnumerable<(string Key, Operation Operation)> All =>
    [
        ("PROPFIND /dav/*", Dav("The properties of a resource, with Depth: 1 also of those in it") with
        {
            Parameters = [Field("Depth", "0 or 1") with { IsRequired = true }, Field("Prefer", "return=minimal, depth-noroot")],
            Request = Xml, Replies = [new(207, "The properties", Xml)], Problems = [400, 401, 403, 404, 413],
        }),
        ("PROPFIND /dav/principals/*", Dav("The properties of the caller, or of who owns a space that he may see") with
        {
            Parameters = [Field("Depth", "0 or 1")], Request = Xml, Replies = [new(207, "The properties", Xml)], Problems = [400, 401, 404, 413],
        }),
        ("GET /dav/*", Dav("A file or a range of it; of a folder a page for people") with
        {
            Parameters = [Field("Range", "bytes=FIRST-LAST"), Field("If-Range", "Only while it has this entity tag"), Field("If-Modified-Since", "Otherwise 304"), .. Conditions],
            Replies = [new(200, "The content", AnyBytes, new Body("text/html", null)), new(206, "The range", AnyBytes, new Body("multipart/byteranges", null)), new(304, "The caller has it")],
            Problems = [400, 401, 403, 404, 412, 413, 416],
        }),
        ("PUT /dav/*", Dav("Store or replace a file in a folder that is there") with
        {
            Parameters =
            [
                Field("X-OC-Mtime", "The time of modification to keep, in Unix seconds"), Field("OC-Checksum", "ALGORITHM:HEX of what is sent; otherwise nothing is changed"),
                Field("X-Expected-Entity-Length", "How many bytes a body of unknown length will have"), Prefer, .. Conditions,
            ],
            Request = AnyBytes,
            Replies = [new(200, "It is on disk, and in the answer", AnyBytes), new(201, "It is on disk, and was not there before", AnyBytes), new(204, "It is on disk, in place of what was there")],
            Problems = [400, 401, 403, 404, 405, 409, 412, 415, 423, 507],
        }),
        ("PROPPATCH /dav/*", Dav("Set and take away properties, all of it or nothing") with
        {
            Parameters = [Field("Prefer", "return=minimal")], Request = Xml,
            Replies = [new(204, "All was done, and nothing more shall be said"), new(207, "What became of each", Xml)], Problems = [400, 401, 403, 404, 412, 413, 423],
        }),
        ("LOCK /dav/*", Dav("Lock what is there, or an empty file that is made; without a body let a lock hold anew") with
        {
            Parameters = [Field("Depth", "0 or infinity"), Field("Timeout", "Second-N or Infinite"), Field("If", "Without a body: the token of the lock")], Request = Xml,
            Replies = [new(200, "It is locked", Xml), new(201, "An empty file is there, and locked", Xml), new(207, "Something in the folder is locked by another", Xml)],
            Problems = [400, 401, 403, 404, 409, 412, 413, 423],
        }),
        ("UNLOCK /dav/*", Dav("Take a lock away") with
        {
            Parameters = [Field("Lock-Token", "The token of the lock") with { IsRequired = true }], Replies = [new(204, "It is gone")], Problems = [400, 401, 403, 404, 409],
        }),
        ("DELETE /dav/*", Dav("Delete a file, or a folder with all that is in it; it can be undeleted within the retention") with
        {
            Parameters = [Field("Depth", "infinity"), .. Conditions], Replies = [new(204, "It is gone"), new(207, "Something in the folder is locked", Xml)], Problems = [400, 401, 403, 404, 409, 412, 423],
        }),
        ("MKCOL /dav/*", Dav("Make a folder in one that is there") with
        {
            Request = Xml, Replies = [new(201, "It is there")], Problems = [400, 401, 403, 404, 405, 409, 412, 413, 415, 423],
        }),
        ("COPY /dav/*", Transfer("Copy a file or a tree; no bytes are copied", [], Field("Depth", "0: a folder without what is in it"))),
        ("MOVE /dav/*", Transfer("Move or rename a file or a tree", [new(207, "Something in the folder is locked", Xml)])),
    ];

    private static Operation Transfer(string summary, Reply[] locked, params Parameter[] more) => Dav(summary) with
    {
        Parameters = [Destination, Overwrite, Prefer, .. more],
        Replies = [new(200, "It is there, and in the answer", AnyBytes), new(201, "It is there, where nothing was", AnyBytes), new(204, "It is there, in place of what was"), .. locked],
        Problems = [400, 401, 403, 404, 409, 412, 423, 502, 507],
    };

    private static Operation Dav(string summary) => new("WebDAV", summary) { Condition = Xml };

    private static Parameter Field(string name, string description) => new(name, "string", description) { IsField = true };
}
