using Atrium.Protocols.Http.Access;
using Atrium.Protocols.Http.Administration;
using Atrium.Protocols.Http.Dav;
using Atrium.Protocols.Http.Files;
using Atrium.Protocols.Http.Links;
using Atrium.Protocols.Http.OpenApi;
using Atrium.Protocols.Http.Pages;
using Atrium.Protocols.Http.SignIn;
using Atrium.Protocols.Http.Tus;
using Atrium.Protocols.Http.Sites.Entry;

namespace Atrium.Protocols.Http.Dispatch;

/// <summary>The whole of HTTP on one screen.</summary>
internal static class Routes
{
    internal const string FilesPrefix = "/api/v1/files";

    /// <summary>The most used first.</summary>
    internal static IReadOnlyList<Route> All { get; } =
    [
        new(FilesPrefix + "/*", Entry.Signed, Doors.Private,
            ("GET", GetFile.HandleAsync), ("PUT", PutFile.HandleAsync), ("POST", PutFile.HandleAsync), ("PATCH", PutFile.HandleAsync),
            ("DELETE", DeleteFile.HandleAsync)) { IsTree = true },
        new(DavPath.PrincipalsPrefix + "/*", Entry.Signed, Doors.Private, ("PROPFIND", Principals.HandleAsync))
            { Protocol = DavPath.Protocol, Options = DavOptions.Describe, Refuse = DavReplies.WriteAsync },
        new(DavPath.Prefix + "/*", Entry.Signed, Doors.Private,
            ("PROPFIND", Propfind.HandleAsync), ("GET", GetResource.HandleAsync), ("PUT", PutResource.HandleAsync), ("DELETE", DeleteResource.HandleAsync),
            ("MKCOL", MakeCollection.HandleAsync), ("COPY", CopyResource.HandleAsync), ("MOVE", MoveResource.HandleAsync),
            ("PROPPATCH", PatchProperties.HandleAsync), ("LOCK", LockResource.HandleAsync), ("UNLOCK", UnlockResource.HandleAsync))
            { IsTree = true, Protocol = DavPath.Protocol, Options = DavOptions.Describe, Refuse = DavReplies.WriteAsync },
        new("/api/v1/operations/copy", Entry.Signed, Doors.Private, ("POST", Operations.CopyAsync)),
        new("/api/v1/operations/move", Entry.Signed, Doors.Private, ("POST", Operations.MoveAsync)),
        new("/api/v1/operations/undelete", Entry.Signed, Doors.Private, ("POST", Operations.UndeleteAsync)),
        new("/api/v1/operations/store", Entry.Signed, Doors.Private, ("POST", StoreMany.HandleAsync)),
        new("/api/v1/uploads", Entry.Signed, Doors.Private, ("GET", Uploads.ListAsync), ("POST", Uploads.BeginAsync)) { Options = TusFields.Announce },
        new("/api/v1/uploads/{upload}", Entry.Signed, Doors.Private,
            ("GET", Uploads.GetAsync), ("PATCH", Uploads.AppendAsync), ("DELETE", Uploads.AbandonAsync), ("POST", Uploads.OverrideAsync)) { Options = TusFields.Announce },
        new("/api/v1/changes", Entry.Signed, Doors.Private, ("GET", Changes.HandleAsync)),

        new("/api/v1/spaces", Entry.Signed, Doors.Private, ("GET", Spaces.ListAsync), ("POST", Spaces.AddAsync)),
        new("/api/v1/spaces/*", Entry.Signed, Doors.Private, ("GET", Spaces.GetAsync), ("PATCH", Spaces.SetAsync), ("DELETE", Spaces.RemoveAsync)),
        new("/api/v1/accounts", Entry.Signed, Doors.Private, ("GET", Accounts.ListAsync), ("POST", Accounts.AddAsync)),
        new("/api/v1/accounts/{name}", Entry.Signed, Doors.Private,
            ("GET", Accounts.GetAsync), ("PATCH", Accounts.SetAsync), ("DELETE", Accounts.RemoveAsync)),
        new("/api/v1/accounts/{name}/password", Entry.Signed, Doors.Private, ("PUT", Accounts.SetPasswordAsync)),
        new("/api/v1/accounts/{name}/addresses", Entry.Signed, Doors.Private, ("POST", Accounts.AddAddressAsync)),
        new("/api/v1/accounts/{name}/addresses/{address}", Entry.Signed, Doors.Private, ("DELETE", Accounts.RemoveAddressAsync)),
        new("/api/v1/accounts/{name}/app-passwords", Entry.Signed, Doors.Private,
            ("GET", AppPasswords.ListAsync), ("POST", AppPasswords.AddAsync)),
        new("/api/v1/accounts/{name}/app-passwords/{label}", Entry.Signed, Doors.Private, ("DELETE", AppPasswords.RevokeAsync)),
        new("/api/v1/accounts/{name}/tokens", Entry.Signed, Doors.Private, ("GET", Tokens.ListAsync), ("POST", Tokens.AddAsync)),
        new("/api/v1/accounts/{name}/tokens/{label}", Entry.Signed, Doors.Private, ("DELETE", Tokens.RevokeAsync)),
        new("/api/v1/accounts/{name}/sessions", Entry.Signed, Doors.Private, ("GET", Sessions.ListAsync), ("DELETE", Sessions.EndAllAsync)),
        new("/api/v1/accounts/{name}/sessions/{id}", Entry.Signed, Doors.Private, ("DELETE", Sessions.EndAsync)),
        new("/api/v1/groups", Entry.Signed, Doors.Private, ("GET", Groups.ListAsync), ("POST", Groups.AddAsync)),
        new("/api/v1/groups/{group}", Entry.Signed, Doors.Private, ("GET", Groups.GetAsync), ("DELETE", Groups.RemoveAsync)),
        new("/api/v1/groups/{group}/members/{member}", Entry.Signed, Doors.Private, ("PUT", Groups.JoinAsync), ("DELETE", Groups.LeaveAsync)),
        new("/api/v1/grants", Entry.Signed, Doors.Private, ("GET", Grants.ListAsync), ("POST", Grants.GrantAsync), ("DELETE", Grants.RevokeAsync)),
        new("/api/v1/grants/inheritance", Entry.Signed, Doors.Private, ("PUT", Grants.SetInheritanceAsync)),
        new("/api/v1/shares", Entry.Signed, Doors.Private, ("GET", Shares.ListAsync), ("POST", Shares.CreateAsync)),
        new("/api/v1/shares/{id}", Entry.Signed, Doors.Private, ("DELETE", Shares.RevokeAsync)),
        new("/api/v1/locks", Entry.Signed, Doors.Private, ("GET", LocksResource.ListAsync)),
        new("/api/v1/locks/{id}", Entry.Signed, Doors.Private, ("DELETE", LocksResource.BreakAsync)),
        new("/api/v1/access", Entry.Signed, Doors.Private, ("GET", Questions.MineAsync)),
        new("/api/v1/access/explain", Entry.Signed, Doors.Private, ("GET", Questions.ExplainAsync)),
        new("/api/v1/access/shared-with-me", Entry.Signed, Doors.Private, ("GET", Questions.SharedWithMeAsync)),
        new(SiteSignInPage.Path, Entry.Signed, Doors.Private, ("GET", SiteSignInPage.HandleAsync)),
        new(SiteSignInPage.KeySetPath, Entry.Open, Doors.Private, ("GET", SiteSignInPage.KeySetAsync)),
        new("/api/v1/sites", Entry.Signed, Doors.Private, ("GET", Administration.Sites.ListAsync), ("POST", Administration.Sites.AddAsync)),
        new("/api/v1/sites/{host}", Entry.Signed, Doors.Private, ("GET", Administration.Sites.GetAsync), ("PATCH", Administration.Sites.SetAsync),
            ("DELETE", Administration.Sites.RemoveAsync)),
        new("/api/v1/sites/{host}/aliases/{name}", Entry.Signed, Doors.Private,
            ("PUT", Administration.Sites.AddAliasAsync), ("DELETE", Administration.Sites.RemoveAliasAsync)),
        new("/api/v1/sites/{host}/deployments", Entry.Signed, Doors.Private,
            ("GET", Administration.Sites.DeploymentsAsync), ("POST", Administration.Sites.DeployAsync)),
        new("/api/v1/sites/{host}/uploads/{upload}/{sha256}", Entry.Signed, Doors.Private, ("PUT", Administration.Sites.UploadAsync)),
        new("/api/v1/sites/{host}/rollback", Entry.Signed, Doors.Private, ("POST", Administration.Sites.RollBackAsync)),
        new("/api/v1/settings", Entry.Signed, Doors.Private, ("GET", SettingsResource.ListAsync)),
        new("/api/v1/settings/{name}", Entry.Signed, Doors.Private,
            ("GET", SettingsResource.GetAsync), ("PUT", SettingsResource.SetAsync), ("DELETE", SettingsResource.ResetAsync)),
        new("/api/v1/audit", Entry.Signed, Doors.Private, ("GET", Audit.HandleAsync)),
        new("/api/v1/firewall/rules", Entry.Signed, Doors.Private, ("GET", FirewallResource.ListRulesAsync), ("POST", FirewallResource.AddRuleAsync)),
        new("/api/v1/firewall/rules/{id}", Entry.Signed, Doors.Private, ("GET", FirewallResource.GetRuleAsync), ("DELETE", FirewallResource.RemoveRuleAsync)),
        new("/api/v1/firewall/bans", Entry.Signed, Doors.Private, ("GET", FirewallResource.ListBansAsync)),
        new("/api/v1/firewall/bans/*", Entry.Signed, Doors.Private, ("DELETE", FirewallResource.UnbanAsync)),
        new("/api/v1/config", Entry.Signed, Doors.Private, ("GET", ConfigResource.ExportAsync)),
        new("/api/v1/config/plan", Entry.Signed, Doors.Private, ("POST", ConfigResource.PlanAsync)),
        new("/api/v1/config/apply", Entry.Signed, Doors.Private, ("POST", ConfigResource.ApplyAsync)),
        new("/api/v1/audit/heads", Entry.Signed, Doors.Private, ("GET", Audit.HeadsAsync)),
        new("/api/v1/status", Entry.Signed, Doors.Private, ("GET", Status.HandleAsync)),
        new("/api/v1/connections", Entry.Signed, Doors.Private, ("GET", ConnectionsResource.ListAsync)),
        new("/api/v1/connections/{id}", Entry.Signed, Doors.Private, ("DELETE", ConnectionsResource.EndAsync)),
        new("/api/v1/doctor", Entry.Signed, Doors.Private, ("GET", DoctorResource.LastAsync), ("POST", DoctorResource.RunAsync)),
        new("/api/v1/check", Entry.Signed, Doors.Private, ("POST", Check.HandleAsync)),

        new("/api/v1/session", Entry.Signed, Doors.Private,
            ("GET", SessionResource.GetAsync), ("POST", SessionResource.BeginAsync), ("DELETE", SessionResource.EndAsync)),
        new("/api/v1/session/confirm", Entry.Signed, Doors.Private, ("POST", SessionResource.ConfirmAsync)),
        new("/api/v1/openapi.json", Entry.Open, Doors.Private, ("GET", OpenApiDocument.HandleAsync)),

        new("/s/*", Entry.Link, Doors.Private, ("GET", GetLink.HandleAsync), ("POST", PostLink.PostAsync), ("PUT", PostLink.PutAsync),
            ("PATCH", LinkUploads.PatchAsync), ("DELETE", LinkUploads.DeleteAsync)) { Options = TusFields.Announce },
        new(SignInPage.Path, Entry.Open, Doors.Private, ("GET", SignInPage.ShowAsync), ("POST", SignInPage.SignInAsync)),
        new(SignOutPage.Path, Entry.Open, Doors.Private, ("GET", SignOutPage.ShowAsync), ("POST", SignOutPage.SignOutAsync)),
        new("/", Entry.Open, Doors.Private, ("GET", HomePage.HandleAsync)),
        new("/livez", Entry.Open, Doors.Everywhere, ("GET", Health.LiveAsync)),
        new("/readyz", Entry.Open, Doors.Private, ("GET", Health.ReadyAsync)),
        new("/metrics", Entry.Signed, Doors.Everywhere, ("GET", MetricsPage.HandleAsync)),
        new("/favicon.ico", Entry.Open, Doors.Private, ("GET", Icon.HandleAsync)),
        new("/ca.crt", Entry.Open, Doors.Everywhere, ("GET", CaCertificate.HandleAsync)),
    ];

    /// <summary>For the field Allow of the server as a whole (RFC 9110, 9.3.7).</summary>
    internal static string Allow { get; } = string.Join(", ", new[] { "GET", "HEAD" }
        .Concat(All.SelectMany(r => r.Methods).Select(m => m.Method)).Append("OPTIONS").Distinct());

    /// <summary>False for a method that no resource here has ever heard of (RFC 9110, 9.1): 501 instead of 405.</summary>
    internal static bool IsKnown(string method)
        => method is "HEAD" or "OPTIONS" or "TRACE" or "CONNECT" || All.Any(r => r.Find(method) is not null);

    internal static Route? Find(string[] segments)
    {
        foreach (var route in All)
        {
            if (route.Matches(segments))
                return route;
        }
        return null;
    }
}
