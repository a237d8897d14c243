using System.Net;
using System.Net.Security;
using Atrium.Core.Durability;
using Microsoft.Extensions.Logging;

namespace Atrium.Protocols.Tls;

/// <summary>
/// The certificates of the server: those of the operator first, the local authority's for everything else. Renews and
/// reloads them while the server runs.
/// </summary>
public sealed class CertificateStore : IAsyncDisposable
{
    // Looked at, not watched: FileSystemWatcher (inotify) stays silent on network file systems, and loses the file when an
    // editor or certbot renames another over it or turns a link. A stat of a few files costs nothing.
    internal static readonly TimeSpan RefreshEvery = TimeSpan.FromSeconds(5);

    private readonly TlsNames names;
    private readonly LocalAuthority authority;
    private readonly OperatorCertificates chosen;
    private readonly SiteCertificates sites;
    private readonly ICertificateSource[] sources;
    private readonly FailStop failStop;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly CancellationTokenSource stopping = new();
    private volatile CertificateIndex index;
    private Task refreshing = Task.CompletedTask;

    private CertificateStore(
        TlsNames names, LocalAuthority authority, OperatorCertificates chosen, Func<string, string?> siteName, FailStop failStop, TimeProvider time, ILogger log)
    {
        this.chosen = chosen;
        sites = new SiteCertificates(authority, siteName, time, log);
        this.names = names;
        this.authority = authority;
        this.failStop = failStop;
        this.time = time;
        this.log = log;
        sources = [chosen, authority];
        index = NewIndex();
    }

    /// <summary>The certificate of the local authority, PEM: what clients are told to trust (<c>GET /ca.crt</c>).</summary>
    public string CaCertificatePem => authority.AuthorityPem;

    /// <summary>Opens the folder, makes what the first start needs, and begins to look after it.</summary>
    /// <param name="folder"><c>DIR/tls</c>: ca.crt, ca.key, server.crt, server.key, and the operator's pairs in certs/. Made when missing, mode 0700.</param>
    /// <param name="names">What the server's own certificate is for; another set than before gives a new certificate.</param>
    /// <param name="configured">Pairs from the configuration, beside those in certs/. One that cannot be read is logged, not fatal.</param>
    /// <param name="siteName">The name of a site, or its wildcard, that a name (punycode, lower case) belongs to; null for no site's: the local authority issues a certificate for it when it is asked for.</param>
    /// <param name="failStop">Tripped when a renewed certificate could not be brought to disk (failed fsync).</param>
    /// <param name="time">The clock and the timer of the tick.</param>
    /// <param name="log">Takes all messages.</param>
    /// <param name="cancellation">Gives up opening.</param>
    /// <exception cref="LocalAuthorityException">The authority is damaged; the message says what to do.</exception>
    /// <exception cref="IOException">The folder cannot be read or written.</exception>
    public static async Task<CertificateStore> OpenAsync(
        string folder,
        TlsNames names,
        IReadOnlyList<CertificatePair> configured,
        Func<string, string?> siteName,
        FailStop failStop,
        TimeProvider time,
        ILogger log,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(time);
        var chosenFolder = Path.Combine(folder, "certs");
        DurableFile.CreateDirectory(chosenFolder);
        var chosen = new OperatorCertificates(chosenFolder, configured, time, log);
        await chosen.RefreshAsync(cancellation);
        var store = new CertificateStore(names, LocalAuthority.Open(folder, names, time, log), chosen, siteName, failStop, time, log);
        store.refreshing = store.RefreshRegularlyAsync();
        return store;
    }

    /// <summary>
    /// The certificate for a client: by the name it asks for, exact names before wildcards (one label), valid ones before
    /// expired ones, the operator's before the server's own. Without a name, or with an unknown one, that of the server's
    /// own name, and for the name of a site one of the local authority; on loopback addresses without a name the local authority's.
    /// </summary>
    /// <param name="serverName">The server name of the client's hello (RFC 6066, 3), in Unicode or punycode; or null.</param>
    /// <param name="localAddress">The address to which the client connected; or null.</param>
    public ServerCertificate Select(string? serverName, IPAddress? localAddress = null)
    {
        var now = time.GetUtcNow();
        var current = index;
        return current.ForName(serverName, now) ?? sites.Find(serverName) ?? current.Select(serverName, localAddress, now);
    }

    /// <summary>True when a name is served with a certificate that the operator brought, and that is valid now.</summary>
    public bool HasOperatorCertificate(string serverName)
    {
        var now = time.GetUtcNow();
        return index.ForName(serverName, now) is { } certificate && certificate.IsValidAt(now) && chosen.Certificates.Contains(certificate);
    }

    /// <summary>What is in service now, the operator's first; those of the local authority for sites are made when they are asked for.</summary>
    public IReadOnlyList<(ServerCertificate Certificate, bool IsOperators)> InService
        => [.. chosen.Certificates.Select(certificate => (certificate, true)), .. authority.Certificates.Select(certificate => (certificate, false))];

    /// <summary>The options of one handshake, the same for TLS from the first byte and for STARTTLS.</summary>
    /// <param name="serverName">The server name of the client's hello (RFC 6066, 3), or null.</param>
    /// <param name="offered">What is known of the versions that it offers.</param>
    /// <param name="localAddress">The address to which the client connected; or null.</param>
    /// <param name="alpn">What the endpoint speaks (RFC 7301); empty: the client's list is ignored.</param>
    public SslServerAuthenticationOptions ServerOptions(
        string? serverName, TlsOffer offered, IPAddress? localAddress, IReadOnlyList<SslApplicationProtocol> alpn)
    {
        ArgumentNullException.ThrowIfNull(alpn);
        return TlsPolicy.OptionsFor(Select(serverName, localAddress), offered, alpn);
    }

    /// <summary>Reads again what has changed and renews what is due. One caller at a time.</summary>
    internal async Task RefreshAsync()
    {
        var changed = false;
        try
        {
            foreach (var source in sources)
                changed |= await source.RefreshAsync(stopping.Token);
        }
        finally
        {
            // What one source has read is served even when the next one fails.
            if (changed)
                index = NewIndex();
        }
    }

    private async Task RefreshRegularlyAsync()
    {
        using var timer = new PeriodicTimer(RefreshEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping.Token))
                await RefreshOnceAsync();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The store is closed.
        }
    }

    private async Task RefreshOnceAsync()
    {
        try
        {
            await RefreshAsync();
        }
        catch (FsyncFailedException e)
        {
            failStop.Trip(e);
        }
        // Nobody else renews: whatever happens in one round must not end the next.
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.RefreshFailed(e);
        }
    }

    private CertificateIndex NewIndex() => new(sources.Select(s => s.Certificates), names.Host, authority.Current);

    /// <summary>Ends the tick. Certificates handed out stay usable.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await refreshing;
        stopping.Dispose();
    }
}
