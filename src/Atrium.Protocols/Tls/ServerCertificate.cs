using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Atrium.Protocols.Tls;

/// <summary>One certificate ready to be served: its key, its chain and the names it is good for.</summary>
/// <remarks>
/// Never disposed: a handshake that began before a reload may still use it, and nobody counts them. The handles end with
/// the last reference.
/// </remarks>
public sealed class ServerCertificate
{
    private ServerCertificate(X509Certificate2 leaf, SslStreamCertificateContext context, string origin)
    {
        Leaf = leaf;
        Context = context;
        Origin = origin;
        NotBefore = new DateTimeOffset(leaf.NotBefore.ToUniversalTime());
        NotAfter = new DateTimeOffset(leaf.NotAfter.ToUniversalTime());
        // Only the subject alternative names count; the common name has not been looked at for years (RFC 9525, 2).
        var names = leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        DnsNames = [.. (names?.EnumerateDnsNames() ?? []).Select(HostName.TryNormalize).OfType<string>().Distinct(StringComparer.Ordinal)];
        Addresses = [.. (names?.EnumerateIPAddresses() ?? []).Distinct()];
    }

    /// <summary>The server's certificate with its private key.</summary>
    public X509Certificate2 Leaf { get; }

    /// <summary>Leaf and intermediates as the handshake sends them; made once, since making it builds a chain.</summary>
    public SslStreamCertificateContext Context { get; }

    /// <summary>The file it was read from, for messages.</summary>
    public string Origin { get; }

    /// <summary>DNS names (RFC 5280, 4.2.1.6): punycode, lower case, some with a wildcard as their first label.</summary>
    public IReadOnlyList<string> DnsNames { get; }

    /// <summary>IP addresses (RFC 5280, 4.2.1.6).</summary>
    public IReadOnlyList<IPAddress> Addresses { get; }

    /// <summary>The first moment of its life.</summary>
    public DateTimeOffset NotBefore { get; }

    /// <summary>The last moment of its life.</summary>
    public DateTimeOffset NotAfter { get; }

    /// <summary>True while a client with a right clock accepts it.</summary>
    public bool IsValidAt(DateTimeOffset now) => NotBefore <= now && now <= NotAfter;

    internal static ServerCertificate Create(X509Certificate2 leaf, X509Certificate2Collection intermediates, string origin) =>
        // Offline: a start must not wait for somebody else's server. What a chain needs stands in the file.
        new(leaf, SslStreamCertificateContext.Create(leaf, intermediates, offline: true), origin);
}
