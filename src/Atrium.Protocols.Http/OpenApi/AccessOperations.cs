using static Atrium.Api.AtriumJson;

namespace Atrium.Protocols.Http.OpenApi;

/// <summary>Groups, grants, and questions about them.</summary>
internal static class AccessOperations
{
    private static readonly Parameter Path = new("path", "string", "A space, a folder or a file, such as /shared/plans") { IsRequired = true };

    internal static IEnumerable<(string Key, Operation Operation)> All =>
    [
        ("GET /api/v1/groups", new("Groups", "List the groups with their direct members")
        {
            Replies = [new(200, "All groups", Body.Json(Default.PageRecordGroupRecord))], Problems = [400, 401, 403],
        }),
        ("POST /api/v1/groups", new("Groups", "Add a group")
        {
            Request = Body.Json(Default.GroupRequest), Replies = [new(201, "The new group", Body.Json(Default.GroupRecord))], Problems = [400, 401, 403, 409, 413],
        }),
        ("GET /api/v1/groups/{group}", new("Groups", "Show a group")
        {
            Replies = [new(200, "The group", Body.Json(Default.GroupRecord))], Problems = [400, 401, 403, 404],
        }),
        ("DELETE /api/v1/groups/{group}", new("Groups", "Remove a group, with all that was granted to it; 409 while it owns a space")
        {
            Replies = [new(204, "It is gone")], Problems = [400, 401, 403, 404, 409],
        }),
        ("PUT /api/v1/groups/{group}/members/{member}", new("Groups", "Put an account or a group into a group; 409 where it would hold itself")
        {
            Replies = [new(200, "The group as it is now", Body.Json(Default.GroupRecord))], Problems = [400, 401, 403, 404, 409],
        }),
        ("DELETE /api/v1/groups/{group}/members/{member}", new("Groups", "Take an account or a group out of a group; its open transfers end within 5 seconds")
        {
            Replies = [new(200, "The group as it is now", Body.Json(Default.GroupRecord))], Problems = [400, 401, 403, 404],
        }),
        ("GET /api/v1/grants", new("Access", "List who may do what with a node, and why; for those who manage or share it")
        {
            Parameters = [Path], Replies = [new(200, "Everybody who holds anything", Body.Json(Default.AccessListRecord))], Problems = [400, 401, 403, 404],
        }),
        ("POST /api/v1/grants", new("Access", "Grant rights on a node, in place of what was granted to the principal there")
        {
            Request = Body.Json(Default.GrantRequest), Replies = [new(200, "The grant", Body.Json(Default.GrantRecord))], Problems = [400, 401, 403, 404, 413],
        }),
        ("DELETE /api/v1/grants", new("Access", "Revoke what was granted to a principal on a node")
        {
            Parameters = [Path, new("principal", "string", "An account, a group, everyone or anyone") { IsRequired = true }],
            Replies = [new(204, "It is revoked")], Problems = [400, 401, 403, 404],
        }),
        ("PUT /api/v1/grants/inheritance", new("Access", "Say whether a folder inherits what is granted above it; for those who manage it")
        {
            Request = Body.Json(Default.InheritanceRequest), Replies = [new(204, "It is so")], Problems = [400, 401, 403, 404, 413],
        }),
        ("GET /api/v1/shares", new("Shares", "List links, without their secrets: one's own, all of a node for those who manage it, all for administrators")
        {
            Parameters = [new("path", "string", "Only links to this file or folder")],
            Replies = [new(200, "The links", Body.Json(Default.PageRecordShareRecord))], Problems = [400, 401, 403, 404],
        }),
        ("POST /api/v1/shares", new("Shares", "Make a link by which people without an account reach a file or folder; needs share or manage")
        {
            Request = Body.Json(Default.ShareRequest), Replies = [new(201, "The link, with its secret this once", Body.Json(Default.NewShareRecord))],
            Problems = [400, 401, 403, 404, 413],
        }),
        ("DELETE /api/v1/shares/{id}", new("Shares", "Revoke a link; whoever is reading by it is out within 5 seconds")
        {
            Replies = [new(204, "It is revoked")], Problems = [400, 401, 404],
        }),
        ("GET /s/*", new("Shares", "Follow a link: a page for browsers, otherwise the file, or the list of the folder")
        {
            Parameters =
            [
                new("download", "switch", "The file itself, also in a browser"), new("list", "switch", "The list of a folder"), new("view", "switch", "A page of a file, with a preview"), new("inline", "switch", "A PDF, to be seen in the browser's reader"),
                new("zip", "switch", "A folder with all that is below it, as a zip of one moment"), new("upload", "string", "How far this upload is (tus 1.0)"),
            ],
            Replies =
            [
                new(200, "What it leads to", new Body("application/octet-stream", null), Body.Json(Default.ListingRecord), Body.Json(Default.UploadRecord)), new(206, "Some of the file's bytes", new Body("application/octet-stream", null)),
                new(304, "The client has it"),
            ],
            Problems = [400, 401, 403, 404, 412, 416],
        }),
        ("POST /s/*", new("Shares", "The forms of a link's pages: its password, and files left in a drop. With Tus-Resumable: begin a file that comes in pieces")
        {
            Parameters = UploadOperations.Creation,
            Request = new Body("multipart/form-data", null),
            Replies = [new(201, "The files were left; or the upload", Body.Json(Default.DroppedRecord), Body.Json(Default.UploadRecord)), new(303, "The password was right, and a cookie stands for it")],
            Problems = [400, 401, 403, 404, 412, 413, 415, 423, 507],
        }),
        ("PATCH /s/*", new("Shares", "Add bytes to a file that is left in pieces")
        {
            Parameters = [new("upload", "string", "Which, as its address names it") { IsRequired = true }, .. UploadOperations.Addition],
            Request = new Body(Tus.TusFields.BodyType, null), Replies = [new(204, "All of it is on disk")], Problems = [400, 401, 404, 409, 412, 413, 415, 423, 460, 507],
        }),
        ("DELETE /s/*", new("Shares", "Give up a file that is left in pieces")
        {
            Parameters = [new("upload", "string", "Which, as its address names it") { IsRequired = true }, UploadOperations.Version],
            Replies = [new(204, "It is gone")], Problems = [400, 401, 404, 409, 412],
        }),
        ("PUT /s/*", new("Shares", "Leave a file in a drop, by its name behind the link")
        {
            Request = new Body("application/octet-stream", null), Replies = [new(201, "It was left", Body.Json(Default.DroppedRecord))],
            Problems = [400, 401, 403, 404, 415, 423, 507],
        }),
        ("GET /api/v1/locks", new("Locks", "List the locks that clients hold: one's own, all below a node for those who manage it, all for administrators")
        {
            Parameters =
            [
                new("path", "string", "Only locks on this node and on what is below"), new("after", "string", "The 'next' of the page before"),
                new("limit", "integer", "1 to 1000"),
            ],
            Replies = [new(200, "A page", Body.Json(Default.PageRecordLockRecord))], Problems = [400, 401, 403, 404],
        }),
        ("DELETE /api/v1/locks/{id}", new("Locks", "Take a lock away: one's own, and others' where one manages what it is on")
        {
            Replies = [new(204, "It holds no more")], Problems = [400, 401, 403, 404],
        }),
        ("GET /api/v1/access", new("Access", "What the caller himself may do with a node: what a client shows as possible")
        {
            Parameters = [Path], Replies = [new(200, "What he may", Body.Json(Default.OwnAccessRecord))], Problems = [400, 401, 404],
        }),
        ("GET /api/v1/access/explain", new("Access", "Which rule decides whether an account may do something; for those who manage the node, and for the account itself")
        {
            Parameters =
            [
                new("account", "string", "The name of an account; anyone for a visitor") { IsRequired = true },
                new("action", "string", "list, read, create, write, delete, share or manage") { IsRequired = true },
                Path,
            ],
            Replies = [new(200, "The rule", Body.Json(Default.ExplanationRecord))], Problems = [400, 401, 403, 404],
        }),
        ("GET /api/v1/access/shared-with-me", new("Access", "What was granted to the caller, his groups and all, wherever it is")
        {
            Parameters = [new("after", "string", "The 'next' of the page before"), new("limit", "integer", "1 to 1000")],
            Replies = [new(200, "A page", Body.Json(Default.PageRecordOwnAccessRecord))], Problems = [400, 401],
        }),
    ];
}
