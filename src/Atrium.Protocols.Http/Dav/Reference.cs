using Atrium.Core;
using Atrium.Core.Repository;
using Atrium.Protocols.Http.Dispatch;
using Atrium.Protocols.Http.Requests;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Dav;

/// <summary>What an address in a field names (RFC 4918, 8.3), or why that is nothing in the tree.</summary>
/// <param name="Path">In the tree; null where it is not.</param>
/// <param name="Status">The status of what is not in the tree.</param>
/// <param name="Reason">The sentence that goes with it.</param>
internal readonly record struct Reference(NodePath? Path, int Status = 0, string Reason = "")
{
    /// <summary>The field Destination (10.3).</summary>
    internal static Outcome<Reference> Destination(Exchange exchange)
    {
        const string Field = "Destination";
        var field = exchange.Request.Headers[Field];
        return field.Count == 1
            ? Resolve(exchange, field.ToString(), Field)
            : Refused.Invalid("The field Destination says where it goes: the address of the new place, once.");
    }

    /// <summary>An address, or a path on this server.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="text">The address.</param>
    /// <param name="field">Where it stands, for the sentences.</param>
    internal static Outcome<Reference> Resolve(Exchange exchange, string text, string field)
    {
        if (!text.StartsWith('/'))
        {
            if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
                return Refused.Invalid($"{field} has an address of http or https, or a path.");
            if (!IsOwn(exchange, address))
                return new Reference(null, StatusCodes.Status502BadGateway, $"{field} is on another server, to which nothing is sent from here (RFC 4918, 9.9.4).");
        }
        if (!RequestTarget.Parse(text).Try(out var target, out var refused))
            return refused;
        if (target.Query.Length > 0)
            return Refused.Invalid($"{field} has a query, which no resource here has.");
        if (target.Segments is not ["dav", .. var names])
            return new Reference(null, StatusCodes.Status403Forbidden, $"{field} is not below {DavPath.Prefix}/: only there something can be put.");
        return NodePath.FromNames(names).Try(out var path, out refused) ? new Reference(path) : refused;
    }

    /// <summary>The host and port that the request itself was sent to, or another name of this server at the same port or at this door.</summary>
    private static bool IsOwn(Exchange exchange, Uri address)
    {
        var (request, connection) = (exchange.Request, exchange.Context.Connection);
        var port = request.Host.Port ?? (request.IsHttps ? 443 : 80);
        // A proxy that ends TLS asks in clear text what its clients ask over TLS: a port that is its scheme's own says no more than none.
        var isSamePort = address.Port == port || address.Port == connection.LocalPort || (address.IsDefaultPort && request.Host.Port is null);
        return isSamePort
            && (address.Host.Equals(request.Host.Host, StringComparison.OrdinalIgnoreCase)
                || OwnHosts.Match(new HostString(address.Host), connection.LocalIpAddress, exchange.Services.HostNames) is not null);
    }
}
