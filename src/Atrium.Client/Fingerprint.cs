using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Atrium.Client;

/// <summary>The SHA-256 of a certificate, written as openssl and browsers write it: SHA256:AB:CD:...</summary>
public static class Fingerprint
{
    private const string Prefix = "SHA256:";

    /// <summary>Of a certificate.</summary>
    public static string Of(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return Prefix + string.Join(':', Convert.ToHexString(certificate.GetCertHash(HashAlgorithmName.SHA256)).Chunk(2).Select(pair => new string(pair)));
    }

    /// <summary>Reads a fingerprint, with or without its colons and in either case; null when it is none.</summary>
    public static string? Normalize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var digits = (text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? text[Prefix.Length..] : text).Replace(":", "", StringComparison.Ordinal);
        return digits.Length == 2 * SHA256.HashSizeInBytes && digits.All(char.IsAsciiHexDigit)
            ? Prefix + string.Join(':', digits.ToUpperInvariant().Chunk(2).Select(pair => new string(pair)))
            : null;
    }
}
