using System.Net;
using Atrium.Core;
using Atrium.Core.Guard;
using Atrium.Core.Sites;
using Atrium.Protocols.Congestion;
using Atrium.Protocols.Http.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Atrium.Protocols.Http.Dispatch;

/// <summary>
/// What the gate is for connections, for requests: for whom a proxy asks, whether he may, how fast he comes, and what his requests say about
/// him. While there are no proxies and no rates it costs two looks.
/// </summary>
internal sealed class Turnstile
{
    private readonly HttpServices services;
    private readonly Firewall firewall;
    private volatile string[] refusedMethods = [];

    internal Turnstile(HttpServices services)
    {
        (this.services, firewall) = (services, services.Firewall);
        FollowSettings();
    }

    /// <summary>Whether the operator has turned a method off. The machine's own socket keeps all: by them he turns it on again.</summary>
    internal bool RefusesMethod(string method, HttpDoor door)
        => refusedMethods.Length > 0 && door.Kind != HttpDoorKind.Local && Array.IndexOf(refusedMethods, method) >= 0;

    /// <summary>For the field Allow (RFC 9110, 10.2.1): what of all methods is left.</summary>
    internal string AllowedMethods => string.Join(", ", Routes.Allow.Split(", ").Except(refusedMethods));

    /// <summary>Why the request is not answered; null when it may go on.</summary>
    internal Refused? Refuse(HttpContext context, HttpDoor door)
    {
        if ((!firewall.HasProxies && !services.Rates.IsOn) || door.Kind == HttpDoorKind.Local)
            return null;
        var connection = context.Connection;
        if (firewall.IsProxy(connection.RemoteIpAddress)
            && ForwardedFor.Client(context.Request.Headers["X-Forwarded-For"], context.Request.Headers["Forwarded"], firewall.IsProxy) is { } client)
        {
            // From here on it is the client's request, for all who look at it.
            connection.RemoteIpAddress = client;
            if (firewall.DenialOf(client, door.Protocol) is not null)
                return Refused.Denied("This address may not ask anything here. Its operator knows why: atrium firewall list, atrium firewall bans.");
        }
        return TooFast(services.Rates.OfAddress(connection.RemoteIpAddress), "this address");
    }

    /// <summary>Why a request to a site is not answered: it comes too fast, or too many are under way.</summary>
    /// <param name="context">The request.</param>
    /// <param name="site">The site.</param>
    /// <param name="counted">To be disposed of when the request is answered.</param>
    internal Refused? RefuseSite(HttpContext context, PublishedSite site, out RequestAtOnce counted)
    {
        counted = default;
        if (!services.Rates.IsOn && !services.AtOnce.IsOn && !site.Options.IsLimited)
            return null;
        var peer = context.Connection.RemoteIpAddress;
        return TooFast(services.Rates.OfSite(site.Host, site.Options.RequestsPerSecond, peer), "this site")
            ?? (services.AtOnce.OfSite(site.Host, site.Options.RequestsAtOnce, peer).Try(out counted, out var refused) ? null : refused);
    }

    /// <summary>When it is known who asks for what.</summary>
    internal Refused? RefuseSigned(Exchange exchange, Route route)
    {
        if (!services.Rates.IsOn || exchange.Door.Kind == HttpDoorKind.Local)
            return null;
        var peer = PeerOf(exchange.Context);
        var segments = exchange.Target.Segments;
        return (exchange.IsAnonymous ? null : TooFast(services.Rates.OfAccount(exchange.Workspace.AccountName, peer), "this account"))
            ?? (route.IsTree && segments.Length > route.Depth + 1
                ? TooFast(services.Rates.OfSpace($"/{segments[route.Depth]}/{segments[route.Depth + 1]}", peer), "this space")
                : null);
    }

    /// <summary>
    /// Lets a request be worked at when it is its turn. Whoever has signed in shares the turns as himself, others as their address. What holds
    /// no data is answered from memory, and the machine's own socket is the operator's: both go first.
    /// </summary>
    internal async ValueTask<Refused?> InTurnAsync(Exchange exchange, Route route, Handler handler)
    {
        if (route.Entry == Entry.Open || exchange.Door.Kind == HttpDoorKind.Local)
            return await handler(exchange);
        var peer = PeerOf(exchange.Context);
        var account = route.Entry == Entry.Signed && !exchange.IsAnonymous ? exchange.Workspace.AccountName : null;
        if (!services.AtOnce.OfAccount(account, peer).Try(out var counted, out var refused))
            return refused;
        using (counted)
        {
            var lane = account ?? (peer is null ? "" : $"address {Network.SourceOf(peer)}");
            if (!(await services.Congestion.Requests.EnterAsync(lane, exchange.Aborted)).Try(out var turn, out refused))
                return refused;
            using var pace = new Pace(services.Congestion.Transfers, lane, turn);
            exchange.Context.Features.Set(pace);
            return await handler(exchange);
        }
    }

    /// <summary>The request breaks the grammar.</summary>
    internal void NoteMalformed(HttpContext context) => firewall.Report(PeerOf(context), Offence.MalformedInput);

    /// <summary>An answer that says what was asked for is not here: that can be a search for holes.</summary>
    internal void NoteMiss(HttpContext context, Asker asker)
    {
        // What a page of another site lets its visitors ask for is no offence of theirs.
        if (CrossSite.IsForeign(context.Request))
            return;
        if (AttackPaths.Has(((IHttpRequestFeature)context.Features[typeof(IHttpRequestFeature)]!).RawTarget))
            firewall.Report(PeerOf(context), Offence.Probing);
        // Programs of those who have signed in look whether something is there before they make it. Whether somebody has, here, is not
        // asked of a field that anybody can send; only an application behind a site has users that are not known here.
        else if (asker == Asker.Visitor || (asker == Asker.OfApplication && !HasCredentials(context.Request.Headers)))
            firewall.Report(PeerOf(context), Offence.Miss);
    }

    private void FollowSettings()
    {
        services.Settings.NextChange.UnsafeRegister(static self => ((Turnstile)self!).FollowSettings(), this);
        refusedMethods = [.. services.Settings.Get(HttpSettings.RefusedMethods)];
    }

    private static bool HasCredentials(IHeaderDictionary fields) => fields.Authorization.Count > 0 || fields.Cookie.Count > 0;

    // The machine's own socket has none.
    private static IPAddress? PeerOf(HttpContext context) => context.Connection.RemoteIpAddress;

    private static Refused? TooFast(TimeSpan? wait, string who) => wait is not { } time ? null : new(
        Refusal.TooManyRequests, $"Requests come faster than is allowed for {who}. Try again when Retry-After says so, and more slowly.")
    {
        RetryAfter = TimeSpan.FromSeconds(Math.Ceiling(time.TotalSeconds)),
    };
}
