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
        var pair = new CertificatePair(Path.GetFullPath(file), Path.GetFullPath(key));
        try
        {
            pair.Verify();
            return [pair];
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(
                $"The certificate {file} with the key {key} cannot be used: {error.Message.ReplaceLineEndings(" ").TrimEnd('.', ' ')}. Give a PEM file with the certificate and its chain and one with its unencrypted key, or leave both out: then the local authority issues one.");
        }
    }
}
