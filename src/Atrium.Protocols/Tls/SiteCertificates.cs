using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Atrium.Protocols.Tls;

/// <summary>
/// Certificates of the local authority for the names of sites: issued when a client asks for one, so that a site that was added a moment
/// ago has one. In memory only: clients trust the authority, and making one again at the next start costs a millisecond.
/// </summary>
internal sealed class SiteCertificates(LocalAuthority authority, Func<string, string?> siteName, TimeProvider time, ILogger log)
{
    private readonly ConcurrentDictionary<string, Lazy<ServerCertificate>> issued = new(StringComparer.Ordinal);

    /// <summary>The certificate for a name; null when no site has it.</summary>
    internal ServerCertificate? Find(string? serverName)
    {
        if (HostName.TryNormalize(serverName) is not { } name || name.Contains('*'))
            return null;
        // Of a wildcard there is one certificate, however many names are asked for.
        if (siteName(name) is not { } known)
        {
            // What is no site any more is not kept.
            issued.TryRemove(name, out _);
            return null;
        }
        var now = time.GetUtcNow();
        var entry = issued.GetOrAdd(known, host => Issue(host));
        if (ServerCertificateFiles.DueReason(entry.Value, now) is null)
            return entry.Value;
        // Of many handshakes at once, one makes the next.
        issued.TryUpdate(known, Issue(known), entry);
        return issued.TryGetValue(known, out var next) ? next.Value : entry.Value;
    }

    private Lazy<ServerCertificate> Issue(string name) => new(() =>
    {
        var certificate = authority.Issue(name);
        log.SiteCertificateIssued(name, certificate.NotAfter);
        return certificate;
    });
}
