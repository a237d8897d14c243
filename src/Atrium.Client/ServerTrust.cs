using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Atrium.Client;

/// <summary>By what a client knows that it talks to the right server.</summary>
public sealed class ServerTrust
{
    private readonly X509Certificate2Collection? authorities;
    private readonly string? fingerprint;

    private ServerTrust(X509Certificate2Collection? authorities, string? fingerprint) => (this.authorities, this.fingerprint) = (authorities, fingerprint);

    /// <summary>The authorities that this machine trusts.</summary>
    public static ServerTrust OfMachine { get; } = new(null, null);

    /// <summary>These authorities and no others, whatever the machine trusts; the certificate must be for the host's name.</summary>
    public static ServerTrust Of(X509Certificate2Collection authorities)
    {
        ArgumentNullException.ThrowIfNull(authorities);
        return authorities.Count > 0 ? new(authorities, null) : throw new ArgumentException("No authority at all would trust nobody.", nameof(authorities));
    }

    /// <summary>One certificate, whoever issued it and whatever names it holds, since it was compared by a person.</summary>
    /// <param name="fingerprint">As <see cref="Fingerprint"/> writes it.</param>
    /// <param name="renewedBy">Authorities whose later certificates for the host's name are good too; null for none.</param>
    public static ServerTrust OfCertificate(string fingerprint, X509Certificate2Collection? renewedBy = null)
        => new(
            renewedBy is { Count: > 0 } ? renewedBy : null,
            Fingerprint.Normalize(fingerprint) ?? throw new ArgumentException("That is not a SHA-256 fingerprint.", nameof(fingerprint)));

    /// <summary>For a connection; whoever is not trusted is told to <paramref name="refuse"/>.</summary>
    internal SslClientAuthenticationOptions Options(Action<PresentedCertificate> refuse)
    {
        var options = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
            {
                using var presented = certificate is null ? null : X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
                if (presented is null)
                    return false;
                // A pinned certificate alone does not make the machine's own authorities good.
                if (fingerprint is not null && Fingerprint.Of(presented) == fingerprint)
                    return true;
                if ((fingerprint is null || authorities is not null) && errors == SslPolicyErrors.None)
                    return true;
                refuse(PresentedCertificate.Of(presented, errors));
                return false;
            },
        };
        if (authorities is not null)
        {
            // A server's own authority answers no questions about revocation.
            options.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }
        return options;
    }
}
