using Atrium.Core;
using Atrium.Core.Repository;
using Atrium.Protocols.Http.Dispatch;
using Atrium.Protocols.Http.Requests;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Dav;

/// <summary>Where a COPY or MOVE goes, or why it does not.</summary>
/// <param name="Path">In the tree; null where it is not.</param>
/// <param name="Status">The status of what is not in the tree.</param>
/// <param name="Reason">The sentence that goes with it.</param>
internal readonly record struct Destination(NodePath? Path, int Status = 0, string Reason = "")
{
    private const string Field = "Destination";

    /// <summary>The field Destination (RFC 4918, 10.3): an address, or a path on this server.</summary>
    internal static Outcome<Destination> Read(Exchange exchange)
    {
        var field = exchange.Request.Headers[Field];
        if (field.Count != 1)
            return Refused.Invalid("The field Destination says where it goes: the address of the new place, once.");
        var text = field.ToString();
        if (!text.StartsWith('/'))
        {
            if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
                return Refused.Invalid("Destination is an address of http or https, or a path.");
            if (!IsOwn(exchange, address))
                return new Destination(null, StatusCodes.Status502BadGateway, "Destination is on another server, to which nothing is sent from here (RFC 4918, 9.9.4).");
        }
        if (!RequestTarget.Parse(text).Try(out var target, out var refused))
            return refused;
        if (target.Query.Length > 0)
            return Refused.Invalid("Destination has a query, which no resource here has.");
        if (target.Segments is not ["dav", .. var names])
            return new Destination(null, StatusCodes.Status403Forbidden, $"Destination is not below {DavPath.Prefix}/: only there something can be put.");
        return NodePath.FromNames(names).Try(out var path, out refused) ? new Destination(path) : refused;
    }

    /// <summary>The host and port that the request itself was sent to, or another name of this server at the same port.</summary>
    private static bool IsOwn(Exchange exchange, Uri address)
    {
        var (request, connection) = (exchange.Request, exchange.Context.Connection);
        var port = request.Host.Port ?? (request.IsHttps ? 443 : 80);
        // A proxy that ends TLS asks in clear text what its clients ask over TLS: a port that is its scheme's own says no more than none.
        var isSamePort = address.Port == port || (address.IsDefaultPort && request.Host.Port is null);
        var host = new HostString(address.Host);
        return isSamePort
            && (address.Host.Equals(request.Host.Host, StringComparison.OrdinalIgnoreCase)
                || OwnHosts.Match(host, connection.LocalIpAddress, exchange.Services.HostNames) is not null);
    }
}
