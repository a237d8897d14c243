using static Atrium.Api.AtriumJson;

namespace Atrium.Protocols.Http.OpenApi;

/// <summary>Sites: what is served under host names.</summary>
internal static class SiteOperations
{
    internal static IEnumerable<(string Key, Operation Operation)> All =>
    [
        ("GET /api/v1/sites", new("Sites", "List the sites that the caller may see")
        {
            Replies = [new(200, "The sites", Body.Json(Default.PageRecordSiteRecord))], Problems = [400, 401],
        }),
        ("POST /api/v1/sites", new("Sites", "Add a site of files, or of an application that requests are passed on to")
        {
            Request = Body.Json(Default.SiteRequest), Replies = [new(201, "The new site", Body.Json(Default.SiteRecord))], Problems = [400, 401, 403, 409, 413],
        }),
        ("GET /api/v1/sites/{host}", new("Sites", "Show a site")
        {
            Replies = [new(200, "The site", Body.Json(Default.SiteRecord))], Problems = [400, 401, 404],
        }),
        ("PATCH /api/v1/sites/{host}", new("Sites", "Serve a site in another way: its options, each as a text; null for what holds where nothing is said")
        {
            Request = Body.Json(Default.SitePatchRequest), Replies = [new(200, "The site as it is now", Body.Json(Default.SiteRecord))], Problems = [400, 401, 403, 404, 413],
        }),
        ("DELETE /api/v1/sites/{host}", new("Sites", "Take a site off the net; its files stay in its space")
        {
            Replies = [new(204, "It is gone")], Problems = [400, 401, 403, 404],
        }),
        ("PUT /api/v1/sites/{host}/aliases/{name}", new("Sites", "Show the same site under another name")
        {
            Replies = [new(200, "The site as it is now", Body.Json(Default.SiteRecord))], Problems = [400, 401, 403, 404, 409],
        }),
        ("DELETE /api/v1/sites/{host}/aliases/{name}", new("Sites", "Take another name off a site")
        {
            Replies = [new(200, "The site as it is now", Body.Json(Default.SiteRecord))], Problems = [400, 401, 403, 404],
        }),
        ("GET /api/v1/sites/{host}/deployments", new("Sites", "List the deployments that are kept, the newest first")
        {
            Replies = [new(200, "The deployments", Body.Json(Default.PageRecordDeploymentRecord))], Problems = [400, 401, 404],
        }),
        ("POST /api/v1/sites/{host}/deployments", new("Sites", "Deploy: say what the site shall hold, upload what is missing, and say it again")
        {
            Request = Body.Json(Default.DeployRequest),
            Replies =
            [
                new(200, "What is missing, and where it goes", Body.Json(Default.DeployRecord)),
                new(201, "Visitors see it", Body.Json(Default.DeployRecord)),
            ],
            Problems = [400, 401, 403, 404, 409, 413, 423, 507],
        }),
        ("PUT /api/v1/sites/{host}/uploads/{upload}/{sha256}", new("Sites", "Upload a content that a deployment needs")
        {
            Request = new Body("application/octet-stream", null), Replies = [new(204, "It is there")], Problems = [400, 401, 403, 404, 409, 507],
        }),
        ("POST /api/v1/sites/{host}/rollback", new("Sites", "Show an earlier deployment again, the one before where none is named")
        {
            Request = Body.Json(Default.RollbackRequest),
            Replies = [new(200, "The deployment that visitors see now", Body.Json(Default.DeploymentRecord))], Problems = [400, 401, 403, 404, 409, 413, 423],
        }),
    ];
}
