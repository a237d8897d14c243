using System.Collections.Frozen;
using Atrium.Core;
using Atrium.Core.Journal;
using Atrium.Core.Sites;
using Atrium.Protocols.Http.Dispatch;
using Atrium.Protocols.Http.Requests;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Sites;

/// <summary>What is for a site goes on here: whether it came in by the right door, and then to its files or its application.</summary>
internal sealed class SiteFront(HttpServices services) : IDisposable
{
    /// <summary>
    /// RFC 6797: half a year, after which somebody who has left this server is not shut out for ever. Without includeSubDomains, which
    /// may be others'.
    /// </summary>
    private const string InsistOnTls = "max-age=15552000";

    private readonly FrozenSet<string> own = services.HostNames.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    private readonly Lazy<int> httpsPort = new(() => services.Server().HttpsPort);
    private readonly SiteFiles files = new(services);
    private readonly ProxyForwarder proxy = new(services);

    /// <summary>The site of a request; null when the name is not one, or one that the server has itself.</summary>
    internal PublishedSite? Find(HttpContext context)
    {
        var name = OwnHosts.NameOf(context.Request.Headers.Host.ToString());
        return name.IsEmpty || services.Sites.Find(name) is not { } site || own.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name) ? null : site;
    }

    /// <summary>
    /// True when the client has asked for another party in its TLS hello than in its request: the certificate that it has looked at says
    /// nothing about this one (RFC 9110, 7.4). <paramref name="site"/> is null for the server itself.
    /// </summary>
    internal bool IsMisdirected(HttpContext context, HttpDoor door, PublishedSite? site)
    {
        var asked = door.ServerName.AsSpan();
        return !asked.IsEmpty
            && !asked.Equals(OwnHosts.NameOf(context.Request.Headers.Host.ToString()), StringComparison.OrdinalIgnoreCase)
            && services.Sites.Find(asked)?.Id != site?.Id;
    }

    internal ValueTask AnswerAsync(HttpContext context, HttpDoor door, PublishedSite site, string raw)
    {
        var isSecure = door.Kind == HttpDoorKind.Https;
        if (!isSecure && !site.AllowsClearText)
        {
            Redirect.ToHttps(context, NameOf(context), httpsPort.Value, raw);
            return ValueTask.CompletedTask;
        }
        if (isSecure && !site.AllowsClearText && httpsPort.Value == Redirect.StandardPort && services.HasOperatorCertificate(NameOf(context)))
            context.Response.Headers.StrictTransportSecurity = InsistOnTls;
        if (services.Journal.RecordsVisits)
            Tell(context, door, site, raw);
        return site.Proxy is null ? files.AnswerAsync(context, site, raw) : proxy.ForwardAsync(context, site, raw, isSecure);
    }

    // Without its query, which may hold what is secret.
    private void Tell(HttpContext context, HttpDoor door, PublishedSite site, string raw)
    {
        var end = raw.AsSpan().IndexOf('?');
        services.Journal.Record(
            new Visit(door.Protocol, context.Connection.RemoteIpAddress, context.Connection.Id, door.Kind == HttpDoorKind.Https),
            new JournalEntry(JournalKind.Read, "sites.visit") { Subject = $"{context.Request.Method} {site.Host}{(end < 0 ? raw : raw[..end])}" });
    }

    /// <inheritdoc/>
    public void Dispose() => proxy.Dispose();

    // One of the site's names, or it would not have been found.
    private static string NameOf(HttpContext context) => OwnHosts.NameOf(context.Request.Headers.Host.ToString()).ToString().ToLowerInvariant();
}
