using System.Globalization;
using Atrium.Core;
using Atrium.Core.Sites;
using Atrium.Protocols.Http.Dispatch;
using Atrium.Protocols.Http.Pages;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Sites.Entry;

/// <summary>
/// <c>/sign-in/site</c> on the server's own name: sends somebody who has signed in back to the site that asked for it. It goes to names of sites
/// alone, so it is no way to anywhere else.
/// </summary>
internal static class SiteSignInPage
{
    internal const string Path = "/sign-in/site", KeySetPath = "/.well-known/atrium/jwks.json";

    /// <summary>The address of a name of this server, or of one of its sites.</summary>
    internal static string Origin(HttpServices services, string host)
        => services.Server().HttpsPort is var port && port == Redirect.StandardPort ? $"https://{host}" : string.Create(CultureInfo.InvariantCulture, $"https://{host}:{port}");

    internal static async ValueTask<Refused?> HandleAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown("host", "state") is { } unknown)
            return unknown;
        var services = exchange.Services;
        var state = exchange.Query.Find("state") ?? "";
        if (!HostNameRule.Check(exchange.Query.Find("host") ?? "").Try(out var host, out var refused))
            return refused;
        if (!SiteHandovers.IsSecret(state))
            return Refused.Invalid("The state is not one of a site. Begin at the site itself.");
        if (services.Sites.Find(host) is not { Options.AsksForSignIn: true } site)
            return Refused.NotFound($"A site {host} that asks for a sign-in");
        // Of the names that a wildcard covers nobody has listed each, and one may lead to somebody else.
        if (services.Sites.NameOf(host) is not { } known || HostNameRule.IsWildcard(known))
            return Refused.Invalid($"{host} is covered by a wildcard: begin at the site's own name, {site.Host}.");
        exchange.Response.Headers.CacheControl = "no-store";
        if (exchange.IsAnonymous)
        {
            Lead(exchange, $"{SignInPage.Path}?{SignInPage.Next}={Uri.EscapeDataString($"{Path}?host={Uri.EscapeDataString(host)}&state={state}")}");
            return null;
        }
        if (!(await exchange.Workspace.Sites.EnterAsync(site.Host, exchange.Aborted)).Try(out _, out refused)
            || !(await exchange.Workspace.Session.BeginAtSiteAsync(site.Host, exchange.Request.Headers.UserAgent.ToString(), exchange.Aborted)).Try(out var session, out refused))
            return refused;
        var now = services.Time.GetUtcNow();
        if (services.Handovers.Leave(new Handover(site.Id, state, session, now + SiteHandovers.Lifetime), now) is not { } code)
            return new Refused(Refusal.Busy, "Too many are signing in at the moment. Try again in a minute.");
        exchange.Response.Headers["Referrer-Policy"] = "no-referrer";
        Lead(exchange, $"{Origin(services, host)}{SiteEntrance.CallbackPath}?code={code}&state={state}");
        return null;
    }

    /// <summary>The key that assertions are verified with.</summary>
    internal static async ValueTask<Refused?> KeySetAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        exchange.Response.ContentType = "application/jwk-set+json";
        // Who meets a key that he does not know asks again at once; nobody needs to ask more often than that.
        exchange.Response.Headers.CacheControl = "public, max-age=300";
        exchange.Response.ContentLength = exchange.Services.Assertions.KeySet.Length;
        if (!HttpMethods.IsHead(exchange.Request.Method))
            await exchange.Response.WriteAsync(exchange.Services.Assertions.KeySet, exchange.Aborted);
        return null;
    }

    private static void Lead(Exchange exchange, string location)
    {
        exchange.Response.StatusCode = StatusCodes.Status303SeeOther;
        exchange.Response.Headers.Location = location;
        exchange.Response.ContentLength = 0;
    }
}
