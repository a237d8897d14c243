using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Atrium.Protocols.Tests.Tls;

/// <summary>A foreign authority, root and intermediate, from which the tests get operators' certificates.</summary>
internal sealed class OperatorAuthority
{
    private readonly X509Certificate2 intermediate;

    internal OperatorAuthority(DateTimeOffset now)
    {
        Root = Sign("Foreign root", null, now);
        intermediate = Sign("Foreign intermediate", Root, now);
    }

    internal X509Certificate2 Root { get; }

    /// <summary>A server's certificate with its intermediate, and its key, both PEM.</summary>
    internal (string Certificates, string Key) Issue(
        DateTimeOffset from, DateTimeOffset to, string[] names, bool rsa = false, int bits = 2048, string usage = "1.3.6.1.5.5.7.3.1", IPAddress? address = null)
    {
        using AsymmetricAlgorithm key = rsa ? RSA.Create(bits) : ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var request = key is RSA r
            ? new CertificateRequest("CN=ignored", r, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest("CN=ignored", (ECDsa)key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], false));
        if (names.Length > 0 || address is not null)
        {
            var san = new SubjectAlternativeNameBuilder();
            foreach (var name in names)
                san.AddDnsName(name);
            if (address is not null)
                san.AddIpAddress(address);
            request.CertificateExtensions.Add(san.Build());
        }
        using var issuer = intermediate.GetECDsaPrivateKey()!;
        using var leaf = request.Create(
            intermediate.SubjectName, X509SignatureGenerator.CreateForECDsa(issuer), from, to, RandomNumberGenerator.GetBytes(16));
        return (leaf.ExportCertificatePem() + "\n" + intermediate.ExportCertificatePem() + "\n", key.ExportPkcs8PrivateKeyPem());
    }

    private static X509Certificate2 Sign(string name, X509Certificate2? issuer, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        using var signer = issuer?.GetECDsaPrivateKey();
        using var made = request.Create(
            issuer?.SubjectName ?? request.SubjectName,
            X509SignatureGenerator.CreateForECDsa(signer ?? key),
            now.AddYears(-5),
            now.AddYears(5),
            RandomNumberGenerator.GetBytes(16));
        return made.CopyWithPrivateKey(key);
    }
}
