using System.Net;
using Atrium.Core.Guard;
using Microsoft.Extensions.Primitives;

namespace Atrium.Protocols.Http.Requests;

/// <summary>
/// For whom a proxy asks. Each proxy on the way adds the one that it has seen, at the end: read from there, the first that is no proxy of
/// ours is the client; what stands before it are the client's own words, and no better than any.
/// </summary>
internal static class ForwardedFor
{
    /// <summary>More proxies than stand in any row.</summary>
    private const int MaxHops = 32;

    /// <summary>
    /// The client, or null where the fields do not tell: then it is the proxy itself. X-Forwarded-For comes first: a proxy that writes it may
    /// pass a client's Forwarded on; one that writes Forwarded must take X-Forwarded-For away (docs/firewall.md).
    /// </summary>
    /// <param name="forwardedFor">X-Forwarded-For.</param>
    /// <param name="forwarded">Forwarded (RFC 7239).</param>
    /// <param name="isProxy">Whether an address is a proxy of ours.</param>
    internal static IPAddress? Client(StringValues forwardedFor, StringValues forwarded, Func<IPAddress, bool> isProxy)
    {
        var nodes = forwardedFor.Count > 0 ? forwardedFor.ToString().Split(',') : [.. forwarded.ToString().Split(',').Select(ForOf)];
        IPAddress? client = null;
        foreach (var node in nodes.Reverse().Take(MaxHops))
        {
            // Unknown, hidden or broken: nobody behind it can be believed.
            if (Address(node.AsSpan().Trim()) is not { } address)
                break;
            client = address;
            if (!isProxy(address))
                break;
        }
        return client;
    }

    /// <summary>The parameter "for" of one element of Forwarded (RFC 7239, 4); empty where it has none, or is quoted in a way that no address needs.</summary>
    private static string ForOf(string element)
    {
        foreach (var pair in element.Split(';'))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals >= 0 && pair.AsSpan(0, equals).Trim().Equals("for", StringComparison.OrdinalIgnoreCase))
                return pair[(equals + 1)..].Trim() is ['"', .. var quoted, '"'] ? quoted : pair[(equals + 1)..].Trim();
        }
        return "";
    }

    /// <summary>An address, with a port or without; IPv6 in brackets where a port can follow (RFC 7239, 6).</summary>
    private static IPAddress? Address(ReadOnlySpan<char> node)
    {
        if (node.StartsWith("["))
        {
            var end = node.IndexOf(']');
            return end > 0 && (end == node.Length - 1 || node[end + 1] == ':') ? Parse(node[1..end]) : null;
        }
        // One colon is a port, several are IPv6.
        var colon = node.IndexOf(':');
        return Parse(colon >= 0 && node[(colon + 1)..].IndexOf(':') < 0 ? node[..colon] : node);
    }

    private static IPAddress? Parse(ReadOnlySpan<char> text)
        => Network.Parse(text.ToString()).Try(out var network, out _) && !text.Contains('/') ? network.First : null;
}
