namespace Atrium.Protocols.Tls;

/// <summary>A certificate of the operator: two PEM files.</summary>
/// <param name="CertificatePath">The server's certificate, then its intermediates.</param>
/// <param name="KeyPath">The private key, RSA (at least 2048 bits) or ECDSA, not encrypted.</param>
public sealed record CertificatePair(string CertificatePath, string KeyPath)
{
    /// <summary>Reads the pair as the server will, and serves nothing: for a start, where a mistake is mended before it is seen.</summary>
    /// <exception cref="InvalidDataException">It cannot be served; the message says why.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public void Verify() => PemPair.Parse(OperatorFile.Read(CertificatePath), OperatorFile.Read(KeyPath), CertificatePath);
}
