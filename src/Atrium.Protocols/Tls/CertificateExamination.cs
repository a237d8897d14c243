using System.Security.Cryptography.X509Certificates;
using Atrium.Core.Examination;

namespace Atrium.Protocols.Tls;

/// <summary>Looks at the certificates and keys on disk as they would be served, whether a server runs or not.</summary>
public static class CertificateExamination
{
    private const string Check = "certificates";

    private static readonly string[] OwnKeys = ["ca.key", "server.key"];

    /// <summary>Two weeks: time for a person who is on holiday for one of them.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    /// <summary>Clients must be given the new authority before the old one ends: that takes time.</summary>
    private static readonly TimeSpan SoonForAuthority = TimeSpan.FromDays(90);

    /// <summary>All that is wrong, or soon will be.</summary>
    /// <param name="folder"><c>DIR/tls</c>.</param>
    /// <param name="configured">Pairs from the configuration.</param>
    /// <param name="name">The server's own name.</param>
    /// <param name="now">The time.</param>
    public static IReadOnlyList<Finding> Run(string folder, IReadOnlyList<CertificatePair> configured, string name, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(configured);
        var findings = new List<Finding>();
        var chosen = Path.Combine(folder, "certs");
        var pairs = configured.Concat(List(chosen).Select(path => new CertificatePair(path, Path.ChangeExtension(path, ".key")))).DistinctBy(pair => pair.CertificatePath).ToList();
        var covered = false;
        foreach (var pair in pairs)
        {
            if (Read(pair, findings) is not { } certificate)
                continue;
            LookAt(certificate, now, findings);
            LookAtChain(certificate, pair, now, findings);
            LookAtKey(pair.KeyPath, findings);
            covered |= certificate.Leaf.MatchesHostname(name);
        }
        if (pairs.Count > 0 && !covered)
        {
            findings.Add(new(
                Check, Severity.Notice, name, "None of your own certificates carries the server's own name: whoever uses it gets the one of the local authority.",
                $"Add a certificate for {name} to {chosen}, or give the server the name that your certificates carry with --name."));
        }
        LookAtOwn(folder, now, findings);
        return findings;
    }

    private static void LookAtOwn(string folder, DateTimeOffset now, List<Finding> findings)
    {
        var own = new CertificatePair(Path.Combine(folder, "server.crt"), Path.Combine(folder, "server.key"));
        if (File.Exists(own.CertificatePath) && Read(own, findings) is { } certificate && certificate.NotAfter - now < Soon)
        {
            findings.Add(new(
                Check, Severity.Problem, own.CertificatePath, $"The server's own certificate ends at {certificate.NotAfter:yyyy-MM-dd}, and should have been renewed a month before.",
                "Look for errors of Atrium.Tls in the server's log, and whether the folder may be written; a restart issues it anew."));
        }
        foreach (var key in OwnKeys.Select(file => Path.Combine(folder, file)).Where(File.Exists))
            LookAtKey(key, findings);
        var authority = Path.Combine(folder, "ca.crt");
        if (!File.Exists(authority))
            return;
        using var root = X509Certificate2.CreateFromPem(File.ReadAllText(authority));
        if (root.NotAfter.ToUniversalTime() - now.UtcDateTime < SoonForAuthority)
        {
            findings.Add(new(
                Check, Severity.Warning, authority, $"The local authority that clients were told to trust ends at {root.NotAfter.ToUniversalTime():yyyy-MM-dd}.",
                "Stop the server, move ca.crt and ca.key away, start it again, and give clients the new ca.crt."));
        }
    }

    private static void LookAt(ServerCertificate certificate, DateTimeOffset now, List<Finding> findings)
    {
        if (now > certificate.NotAfter)
        {
            findings.Add(new(Check, Severity.Problem, certificate.Origin, $"It has expired at {certificate.NotAfter:yyyy-MM-dd}: clients refuse it.", "Get a new one and put it in its place; it is read within seconds."));
        }
        else if (now > certificate.NotAfter - Soon)
        {
            findings.Add(new(
                Check, Severity.Warning, certificate.Origin, $"It expires at {certificate.NotAfter:yyyy-MM-dd}, in {(int)(certificate.NotAfter - now).TotalDays} days.",
                "Renew it and put it in its place; it is read within seconds. Where a program renews it (certbot), look why that has not done so."));
        }
        else if (now < certificate.NotBefore)
        {
            findings.Add(new(Check, Severity.Problem, certificate.Origin, $"It is not valid before {certificate.NotBefore:yyyy-MM-dd HH:mm}Z.", "Set the clock right, or get another one."));
        }
    }

    /// <summary>Clients know roots, not what is between: that must stand in the file (RFC 8446, 4.4.2).</summary>
    private static void LookAtChain(ServerCertificate certificate, CertificatePair pair, DateTimeOffset now, List<Finding> findings)
    {
        var sent = new X509Certificate2Collection();
        sent.ImportFromPem(OperatorFile.Read(pair.CertificatePath));
        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationTime = now.UtcDateTime;
        chain.ChainPolicy.ExtraStore.AddRange(sent);
        if (!chain.Build(certificate.Leaf) && chain.ChainStatus.Any(status => status.Status == X509ChainStatusFlags.PartialChain))
        {
            findings.Add(new(
                Check, Severity.Warning, certificate.Origin, $"The certificate of its issuer ({certificate.Leaf.Issuer}) is neither in the file nor known to this machine: many clients will not trust it.",
                "Append the issuer's certificates to the file, the nearest first (certbot calls that fullchain.pem)."));
        }
        foreach (var one in sent)
            one.Dispose();
    }

    private static void LookAtKey(string path, List<Finding> findings)
    {
        if (File.Exists(path) && OperatorFile.IsOpenToEverybody(path))
            findings.Add(new("key-files", Severity.Warning, path, "Every user of this machine may read this private key: whoever has it can pretend to be the server.", $"chmod 600 {path}, and replace the key when others may have read it."));
    }

    private static ServerCertificate? Read(CertificatePair pair, List<Finding> findings)
    {
        try
        {
            return PemPair.Parse(OperatorFile.Read(pair.CertificatePath), OperatorFile.Read(pair.KeyPath), pair.CertificatePath);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            findings.Add(new(
                Check, Severity.Problem, pair.CertificatePath, $"It cannot be served with the key {pair.KeyPath}: {e.Message.ReplaceLineEndings(" ").TrimEnd('.')}.",
                "Give a PEM file with the certificate and its chain, and beside it one with its unencrypted key."));
            return null;
        }
    }

    private static IReadOnlyList<string> List(string folder)
        => Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.crt").Order(StringComparer.Ordinal)] : [];
}
