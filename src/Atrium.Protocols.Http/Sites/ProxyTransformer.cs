using System.Globalization;
using Atrium.Core.Sites;
using Atrium.Protocols.Http.Requests;
using Atrium.Protocols.Http.Sites.Backends;
using Atrium.Protocols.Http.Sites.Entry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Forwarder;

namespace Atrium.Protocols.Http.Sites;

/// <summary>What an application is told of a request: everything but what belongs to the connection, and who really asks.</summary>
/// <param name="backend">The application.</param>
/// <param name="target">Path and query as they were written.</param>
/// <param name="isSecure">True when the visitor came over TLS.</param>
/// <param name="visitor">Who has signed in; null where the site does not ask.</param>
/// <param name="assertion">The same, signed.</param>
internal sealed class ProxyTransformer(Backend backend, string target, bool isSecure, SiteVisitor? visitor, string? assertion) : HttpTransformer
{
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>What proxies say of a visitor: from a visitor himself it is a lie, so none of it is passed on.</summary>
    private static readonly string[] Claims = ["Forwarded", "X-Real-IP", "X-Original-URL", "X-Original-Host", "X-Rewrite-URL", "X-Client-IP", "True-Client-IP"];

    private const string ClaimPrefix = "X-Forwarded-";

    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        // Leaves behind what is always of the connection (RFC 9110, 7.6.1); what a connection names so itself is left here.
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);

        var fields = proxyRequest.Headers;
        foreach (var name in NamedBy(httpContext.Request.Headers.Connection))
            fields.Remove(name);
        foreach (var name in fields.NonValidated.Select(field => field.Key).Where(IsClaim).ToList())
            fields.Remove(name);
        // RFC 3875 turns it into HTTP_PROXY, which programs take for a setting of their own ("httpoxy").
        fields.Remove("Proxy");

        var host = Authority(httpContext);
        var scheme = isSecure ? "https" : "http";
        fields.TryAddWithoutValidation("X-Forwarded-For", Peer(httpContext));
        fields.TryAddWithoutValidation("X-Forwarded-Proto", scheme);
        fields.TryAddWithoutValidation("X-Forwarded-Host", host);
        fields.Host = host;
        proxyRequest.RequestUri = new Uri(backend.Prefix + target, AsWritten);
        KeepOwnCookies(fields);
        if (visitor is null)
            return;
        // What he has signed in with was for this server; an application that got it could be him everywhere.
        fields.Remove("Authorization");
        fields.TryAddWithoutValidation(SiteAssertions.Field, assertion);
        fields.TryAddWithoutValidation(SiteAssertions.UserField, visitor.Account);
        fields.TryAddWithoutValidation(SiteAssertions.GroupsField, string.Join(',', visitor.Groups));
    }

    public override async ValueTask<bool> TransformResponseAsync(
        HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        var hasBody = await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        if (proxyResponse is not null && proxyResponse.Headers.NonValidated.TryGetValues("Connection", out var connection))
        {
            foreach (var name in NamedBy(new StringValues([.. connection])))
                httpContext.Response.Headers.Remove(name);
        }
        if (visitor is not null)
            KeepPrivate(httpContext.Response.Headers);
        return hasBody;
    }

    /// <summary>What was shown to one who has signed in is kept for nobody else (RFC 9111, 5.2.2.7), whatever an application that knows no sign-in says.</summary>
    private static void KeepPrivate(IHeaderDictionary fields)
    {
        var said = fields.CacheControl.ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (said.Contains("no-store", StringComparer.OrdinalIgnoreCase))
            return;
        fields.CacheControl = string.Join(", ", said
            .Where(one => !one.Equals("public", StringComparison.OrdinalIgnoreCase) && !one.StartsWith("private", StringComparison.OrdinalIgnoreCase)
                && !one.StartsWith("s-maxage", StringComparison.OrdinalIgnoreCase))
            .Prepend("private"));
    }

    // Also in the spelling of programs that turn hyphens into underscores (RFC 3875, 4.1.18).
    private static bool IsClaim(string name)
    {
        var plain = name.Replace('_', '-');
        return plain.StartsWith(ClaimPrefix, StringComparison.OrdinalIgnoreCase)
            || plain.StartsWith(SiteAssertions.FieldPrefix, StringComparison.OrdinalIgnoreCase)
            || Claims.Contains(plain, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Cookies of this server are worth something here, and none of an application's business.</summary>
    private static void KeepOwnCookies(System.Net.Http.Headers.HttpRequestHeaders fields)
    {
        if (!fields.NonValidated.TryGetValues("Cookie", out var lines))
            return;
        var cookies = string.Join("; ", lines);
        if (SiteCookies.WithoutOwn(cookies) is var rest && rest == cookies)
            return;
        fields.Remove("Cookie");
        if (rest is not null)
            fields.TryAddWithoutValidation("Cookie", rest);
    }

    /// <summary>Names in Connection (RFC 9110, 7.6.1), but for the switch to another protocol, which both sides make together.</summary>
    private static IEnumerable<string> NamedBy(StringValues connection)
        => connection.SelectMany(line => (line ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Where(name => !name.Equals("Upgrade", StringComparison.OrdinalIgnoreCase) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));

    /// <summary>
    /// The name is one of the site's, or it would not have come here. A port is repeated only where it is the one that the visitor has
    /// really come to: links that the application makes of it lead back here (ATTACKS 9).
    /// </summary>
    private static string Authority(HttpContext context)
    {
        var name = OwnHosts.NameOf(context.Request.Headers.Host.ToString()).ToString().ToLowerInvariant();
        return context.Request.Host.Port is { } port && port == context.Connection.LocalPort
            ? string.Create(CultureInfo.InvariantCulture, $"{name}:{port}")
            : name;
    }

    private static string Peer(HttpContext context) => context.Connection.RemoteIpAddress switch
    {
        { IsIPv4MappedToIPv6: true } mapped => mapped.MapToIPv4().ToString(),
        { } address => address.ToString(),
        null => "unknown",
    };
}
