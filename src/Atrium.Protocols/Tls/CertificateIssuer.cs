using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Atrium.Protocols.Tls;

/// <summary>Makes the two kinds of certificates of the local authority (RFC 5280). No files, no clock.</summary>
internal static class CertificateIssuer
{
    /// <summary>Ten years: clients trust it by hand, nobody wants to do that every year.</summary>
    internal static readonly TimeSpan AuthorityLife = TimeSpan.FromDays(3652);

    /// <summary>Ninety days, as public authorities do: a stolen key is of use for a season, and renewal is exercised.</summary>
    internal static readonly TimeSpan ServerLife = TimeSpan.FromDays(90);

    /// <summary>Clients whose clocks are a little behind.</summary>
    internal static readonly TimeSpan ServerBackdate = TimeSpan.FromHours(1);

    // More than the server's, so that no certificate is older than its issuer.
    private static readonly TimeSpan AuthorityBackdate = TimeSpan.FromDays(1);

    // RFC 5280, appendix A: ub-common-name.
    private const int LongestCommonName = 64;

    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");

    internal static ECDsa NewKey() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    internal static X500DistinguishedName AuthorityName(string host)
    {
        var text = $"Atrium local CA {host}";
        return CommonName(text.Length <= LongestCommonName ? text : text[..LongestCommonName]);
    }

    /// <summary>The authority's own certificate. The same name and key give a certificate which replaces an older one in every chain.</summary>
    internal static X509Certificate2 Authority(ECDsa key, X500DistinguishedName name, DateTimeOffset now)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        // Path length 0: it signs servers, never another authority.
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        using var made = request.Create(name, X509SignatureGenerator.CreateForECDsa(key), now - AuthorityBackdate, now + AuthorityLife, NewSerial());
        return made.CopyWithPrivateKey(key);
    }

    /// <summary>A server's certificate, signed by the authority, for these names and this key.</summary>
    internal static X509Certificate2 Server(X509Certificate2 authority, ECDsa key, TlsNames names, DateTimeOffset now)
    {
        var subject = CommonName(names.Host.Length <= LongestCommonName ? names.Host : "Atrium server");
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([ServerAuthentication], critical: false));
        request.CertificateExtensions.Add(AlternativeNames(names));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        // By key alone: a certificate of the authority that was made again for the same key fits too.
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        using var signer = authority.GetECDsaPrivateKey() ?? throw new CryptographicException("The authority has no ECDSA key.");
        using var made = request.Create(
            authority.SubjectName, X509SignatureGenerator.CreateForECDsa(signer), now - ServerBackdate, now + ServerLife, NewSerial());
        return made.CopyWithPrivateKey(key);
    }

    private static X509Extension AlternativeNames(TlsNames names)
    {
        var builder = new SubjectAlternativeNameBuilder();
        foreach (var name in names.DnsNames)
            builder.AddDnsName(name);
        foreach (var address in names.Addresses)
            builder.AddIpAddress(address);
        return builder.Build();
    }

    private static X500DistinguishedName CommonName(string text)
    {
        var builder = new X500DistinguishedNameBuilder();
        builder.AddCommonName(text);
        return builder.Build();
    }

    // 128 random bits: not to be guessed, and no counter that two restored copies of a data folder would share.
    private static byte[] NewSerial() => RandomNumberGenerator.GetBytes(16);
}
