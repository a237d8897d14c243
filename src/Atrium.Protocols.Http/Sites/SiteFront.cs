using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text;
using Atrium.Core;
using Atrium.Core.Journal;
using Atrium.Core.Sites;
using Atrium.Protocols.Http.Dispatch;
using Atrium.Protocols.Http.Requests;
using Atrium.Protocols.Http.Sites.Entry;
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

    /// <summary>The policies of sites as fields of an answer: as many as operators have thought of.</summary>
    private readonly ConcurrentDictionary<string, byte[]> policyFields = new(StringComparer.Ordinal);

    private readonly FrozenSet<string> own = services.HostNames.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    private readonly Lazy<int> httpsPort = new(() => services.Server().HttpsPort);
    private readonly SiteFiles files = new(services);
    private readonly ProxyForwarder proxy = new(services);
    private readonly SiteEntrance entrance = new(services);

    /// <summary>The site of a request; null when the name is not one, or one that the server has itself.</summary>
    internal PublishedSite? Find(HttpContext context) => Find(OwnHosts.NameOf(context.Request.Headers.Host.ToString()));

    private PublishedSite? Find(ReadOnlySpan<char> name)
    {
        return name.IsEmpty || services.Sites.Find(name) is not { } site || own.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name) ? null : site;
    }

    /// <summary>
    /// True when the client has asked for another party in its TLS hello than in its request: the certificate that it has looked at says
    /// nothing about this one (RFC 9110, 7.4). <paramref name="site"/> is null for the server itself.
    /// </summary>
    internal bool IsMisdirected(HttpContext context, HttpDoor door, PublishedSite? site)
        => IsMisdirected(OwnHosts.NameOf(context.Request.Headers.Host.ToString()), door, site);

    private bool IsMisdirected(ReadOnlySpan<char> name, HttpDoor door, PublishedSite? site)
    {
        var asked = door.ServerName.AsSpan();
        return !asked.IsEmpty && !asked.Equals(name, StringComparison.OrdinalIgnoreCase) && services.Sites.Find(asked)?.Id != site?.Id;
    }

    /// <summary>
    /// What a path of a site is answered with while it is in memory; null for whatever needs more than a look, and for what would not be
    /// answered with a file here.
    /// </summary>
    /// <param name="door">Where the request came in.</param>
    /// <param name="authority">The value of Host.</param>
    /// <param name="path">As it was sent, without a query.</param>
    /// <param name="acceptEncoding">What codings the client takes.</param>
    /// <param name="fields">What the door adds to the answer, as bytes.</param>
    internal SiteFile? FindHot(HttpDoor door, ReadOnlySpan<char> authority, ReadOnlySpan<char> path, Microsoft.Extensions.Primitives.StringValues acceptEncoding, out ReadOnlyMemory<byte> fields)
    {
        fields = default;
        var name = OwnHosts.NameOf(authority);
        var isSecure = door.Kind == HttpDoorKind.Https;
        // A sign-in, another name to go to, an application: whoever asks for these is asked something himself.
        if (Find(name) is not { IsPlain: true } site || (!isSecure && !site.AllowsClearText) || IsMisdirected(name, door, site)
            || files.FindHot(site, path, acceptEncoding) is not { } file)
            return null;
        if (isSecure && TlsPolicy(name, site) is { } policy)
            fields = policyFields.GetOrAdd(policy, static said => Encoding.ASCII.GetBytes($"Strict-Transport-Security: {said}\r\n"));
        return file;
    }

    internal ValueTask AnswerAsync(HttpContext context, HttpDoor door, PublishedSite site, string raw)
    {
        var isSecure = door.Kind == HttpDoorKind.Https;
        // A sign-in never goes in clear text.
        if (!isSecure && (!site.AllowsClearText || site.Options.AsksForSignIn))
        {
            Redirect.ToHttps(context, site.Options.CanonicalHost ?? NameOf(context), httpsPort.Value, raw);
            return ValueTask.CompletedTask;
        }
        if (isSecure && TlsPolicy(OwnHosts.NameOf(context.Request.Headers.Host.ToString()), site) is { } policy)
            context.Response.Headers.StrictTransportSecurity = policy;
        if (site.Options.CanonicalHost is { } canonical && !NameOf(context).Equals(canonical, StringComparison.Ordinal))
        {
            Redirect.ToHost(context, canonical, raw);
            return ValueTask.CompletedTask;
        }
        if (services.Journal.RecordsVisits)
            Tell(context, door, site, raw);
        if (site.Options.AsksForSignIn)
            return AnswerSignedAsync(context, door, site, raw);
        return site.Proxy is null ? files.AnswerAsync(context, site, raw) : proxy.ForwardAsync(context, site, raw, isSecure, null);
    }

    private async ValueTask AnswerSignedAsync(HttpContext context, HttpDoor door, PublishedSite site, string raw)
    {
        if (await entrance.AdmitAsync(context, door, site, raw) is not { } guest)
            return;
        if (site.Proxy is not null)
        {
            await proxy.ForwardAsync(context, site, raw, isSecure: true, guest);
            return;
        }
        // What not everybody may see is kept by nobody but his own browser, which asks first.
        context.Response.OnStarting(static state =>
        {
            ((HttpResponse)state).Headers.CacheControl = "private, no-cache";
            return Task.CompletedTask;
        }, context.Response);
        using var watch = new GuestWatch(services, site, guest, context.RequestAborted);
        // Cut off, so that half a file does not look whole.
        using var cut = watch.Token.Register(() =>
        {
            if (watch.HasEnded)
                context.Abort();
        });
        await files.AnswerAsync(context, site, raw);
    }

    /// <summary>
    /// What browsers are told of TLS: what the operator has said, or half a year where nothing else can come of it than that it works: with
    /// a certificate that browsers know, at the port that they try by themselves.
    /// </summary>
    private string? TlsPolicy(ReadOnlySpan<char> name, PublishedSite site)
    {
        if (site.Options.InsistOnTls is { } said)
            return said.Length > 0 && !site.AllowsClearText ? said : null;
        return !site.AllowsClearText && httpsPort.Value == Redirect.StandardPort && services.HasOperatorCertificate(name.ToString().ToLowerInvariant()) ? InsistOnTls : null;
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
