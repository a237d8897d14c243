using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Atrium.Protocols.Tls;

/// <summary>Turns the text of two PEM files into a certificate that can be served, or says what is wrong with them.</summary>
internal static class PemPair
{
    private const string Rsa = "1.2.840.113549.1.1.1", EllipticCurve = "1.2.840.10045.2.1", ServerAuthentication = "1.3.6.1.5.5.7.3.1", AnyUsage = "2.5.29.37.0";

    // Clients refuse shorter ones (CA/Browser Forum baseline requirements, 6.1.5).
    private const int ShortestRsaKey = 2048;

    /// <param name="certificates">The server's certificate first, then its intermediates (RFC 8446, 4.4.2).</param>
    /// <param name="key">The private key, not encrypted.</param>
    /// <param name="origin">The name of the certificate file.</param>
    /// <exception cref="InvalidDataException">They cannot be served; the message says why.</exception>
    internal static ServerCertificate Parse(string certificates, string key, string origin)
    {
        var chain = ReadChain(certificates);
        using var bare = chain[0];
        chain.RemoveAt(0);
        var leaf = WithKey(bare, key);
        RefuseUnfit(leaf);
        return ServerCertificate.Create(leaf, chain, origin);
    }

    private static X509Certificate2Collection ReadChain(string text)
    {
        var chain = new X509Certificate2Collection();
        try
        {
            chain.ImportFromPem(text);
        }
        catch (CryptographicException e)
        {
            throw new InvalidDataException($"the certificate is damaged: {e.Message}", e);
        }
        return chain.Count > 0 ? chain : throw new InvalidDataException("the certificate file holds no 'BEGIN CERTIFICATE' block (PEM is expected)");
    }

    private static X509Certificate2 WithKey(X509Certificate2 leaf, string text)
    {
        if (text.Contains("ENCRYPTED", StringComparison.Ordinal))
            throw new InvalidDataException("the key is encrypted: store it without a pass phrase, readable for the server only");
        try
        {
            switch (leaf.PublicKey.Oid.Value)
            {
                case Rsa:
                    using (var rsa = RSA.Create())
                    {
                        rsa.ImportFromPem(text);
                        if (rsa.KeySize < ShortestRsaKey)
                            throw new InvalidDataException($"the RSA key has {rsa.KeySize} bits, and clients accept no less than {ShortestRsaKey}");
                        return leaf.CopyWithPrivateKey(rsa);
                    }
                case EllipticCurve:
                    using (var ecdsa = ECDsa.Create())
                    {
                        ecdsa.ImportFromPem(text);
                        return leaf.CopyWithPrivateKey(ecdsa);
                    }
                default:
                    throw new InvalidDataException($"keys of the kind {leaf.PublicKey.Oid.FriendlyName ?? leaf.PublicKey.Oid.Value} are not supported, only RSA and ECDSA");
            }
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            throw new InvalidDataException($"the key is damaged or does not belong to the first certificate of the file: {e.Message}", e);
        }
    }

    private static void RefuseUnfit(X509Certificate2 leaf)
    {
        var names = leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        if (names is null || !(names.EnumerateDnsNames().Any() || names.EnumerateIPAddresses().Any()))
            throw new InvalidDataException("it names no host: clients look at the subject alternative names only (RFC 9525)");
        var usages = leaf.Extensions.OfType<X509EnhancedKeyUsageExtension>().FirstOrDefault();
        if (usages is not null && !usages.EnhancedKeyUsages.Cast<Oid>().Any(u => u.Value is ServerAuthentication or AnyUsage))
            throw new InvalidDataException("its extended key usage does not allow it to be a TLS server");
    }
}
