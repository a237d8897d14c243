using Atrium.Core;
using Atrium.Core.Sites;
using Atrium.Protocols.Http.Answers;
using Atrium.Protocols.Http.Dispatch;
using Atrium.Protocols.Http.Pages;
using Atrium.Protocols.Http.Requests;
using Atrium.Protocols.Http.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Atrium.Protocols.Http.Sites.Entry;

/// <summary>Somebody who was let in.</summary>
/// <param name="Visitor">What the application is told.</param>
/// <param name="Workspace">His sign-in, to look again whether it still holds.</param>
internal sealed record Guest(SiteVisitor Visitor, Workspace Workspace);

/// <summary>
/// Lets people and programs into sites that ask for a sign-in. Programs give a password or a token with each request. A browser is sent to the
/// server's own sign-in page and comes back with a code that is good once, for this site and this browser, and gets a cookie of this host alone.
/// </summary>
internal sealed class SiteEntrance(HttpServices services)
{
    /// <summary>Addresses of every site that asks for a sign-in (RFC 8615).</summary>
    internal const string CallbackPath = "/.well-known/atrium/signed-in", SignOutPath = "/.well-known/atrium/sign-out";

    /// <summary>Who may go on; null when the request is answered.</summary>
    internal async ValueTask<Guest?> AdmitAsync(HttpContext context, HttpDoor door, PublishedSite site, string raw)
    {
        var path = raw.IndexOf('?') is >= 0 and var question ? raw[..question] : raw;
        if (path == CallbackPath && HttpMethods.IsGet(context.Request.Method))
        {
            await ArriveAsync(context, site, raw);
            return null;
        }
        if (!(await EnterAsync(context, door, site)).Try(out var workspace, out var refused))
        {
            await RefuseAsync(context, site, refused);
            return null;
        }
        if (path == SignOutPath)
        {
            await SignOutAsync(context, site, workspace);
            return null;
        }
        if (workspace is null)
        {
            await AskAsync(context, site, raw);
            return null;
        }
        // What a browser sends by itself with what other pages ask for: nothing is changed by it, and nothing opened (ATTACKS 10, 50).
        if ((IsWebSocket(context) && IsOfAnotherPage(context.Request)) || (!RequestMethod.IsSafe(context.Request.Method) && CrossSite.IsForeign(context.Request)))
        {
            await RefuseAsync(context, site, Refused.Denied("A page of another site may not use this one with your sign-in."));
            return null;
        }
        if ((await workspace.Sites.EnterAsync(site.Host, context.RequestAborted)).Try(out var visitor, out refused))
            return new Guest(visitor, workspace);
        await RefuseAsync(context, site, refused);
        return null;
    }

    /// <summary>A person reads a page of the site, which leads nowhere but here; a program a problem document.</summary>
    private async ValueTask RefuseAsync(HttpContext context, PublishedSite site, Refused refused)
    {
        if (!Accepted.PrefersHtml(context.Request))
        {
            await Problems.WriteAsync(context, refused, anonymous: false);
            return;
        }
        // For whoever counts it when the request is over.
        context.Features.Set(refused);
        var status = Problems.StatusOf(refused.Kind, conditional: false);
        if (status == StatusCodes.Status401Unauthorized)
            context.Response.Headers.WWWAuthenticate = HttpSignIn.Challenges(context.Request);
        if (refused.RetryAfter is { } wait)
            context.Response.Headers.RetryAfter = wait.TotalSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await SiteErrorPage.WriteAsync(context, services.Sites, site, status, status == StatusCodes.Status403Forbidden ? "Not for you" : "Sign in", refused.Detail);
    }

    /// <summary>The account that the request is signed in with; null for nobody.</summary>
    private async ValueTask<Outcome<Workspace?>> EnterAsync(HttpContext context, HttpDoor door, PublishedSite site)
    {
        if (context.Request.Headers.Authorization.Count > 0)
            return (await HttpSignIn.EnterAsync(services.SignIn, door, context)).Try(out var workspace, out var refused) ? workspace : refused;
        if (SessionCookie.Read(context.Request, SiteCookies.Session) is not { } secret)
            return (Workspace?)null;
        // A session of this site alone: that of the server is never sent here, and this one is worth nothing there.
        var visit = HttpSignIn.VisitOf(door, context) with { Protocol = $"site:{site.Host}" };
        return await HttpSignIn.ResumeAsync(services.SignIn, visit, secret, context.RequestAborted);
    }

