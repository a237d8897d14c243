using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Atrium.Protocols.Tls;

/// <summary>TLS as Mozilla's "Intermediate" profile has it: versions 1.3 and 1.2, forward secrecy and AEAD only.</summary>
public static class TlsPolicy
{
    /// <summary>
    /// Time for a handshake, 10 s: three round trips over a bad mobile line take three, and a client that sends nothing
    /// must not hold a connection longer. (Kestrel and nginx: 10 s and 60 s.)
    /// </summary>
    public static TimeSpan HandshakeTimeout { get; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The suites for TLS 1.2. Intermediate also has DHE-RSA, for clients that know no elliptic curves; nobody who speaks
    /// TLS 1.2 with AEAD today is one, and its key exchange is a way to burn the server's time (CVE-2002-20001).
    /// </summary>
    internal static IReadOnlyList<TlsCipherSuite> Tls12Suites { get; } =
    [
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
    ];

    /// <summary>All three suites of TLS 1.3 that OpenSSL offers (RFC 8446, 9.1, without CCM).</summary>
    internal static IReadOnlyList<TlsCipherSuite> Tls13Suites { get; } =
    [
        TlsCipherSuite.TLS_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256,
    ];

    private static readonly CipherSuitesPolicy Tls12Policy = new(Tls12Suites);
    private static readonly CipherSuitesPolicy BothPolicy = new([.. Tls13Suites, .. Tls12Suites]);

    /// <summary>The options of one handshake.</summary>
    /// <param name="certificate">What the server shows.</param>
    /// <param name="offered">What its beginning tells about the versions that the client offers.</param>
    /// <param name="alpn">What the endpoint speaks (RFC 7301); empty: the client's list is ignored.</param>
    /// <remarks>
    /// One set of options for each version, because .NET gives every connection an OpenSSL context of its own as soon as a
    /// cipher policy is set: no session is ever resumed then, and each connection costs more time and memory. TLS 1.3 needs
    /// no policy, OpenSSL's three suites for it are Intermediate's. A client that offers 1.3 gets 1.3, as it would anyway.
    /// </remarks>
    internal static SslServerAuthenticationOptions OptionsFor(ServerCertificate certificate, TlsOffer offered, IReadOnlyList<SslApplicationProtocol> alpn)
    {
        var (versions, suites) = offered switch
        {
            TlsOffer.Tls13 => (SslProtocols.Tls13, null),
            TlsOffer.Older => (SslProtocols.Tls12, Tls12Policy),
            _ => (SslProtocols.Tls12 | SslProtocols.Tls13, BothPolicy),
        };
        return new SslServerAuthenticationOptions
        {
            ServerCertificateContext = certificate.Context,
            EnabledSslProtocols = versions,
            CipherSuitesPolicy = suites,
            // An own list for each: never null, or Kestrel would offer HTTP on an endpoint of another protocol.
            ApplicationProtocols = [.. alpn],
            ClientCertificateRequired = false,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            AllowRenegotiation = false,
            AllowTlsResume = true,
            EncryptionPolicy = EncryptionPolicy.RequireEncryption,
        };
    }
}
