using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Atrium.CommandLine;
using Atrium.Configuration;
using Atrium.Protocols.Tls;

namespace Atrium.Serving;

/// <summary>The pair named in the configuration. While the server runs a bad one is logged and the old one kept; at a start it is a mistake to mend.</summary>
internal static class OperatorCertificate
{
    internal static IReadOnlyList<CertificatePair> Check(ServerSettings settings)
    {
        if (settings is not { CertificateFile: { } file, CertificateKey: { } key })
            return [];
        try
        {
            using var certificate = X509Certificate2.CreateFromPemFile(file, key);
            return [new CertificatePair(Path.GetFullPath(file), Path.GetFullPath(key))];
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CommandFailedException(
                $"The certificate {file} with the key {key} cannot be used: {error.Message.ReplaceLineEndings(" ").TrimEnd('.', ' ')}. Give a PEM file with the certificate and its chain and one with its unencrypted key, or leave both out: then the local authority issues one.");
        }
    }
}