    /// <summary>A person is sent to sign in and comes back; a program is told how.</summary>
    private async ValueTask AskAsync(HttpContext context, PublishedSite site, string raw)
    {
        var request = context.Request;
        if (!(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) || !Accepted.PrefersHtml(request) || IsWebSocket(context))
        {
            await Problems.WriteAsync(context, new Refused(Refusal.SignInRequired, "This site asks for a sign-in: with Basic or Bearer, or in a browser."), anonymous: false);
            return;
        }
        var host = OwnHosts.NameOf(request.Headers.Host.ToString()).ToString().ToLowerInvariant();
        // A code is sent only to a name that somebody has listed: what a wildcard covers may lead elsewhere.
        if (services.Sites.NameOf(host) is not { } known || HostNameRule.IsWildcard(known))
        {
            Redirect.ToHost(context, site.Host, raw);
            return;
        }
        var state = SiteHandovers.NewSecret();
        SiteCookies.SetState(context.Response, state, raw);
        context.Response.Headers.CacheControl = "no-store";
        context.Response.StatusCode = StatusCodes.Status302Found;
        context.Response.Headers.Location = $"{SiteSignInPage.Origin(services, services.Server().Name)}{SiteSignInPage.Path}?host={Uri.EscapeDataString(host)}&state={state}";
        context.Response.ContentLength = 0;
    }

    /// <summary>Back from the sign-in page, with a code. Only the browser that was sent there may use it: nobody can be signed in as somebody else by a link.</summary>
    private async ValueTask ArriveAsync(HttpContext context, PublishedSite site, string raw)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        var known = SiteCookies.ReadState(context.Request);
        SiteCookies.ClearState(context.Response);
        var handover = RequestTarget.Parse(raw).Try(out var target, out _) && RequestQuery.Parse(target.Query).Try(out var query, out _)
            // A code that has come to another browser is worth nothing any more in the right one either.
            && query.Find("code") is { } code && services.Handovers.Take(code, site.Id, known?.State ?? "", services.Time.GetUtcNow()) is { } taken
            && query.Find("state") == taken.State
                ? taken
                : null;
        if (handover is null)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await new Page("Sign in again", "<h1>Sign in again</h1>\n<p>This address was used already, is too old, or belongs to another browser. <a href=\"/\">Go to the first page</a></p>").WriteAsync(context);
            return;
        }
        SiteCookies.SetSession(context.Response, handover.Session.Secret, handover.Session.Lifetime);
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = known!.Value.Path;
        context.Response.ContentLength = 0;
    }

    /// <summary>A button that ends the session of this site; a link alone would let any page sign people out.</summary>
    private async ValueTask SignOutAsync(HttpContext context, PublishedSite site, Workspace? workspace)
    {
        context.Response.Headers.CacheControl = "no-store";
        var host = Page.Encode(site.Host);
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            await new Page("Sign out", $"<h1>Sign out of {host}</h1>\n<form method=\"post\" action=\"{SignOutPath}\"><button>Sign out</button></form>") { HasForm = true }.WriteAsync(context);
            return;
        }
        if (CrossSite.IsForeign(context.Request))
        {
            await Problems.WriteAsync(context, Refused.Denied("A page of another site may not sign you out."), anonymous: false);
            return;
        }
        if (workspace is not null)
            await workspace.Session.EndAsync(context.RequestAborted);
        SiteCookies.ClearSession(context.Response);
        var own = Page.Encode($"{SiteSignInPage.Origin(services, services.Server().Name)}{SignOutPage.Path}");
        await new Page("Signed out", $"<h1>Signed out of {host}</h1>\n<p>Your sign-in at the server goes on: <a href=\"{own}\">end that too</a>.</p>").WriteAsync(context);
    }

    private static bool IsWebSocket(HttpContext context)
        => context.Request.Headers.Upgrade.ToString().Contains("websocket", StringComparison.OrdinalIgnoreCase)
        || context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };

    // A program says nothing of a page.
    private static bool IsOfAnotherPage(HttpRequest request) => request.Headers.Origin.Count > 0 && !CrossSite.IsOwn(request.Headers.Origin.ToString(), request);
}
