using System.Security.Cryptography.X509Certificates;
using System.Text;
using Atrium.Core.Durability;
using Microsoft.Extensions.Logging;

namespace Atrium.Protocols.Tls;

/// <summary>The certificate which the local authority issued for this server, on disk: <c>server.key</c> and <c>server.crt</c>.</summary>
internal sealed class ServerCertificateFiles(string folder, ILogger log)
{
    private readonly string certificatePath = Path.Combine(folder, "server.crt");
    private readonly string keyPath = Path.Combine(folder, "server.key");

    /// <summary>The moment at which a certificate is renewed: two thirds of its life, which leaves a month to notice a failure.</summary>
    internal static DateTimeOffset RenewAt(ServerCertificate certificate) =>
        certificate.NotBefore + (certificate.NotAfter - certificate.NotBefore) * (2.0 / 3.0);

    /// <summary>Why a certificate must be issued anew now; null when it need not.</summary>
    internal static string? DueReason(ServerCertificate certificate, DateTimeOffset now) =>
        now >= RenewAt(certificate) ? "two thirds of its life are over"
        // The clock was wrong when it was made, and has been set back since.
        : now < certificate.NotBefore ? "its time has not come yet"
        : null;

    /// <summary>The certificate on disk, when it can be served as it is; otherwise null and what is wrong with it.</summary>
    internal ServerCertificate? TryRead(X509Certificate2 authority, TlsNames names, DateTimeOffset now, out string fault)
    {
        fault = "there was none";
        if (!File.Exists(certificatePath) || !File.Exists(keyPath))
            return null;
        try
        {
            PrivateKeyFile.Protect(keyPath, log);
            var certificate = PemPair.Parse(File.ReadAllText(certificatePath), File.ReadAllText(keyPath), certificatePath);
            fault = DueReason(certificate, now) ?? WrongNames(certificate, names) ?? WrongIssuer(certificate, authority, now) ?? "";
            return fault.Length == 0 ? certificate : null;
        }
        catch (InvalidDataException e)
        {
            fault = e.Message;
            return null;
        }
    }

    /// <summary>Issues a certificate with a new key and puts both in place.</summary>
    internal ServerCertificate Issue(X509Certificate2 authority, TlsNames names, DateTimeOffset now, string reason)
    {
        using var key = CertificateIssuer.NewKey();
        var made = CertificateIssuer.Server(authority, key, names, now);
        // A cut between the two leaves a pair that does not match; the next start sees that and issues again.
        DurableFile.Write(keyPath, Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n"));
        DurableFile.Write(certificatePath, Encoding.ASCII.GetBytes(made.ExportCertificatePem() + "\n"));
        var certificate = ServerCertificate.Create(made, [], certificatePath);
        log.ServerCertificateIssued(certificatePath, string.Join(", ", names.DnsNames.Concat(names.Addresses.Select(a => a.ToString()))), certificate.NotAfter, reason);
        return certificate;
    }

    private static string? WrongNames(ServerCertificate certificate, TlsNames names) =>
        certificate.DnsNames.ToHashSet().SetEquals(names.DnsNames) && certificate.Addresses.ToHashSet().SetEquals(names.Addresses)
            ? null
            : "the server's names or addresses have changed";

    private static string? WrongIssuer(ServerCertificate certificate, X509Certificate2 authority, DateTimeOffset now)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        return chain.Build(certificate.Leaf) ? null : "it was issued by another authority";
    }
}
