using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Atrium.Core.Durability;
using Microsoft.Extensions.Logging;

namespace Atrium.Protocols.Tls;

/// <summary>
/// The server's own certificate authority and the one certificate that it issues: TLS works from the first start, without
/// anybody else, for clients that were told to trust <c>ca.crt</c>.
/// </summary>
internal sealed class LocalAuthority : ICertificateSource
{
    // A full disk is not emptied by asking every few seconds; 30 days are left when the first try fails.
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(5);

    private readonly AuthorityFiles files;
    private readonly ServerCertificateFiles server;
    private readonly TlsNames names;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private X509Certificate2 authority;
    private DateTimeOffset notBeforeRetry = DateTimeOffset.MinValue;

    private LocalAuthority(string folder, TlsNames names, TimeProvider time, ILogger log)
    {
        this.names = names;
        this.time = time;
        this.log = log;
        files = new AuthorityFiles(folder, log);
        server = new ServerCertificateFiles(folder, log);
        var now = time.GetUtcNow();
        authority = files.Open(names.Host, now);
        authority = files.RemakeIfDue(authority, now) ?? authority;
        Current = server.TryRead(authority, names, now, out var fault) ?? server.Issue(authority, names, now, fault);
        AuthorityPem = authority.ExportCertificatePem() + "\n";
    }

    /// <summary>Reads the authority and the server's certificate, and makes what is missing, damaged, or made for other names.</summary>
    /// <exception cref="LocalAuthorityException">The authority itself is damaged.</exception>
    /// <exception cref="IOException">The files cannot be read or written.</exception>
    internal static LocalAuthority Open(string folder, TlsNames names, TimeProvider time, ILogger log) => new(folder, names, time, log);

    /// <summary>The certificate that clients are told to trust.</summary>
    internal string AuthorityPem { get; private set; }

    internal ServerCertificate Current { get; private set; }

    /// <inheritdoc/>
    public IReadOnlyList<ServerCertificate> Certificates => [Current];

    /// <summary>A certificate for a site, which is kept nowhere.</summary>
    internal ServerCertificate Issue(string name)
    {
        using var key = CertificateIssuer.NewKey();
        return ServerCertificate.Create(CertificateIssuer.Server(authority, key, TlsNames.OfSite(name), time.GetUtcNow()), [], "the local authority");
    }

    /// <inheritdoc/>
    public ValueTask<bool> RefreshAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (now < notBeforeRetry)
            return new(false);
        try
        {
            return new(Renew(now));
        }
        catch (Exception e) when (e is (IOException and not FsyncFailedException) or UnauthorizedAccessException or CryptographicException)
        {
            notBeforeRetry = now + RetryAfter;
            log.RenewalFailed(e, Current.Origin, Current.NotAfter);
            return new(false);
        }
    }

    private bool Renew(DateTimeOffset now)
    {
        if (files.RemakeIfDue(authority, now) is { } remade)
        {
            authority = remade;
            AuthorityPem = remade.ExportCertificatePem() + "\n";
        }
        if (ServerCertificateFiles.DueReason(Current, now) is not { } reason)
            return false;
        Current = server.Issue(authority, names, now, reason);
        return true;
    }
}
