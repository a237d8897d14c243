using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Atrium.Core.Durability;
using Microsoft.Extensions.Logging;

namespace Atrium.Protocols.Tls;

/// <summary>The local authority on disk: <c>ca.key</c> and <c>ca.crt</c>.</summary>
internal sealed class AuthorityFiles(string folder, ILogger log)
{
    // Long before its end, so that clients can fetch the next certificate while the old one still holds.
    private static readonly TimeSpan RemakeBefore = TimeSpan.FromDays(2 * 365);

    private readonly string certificatePath = Path.Combine(folder, "ca.crt");
    private readonly string keyPath = Path.Combine(folder, "ca.key");

    /// <summary>Reads the authority, or makes it when there is none.</summary>
    /// <exception cref="LocalAuthorityException">There is one, but it cannot be used.</exception>
    internal X509Certificate2 Open(string host, DateTimeOffset now)
    {
        if (!File.Exists(keyPath))
        {
            if (File.Exists(certificatePath))
                throw new LocalAuthorityException($"The key of the local authority, {keyPath}, is missing, but its certificate {certificatePath} is there. {Advice}");
            using var key = CertificateIssuer.NewKey();
            // The key first: a start that is cut off between the two goes on with this key.
            DurableFile.Write(keyPath, Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n"));
            var made = WriteCertificate(key, CertificateIssuer.AuthorityName(host), now);
            log.AuthorityCreated(certificatePath, made.GetCertHashString(HashAlgorithmName.SHA256), made.NotAfter);
            return made;
        }
        PrivateKeyFile.Protect(keyPath, log);
        using var existing = ReadKey();
        if (File.Exists(certificatePath))
            return ReadCertificate(existing);
        var remade = WriteCertificate(existing, CertificateIssuer.AuthorityName(host), now);
        log.AuthorityCertificateRemade(certificatePath, "it was missing", remade.NotAfter);
        return remade;
    }

    /// <summary>
    /// Makes the certificate again, for the same name and key, when its end is near or when the clock stands before its
    /// beginning. Clients that trust the old one go on working until its end. Returns null when there is nothing to do.
    /// </summary>
    internal X509Certificate2? RemakeIfDue(X509Certificate2 authority, DateTimeOffset now)
    {
        if (now.UtcDateTime >= authority.NotBefore.ToUniversalTime() && now.UtcDateTime < authority.NotAfter.ToUniversalTime() - RemakeBefore)
            return null;
        using var key = authority.GetECDsaPrivateKey()!;
        var remade = WriteCertificate(key, authority.SubjectName, now);
        log.AuthorityCertificateRemade(certificatePath, "its time is running out; clients need the new one before the old one ends", remade.NotAfter);
        return remade;
    }

    private string Advice =>
        $"Put both files back from a backup; or, if they are lost, remove {keyPath} and {certificatePath}: the next start makes a new authority, "
        + "which every client has to be told to trust again.";

    private ECDsa ReadKey()
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(keyPath));
            return key;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new LocalAuthorityException($"The key of the local authority, {keyPath}, is damaged ({e.Message}). {Advice}", e);
        }
    }

    private X509Certificate2 ReadCertificate(ECDsa key)
    {
        try
        {
            using var bare = X509Certificate2.CreateFromPem(File.ReadAllText(certificatePath));
            return bare.CopyWithPrivateKey(key);
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException or InvalidOperationException)
        {
            throw new LocalAuthorityException(
                $"The certificate of the local authority, {certificatePath}, is damaged or does not belong to {keyPath} ({e.Message}). {Advice} "
                + $"If {keyPath} is the right one, remove only {certificatePath}: it is made again from the key.", e);
        }
    }

    private X509Certificate2 WriteCertificate(ECDsa key, X500DistinguishedName name, DateTimeOffset now)
    {
        var made = CertificateIssuer.Authority(key, name, now);
        DurableFile.Write(certificatePath, Encoding.ASCII.GetBytes(made.ExportCertificatePem() + "\n"));
        return made;
    }
}
