namespace Atrium.Protocols.Tls;

/// <summary>A certificate of the operator: two PEM files.</summary>
/// <param name="CertificatePath">The server's certificate, then its intermediates.</param>
/// <param name="KeyPath">The private key, RSA (at least 2048 bits) or ECDSA, not encrypted.</param>
public sealed record CertificatePair(string CertificatePath, string KeyPath);
