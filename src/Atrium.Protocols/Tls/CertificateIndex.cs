using System.Net;

namespace Atrium.Protocols.Tls;

/// <summary>
/// All certificates by name: one unchanging picture, replaced whole, so that a handshake never waits. The order of the
/// sources is their rank: what the operator chose goes before what the server made for itself.
/// </summary>
internal sealed class CertificateIndex
{
    private readonly Dictionary<string, List<Entry>> exact = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, List<Entry>> wildcard = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<IPAddress, List<Entry>> addresses = [];
    private readonly string ownName;
    private readonly ServerCertificate fallback;

    /// <param name="ranked">What each source serves, the preferred source first.</param>
    /// <param name="ownName">The server's own name, for clients that name no server.</param>
    /// <param name="fallback">For names that nobody has: the local authority's certificate.</param>
    internal CertificateIndex(IEnumerable<IReadOnlyList<ServerCertificate>> ranked, string ownName, ServerCertificate fallback)
    {
        this.ownName = ownName;
        this.fallback = fallback;
        foreach (var (rank, certificates) in ranked.Index())
            // Of two for the same name the one issued last was meant to replace the other.
            foreach (var certificate in certificates.OrderByDescending(c => c.NotBefore))
                Add(new Entry(certificate, rank));
    }

    /// <summary>The certificate for a client.</summary>
    /// <param name="serverName">The name in the client's hello (RFC 6066, 3), or null.</param>
    /// <param name="localAddress">The address to which the client connected, or null where unknown.</param>
    /// <param name="now">The time at which the certificate must be valid, when there is a choice.</param>
    internal ServerCertificate Select(string? serverName, IPAddress? localAddress, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(serverName))
            return ForAddress(localAddress, now) ?? ForName(ownName, now) ?? fallback;
        // RFC 6066 allows no addresses as names; clients send them all the same, and mean what they say.
        if (HostName.TryAddress(serverName) is { } address)
            return Best(addresses.GetValueOrDefault(address), null, now) ?? fallback;
        // An unknown name is no reason to refuse (RFC 6066, 3): the protocol above answers it, HTTP with 421.
        return ForName(serverName, now) ?? ForName(ownName, now) ?? fallback;
    }

    /// <summary>The certificate that carries a name; null when none does.</summary>
    internal ServerCertificate? ForName(string? name, DateTimeOffset now)
    {
        if (HostName.TryNormalize(name) is not { } host)
            return null;
        // RFC 9525, 6.3: a wildcard stands for exactly one label.
        var parent = host.IndexOf('.') is var dot and > 0 ? host[(dot + 1)..] : "";
        return Best(exact.GetValueOrDefault(host), wildcard.GetValueOrDefault(parent), now);
    }

    // Without a name the client has typed an address, or is too old to send names. On the loopback it is the first: what
    // the operator got for a public name would never be right there. Elsewhere only the operator's own choice counts.
    private ServerCertificate? ForAddress(IPAddress? address, DateTimeOffset now)
    {
        if (address is { IsIPv4MappedToIPv6: true })
            address = address.MapToIPv4();
        return address is not null && addresses.TryGetValue(address, out var entries)
            && Best(entries, null, now) is { } best && (best != fallback || IPAddress.IsLoopback(address))
            ? best
            : null;
    }

    // Valid before expired; then by source; then exact before wildcard. An expired one is still better than one for
    // another name: the client then says what is really wrong.
    private static ServerCertificate? Best(List<Entry>? exact, List<Entry>? wildcard, DateTimeOffset now) =>
        (exact ?? []).Concat(wildcard ?? [])
            .OrderBy(e => e.Certificate.IsValidAt(now) ? 0 : 1)
            .ThenBy(e => e.Rank)
            .FirstOrDefault()?.Certificate;

    private void Add(Entry entry)
    {
        foreach (var name in entry.Certificate.DnsNames)
        {
            if (name.StartsWith("*.", StringComparison.Ordinal))
                Add(wildcard, name[2..], entry);
            // An asterisk anywhere else means nothing (RFC 9525, 6.3).
            else if (!name.Contains('*'))
                Add(exact, name, entry);
        }
        foreach (var address in entry.Certificate.Addresses)
            Add(addresses, address, entry);
    }

    private static void Add<TKey>(Dictionary<TKey, List<Entry>> index, TKey key, Entry entry) where TKey : notnull
    {
        if (!index.TryGetValue(key, out var entries))
            index.Add(key, entries = []);
        entries.Add(entry);
    }

    private sealed record Entry(ServerCertificate Certificate, int Rank);
}
