using Atrium.Api;
using Atrium.Core.Accounts;
using Atrium.Core.Guard;
using Atrium.Core.Journal;
using Atrium.Core.Settings;
using Atrium.Core.Sites;
using Atrium.Protocols.Admission;
using Atrium.Protocols.Congestion;
using Atrium.Protocols.Connections;
using Atrium.Protocols.Metrics;
using Atrium.Protocols.Timing;
using Atrium.Protocols.Http.Sites.Backends;
using Atrium.Protocols.Http.Sites.Entry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Atrium.Protocols.Http;

/// <summary>What HTTP needs of the rest of the server; made once, in the composition root.</summary>
public sealed record HttpServices
{
    /// <summary>The only place where an account becomes a caller.</summary>
    public required ISignIn SignIn { get; init; }

    /// <summary>What the server says about itself; asked at each use, because the doors are known only when they are open.</summary>
    public required Func<ServerInfo> Server { get; init; }

    /// <summary>True when requests can be served: the answer of <c>/readyz</c>.</summary>
    public required Func<bool> IsReady { get; init; }

    /// <summary>The certificate of the local authority in PEM (RFC 7468), or null where the operator brought his own certificate.</summary>
    public required Func<string?> CaCertificatePem { get; init; }

    /// <summary>
    /// The names that the server answers to, in lower case and without a port. localhost, the loopback addresses and the address
    /// that a connection came to count as well.
    /// </summary>
    public required IReadOnlySet<string> HostNames { get; init; }

    /// <summary>What visitors see of sites.</summary>
    public required PublishedSites Sites { get; init; }

    /// <summary>
    /// Whether a name has a certificate that the operator brought, which browsers know: only then they may be told to insist on TLS.
    /// </summary>
    public Func<string, bool> HasOperatorCertificate { get; init; } = _ => false;

    /// <summary>Sessions on their way to sites.</summary>
    internal SiteHandovers Handovers { get; } = new();

    /// <summary>Tells applications who has signed in.</summary>
    internal SiteAssertions Assertions { get; } = new();

    /// <summary>The applications behind sites.</summary>
    internal BackendBook Backends => backends ??= new BackendBook(this);

    private BackendBook? backends;

    /// <summary>Applications behind sites that get no requests, each with its site and why.</summary>
    public IReadOnlyList<(string Site, string Address, string Reason)> DownBackends() => Backends.Down();

    /// <summary>Who may connect, and who has asked for too much.</summary>
    public required Firewall Firewall { get; init; }

    /// <summary>How fast requests may come.</summary>
    public required RequestRates Rates { get; init; }

    /// <summary>Turns of requests and of transfers, for when the machine is full.</summary>
    public required CongestionControl Congestion { get; init; }

    /// <summary>How many requests may be under way at once.</summary>
    public required RequestsAtOnce AtOnce { get; init; }

    /// <summary>The tick of all time-outs.</summary>
    public required Deadlines Deadlines { get; init; }

    /// <summary>What can be set while the server runs, <see cref="HttpSettings.All"/> among it.</summary>
    public required SettingBook Settings { get; init; }

    /// <summary>The certificates that are in service.</summary>
    public Func<IReadOnlyList<CertificateRecord>> Certificates { get; init; } = () => [];

    /// <summary>The open connections of all protocols.</summary>
    public required ConnectionList Connections { get; init; }

    /// <summary>The files that are on their way.</summary>
    public required TransferList Transfers { get; init; }

    /// <summary>Looks at the server now.</summary>
    public required Func<CancellationToken, Task<DoctorReportRecord>> Examine { get; init; }

    /// <summary>What the last look has found; null before the first.</summary>
    public required Func<DoctorReportRecord?> LastExamination { get; init; }

    /// <summary>Where requests are counted.</summary>
    public required RequestMetrics Requests { get; init; }

    /// <summary>Answers with all that is measured, in the text format of Prometheus.</summary>
    public required Func<HttpContext, Task> Scrape { get; init; }

    /// <summary>Where visits of sites are told.</summary>
    public required JournalRecorder Journal { get; init; }

    /// <summary>Where what went wrong is written.</summary>
    public required ILogger Logger { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Signalled when the server drains: ends the waits of the change feed.</summary>
    public CancellationToken Stopping { get; init; }
}

/// <summary>What the server says about itself.</summary>
/// <param name="Name">The server's own name, without a port.</param>
/// <param name="Version">Of the program.</param>
/// <param name="HttpsPort">Where HTTPS is: the target of redirects.</param>
/// <param name="Started">When.</param>
/// <param name="Doors">Those that are open.</param>
public sealed record ServerInfo(string Name, string Version, int HttpsPort, DateTimeOffset Started, IReadOnlyList<DoorRecord> Doors);
