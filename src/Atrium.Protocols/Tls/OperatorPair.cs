using Microsoft.Extensions.Logging;

namespace Atrium.Protocols.Tls;

/// <summary>One pair of files and what was last read from it. A broken new pair leaves the old certificate in service.</summary>
internal sealed class OperatorPair(CertificatePair files, ILogger log)
{
    // Two weeks: time for a person who is on holiday for one of them.
    private static readonly TimeSpan WarnBefore = TimeSpan.FromDays(14);
    private static readonly TimeSpan WarnEvery = TimeSpan.FromDays(1);

    private (FileStamp Certificate, FileStamp Key)? seen;
    private string? problem;
    private DateTimeOffset nextWarning = DateTimeOffset.MinValue;

    internal ServerCertificate? Certificate { get; private set; }

    /// <summary>Reads the files when they have changed since the last time. Returns true when there is another certificate to serve.</summary>
    internal bool Refresh(DateTimeOffset now)
    {
        var changed = false;
        try
        {
            // The stamp is taken before the bytes: what changes in between is seen at the next look.
            var stamp = (OperatorFile.Stamp(files.CertificatePath), OperatorFile.Stamp(files.KeyPath));
            if (stamp != seen)
            {
                seen = stamp;
                Load();
                changed = true;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            Report(e.Message);
        }
        WarnOfExpiry(now);
        return changed;
    }

    private void Load()
    {
        var certificate = PemPair.Parse(OperatorFile.Read(files.CertificatePath), OperatorFile.Read(files.KeyPath), files.CertificatePath);
        Certificate = certificate;
        problem = null;
        nextWarning = DateTimeOffset.MinValue;
        log.PairLoaded(certificate.Origin, string.Join(", ", certificate.DnsNames.Concat(certificate.Addresses.Select(a => a.ToString()))), certificate.NotAfter);
        if (OperatorFile.IsOpenToEverybody(files.KeyPath))
            log.KeyOpenToEverybody(files.KeyPath);
    }

    // Said once, not every few seconds.
    private void Report(string message)
    {
        if (message == problem)
            return;
        problem = message;
        if (Certificate is { } old)
            log.PairBrokenOldServed(files.CertificatePath, files.KeyPath, message, old.NotAfter);
        else
            log.PairBroken(files.CertificatePath, files.KeyPath, message);
    }

    private void WarnOfExpiry(DateTimeOffset now)
    {
        if (Certificate is not { } certificate || now < nextWarning || (certificate.NotBefore <= now && now < certificate.NotAfter - WarnBefore))
            return;
        nextWarning = now + WarnEvery;
        if (now > certificate.NotAfter)
            log.PairExpired(certificate.Origin, certificate.NotAfter);
        else if (now < certificate.NotBefore)
            log.PairNotYetValid(certificate.Origin, certificate.NotBefore);
        else
            log.PairExpiresSoon(certificate.Origin, certificate.NotAfter);
    }
}
