using System.Net;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Requests;

/// <summary>Whether a request is for this server: what is for another name gets 421 (RFC 9110, 15.5.20).</summary>
internal static class OwnHosts
{
    /// <summary>
    /// The host of the request in lower case and without its port, or null when it is not the server's own. The port is not looked at:
    /// a router may have passed the connection on from another one.
    /// </summary>
    internal static string? Match(HostString authority, IPAddress? local, IReadOnlySet<string> names)
    {
        var host = authority.Host;
        if (host.Length == 0)
            return null;
        if (host.EndsWith('.'))
            host = host[..^1];
        if (names.Contains(host))
            return host;
        var lower = host.ToLowerInvariant();
        if (lower == "localhost" || names.Contains(lower))
            return lower;
        if (ParseAddress(host) is not { } address)
            return null;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (local is { IsIPv4MappedToIPv6: true })
            local = local.MapToIPv4();
        return IPAddress.IsLoopback(address) || address.Equals(local) ? lower : null;
    }

    /// <summary>The name in an authority without its port, as it was written; empty for an address in brackets.</summary>
    internal static ReadOnlySpan<char> NameOf(ReadOnlySpan<char> authority)
    {
        var colon = authority.IndexOf(':');
        var name = authority.StartsWith("[") ? default : colon < 0 ? authority : authority[..colon];
        return name.EndsWith(".") ? name[..^1] : name;
    }

    /// <summary>RFC 3986, 3.2.2: four decimal numbers, or IPv6 in brackets. .NET also reads 127.1 and 0x7f.1, which are names there.</summary>
    private static IPAddress? ParseAddress(string host)
    {
        if (host.StartsWith('['))
            return host.EndsWith(']') && IPAddress.TryParse(host.AsSpan()[1..^1], out var six) && six.ToString().Contains(':') ? six : null;
        return IPAddress.TryParse(host, out var four) && four.ToString() == host ? four : null;
    }
}
