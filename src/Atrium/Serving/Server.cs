using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Reflection;
using Atrium.Api;
using Atrium.CommandLine;
using Atrium.Configuration;
using Atrium.Core;
using Atrium.Core.Accounts;
using Atrium.Core.Examination;
using Atrium.Core.Journal;
using Atrium.Core.Maintenance;
using Atrium.Doctor;
using Atrium.Protocols.Admission;
using Atrium.Protocols.Congestion;
using Atrium.Protocols.Connections;
using Atrium.Protocols.Http;
using Atrium.Protocols.Http.Requests;
using Atrium.Protocols.Metrics;
using Atrium.Protocols.Timing;
using Atrium.Protocols.Tls;
using Atrium.Protocols.Transport;
using Atrium.Storage;
using Atrium.Telemetry;
using Atrium.Unix;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Atrium.Serving;

/// <summary>
/// The composition root: every part is made here, once, and given what it needs. A request goes
/// accept -> gate (firewall) -> TLS -> HTTP -> Workspace; what a door lets in is said in <see cref="OpenDoors"/>.
/// </summary>
internal sealed class Server(ServerSettings settings, Shell shell, ILoggerFactory logs)
{
    /// <summary>After a failed fsync: for the answers that say so.</summary>
    private static readonly TimeSpan FailTime = TimeSpan.FromSeconds(2);

    private readonly ILogger log = logs.CreateLogger("Atrium");
    private readonly DateTimeOffset started = shell.Clock.GetUtcNow();

    internal static string Version { get; } =
        typeof(Server).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    /// <summary>Serves until it is asked to stop, or can no longer; the exit code.</summary>
    internal async Task<int> RunAsync(Interruption interruption)
    {
        // 1. What can be in somebody else's hands or written wrongly: the folder, the certificate, the ports. Nothing is made before.
        using var folder = DataFolder.Claim(settings.Data);
        var pairs = OperatorCertificate.Check(settings);
        using var sockets = DoorSockets.Open(settings);
        folder.Create();
        sockets.OpenLocal(Path.Combine(folder.Path, ServerConnection.SocketName));

        // 2. The store, and who may come in.
        var store = EmbeddedStore.Open(folder.Path, settings.Repository, shell.Clock);
        try
        {
            return await ServeAsync(store, sockets, pairs, interruption);
        }
        finally
        {
            // After a failed fsync it is left as it is: closing would write, and the next start recovers what is really on disk.
            if (!store.FailStop.IsTripped)
                await store.DisposeAsync();
        }
    }

    private async Task<int> ServeAsync(Store store, DoorSockets sockets, IReadOnlyList<CertificatePair> pairs, Interruption interruption)
    {
        var cancellation = interruption.Asked;
        using var signIn = new SignIn(store);
        var names = TlsNames.Of(settings.Name, BoundAddresses(sockets));
        await using var certificates = await CertificateStore.OpenAsync(
            Path.Combine(settings.Data, "tls"), names, pairs, store.Published.NameOf, store.FailStop, shell.Clock,
            logs.CreateLogger("Atrium.Tls"), cancellation);
        DeclaredSettings.AddTo(store.Settings);
        await store.Settings.LoadAsync(cancellation);
        store.Guard.Declare(sockets.Doors.Where(door => door.Kind != HttpDoorKind.Local).Select(door => door.Protocol));
        await store.Guard.LoadAsync(cancellation);
        await FirstAccount.AddAsync(signIn, shell, cancellation);
        await store.Published.ReloadAsync();

        // 3. The doors, and what counts who comes in.
        using var requests = new RequestMetrics(shell.Clock);
        var maintainer = new Maintainer(store);
        HttpServices? http = null;
        using var doctor = new DoctorRounds(
            [
                .. DoctorLooks.OfFolder(settings, pairs, shell.Clock, new StoreExamination(store, maintainer)),
                .. DoctorLooks.OfServer(sockets.Doors, names.Host, store.Settings, () => http?.DownBackends() ?? []),
            ],
            new KeptReport(store), shell.Clock, log);
        await doctor.LoadAsync(cancellation);
        using var telemetry = new Telemetry.Telemetry(names.Host, Version, Collector.Of(settings, shell.Environment));
        DoorRecord[] records = [.. sockets.Doors.Select(door => door.ToRecord(names.Host))];
        using var deadlines = new Deadlines(shell.Clock);
        using var gate = new Gate(store.Guard, store.Settings, DescriptorLimit.Raise(), deadlines, shell.Clock);
        using var traffic = new TrafficMetrics(gate.Connections);
        var rates = new RequestRates(store.Guard, store.Settings, shell.Clock);
        deadlines.EverySecond(rates.Sweep);
        using var congestion = new CongestionControl(store.AskNothingAsync, () => Environment.CpuUsage.TotalTime, store.Settings, shell.Clock, Environment.ProcessorCount);
        await using var web = Build(sockets, certificates, store, gate);
        http = new HttpServices
        {
            SignIn = signIn,
            Server = () => new ServerInfo(names.Host, Version, settings.PortBase + DoorSockets.HttpsPort, started, records),
            IsReady = () => store.IsReady && !web.Lifetime.ApplicationStopping.IsCancellationRequested,
            CaCertificatePem = () => certificates.CaCertificatePem,
            Sites = store.Published,
            Firewall = store.Guard,
            Rates = rates,
            Congestion = congestion,
            AtOnce = new RequestsAtOnce(store.Guard, store.Settings),
            Deadlines = deadlines,
            HasOperatorCertificate = certificates.HasOperatorCertificate,
            HostNames = names.DnsNames.Append(names.Host).ToHashSet(StringComparer.Ordinal),
            Settings = store.Settings,
            Certificates = () => [.. certificates.InService.Select(one => Describe(one.Certificate, one.IsOperators))],
            Connections = gate.Connections,
            Transfers = new TransferList(shell.Clock),
            Examine = doctor.RunAsync,
            LastExamination = () => doctor.Last,
            Requests = requests,
            Scrape = telemetry.ScrapeAsync,
            Journal = store.Journal,
            Logger = logs.CreateLogger("Atrium.Http"),
            Time = shell.Clock,
            Stopping = web.Lifetime.ApplicationStopping,
        };
        web.UseAtrium(http);
        await web.StartAsync(cancellation);
        ServerLog.Serving(log, Version, settings.Data, Environment.ProcessId);
        StartTable.Write(shell, settings, sockets.Doors, records, doctor.Last);

        // 4. What no person asks for.
        var gathering = telemetry.StartAsync();
        using var ending = new CancellationTokenSource();
        var maintaining = Task.WhenAll(
            maintainer.RunAsync(ReportMaintenance, ending.Token),
            new JournalKeeper(store).RunAsync(failure => ServerLog.MaintenanceFailed(log, failure), ending.Token));
        var examining = doctor.RepeatAsync(ending.Token);

        // 5. Until the end.
        var stopped = Task.Delay(Timeout.InfiniteTimeSpan, shell.Clock, cancellation);
        if (await Task.WhenAny(stopped, store.FailStop.Tripped) != stopped)
            return await FailAsync(web, await store.FailStop.Tripped);
        await DrainAsync(web, interruption.AskedTwice);
        await ending.CancelAsync();
        await maintaining;
        await examining;
        await gathering;
        if (store.FailStop.IsTripped)
            return await FailAsync(web, await store.FailStop.Tripped);
        ServerLog.Stopped(log);
        return ExitCode.Done;
    }

    private WebApplication Build(DoorSockets sockets, CertificateStore certificates, Store store, Gate gate)
    {
        // Empty: nothing is read from files and variables of the framework.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Atrium", EnvironmentName = Environments.Production });
        builder.Services.Replace(ServiceDescriptor.Singleton(logs));
        builder.Services.Replace(ServiceDescriptor.Singleton<IHostLifetime, OwnLifetime>());
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Timeout.InfiniteTimeSpan); // DrainAsync bounds it
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseSockets(transport => transport.CreateBoundListenSocket = sockets.SocketOf);
        // The later one is asked first; what it does not bind is for the one above.
        builder.Services.AddSingleton<IConnectionListenerFactory>(new InlineTransport(sockets.IsForClearText, sockets.SocketOf, logs));
        builder.Services.Replace(ServiceDescriptor.Singleton<IMemoryPoolFactory<byte>>(new BlockPoolFactory()));
        // Kestrel tells it what it refuses by itself.
        builder.Services.Replace(ServiceDescriptor.Singleton<DiagnosticSource>(new BadRequests(store.Guard)));
        builder.Services.AddAtrium();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            HttpLimits.ApplyTo(kestrel);
            kestrel.Limits.Follow(store.Settings);
            OpenDoors(kestrel, sockets, certificates, gate);
        });
        return builder.Build();
    }

    /// <summary>The straight line of each door, from the first byte on. The gate is the first in each.</summary>
    private static void OpenDoors(KestrelServerOptions kestrel, DoorSockets sockets, CertificateStore certificates, Gate gate)
    {
        foreach (var door in sockets.Doors)
        {
            kestrel.Listen(door.EndPoint, connection =>
            {
                connection.UseGate(gate, new HttpDoor(door.Kind).Gate);
                if (door.Kind == HttpDoorKind.Https)
                    connection.UseAtriumTls(certificates, SslApplicationProtocol.Http2, SslApplicationProtocol.Http11);
                connection.Protocols = door.Kind == HttpDoorKind.Https ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http1;
                connection.UseHttpDoor(door.Kind);
            });
        }
    }

    private static IEnumerable<IPAddress> BoundAddresses(DoorSockets sockets)
        => sockets.Doors.Select(door => door.EndPoint).OfType<IPEndPoint>().Select(endPoint => endPoint.Address).Distinct();

    private static CertificateRecord Describe(ServerCertificate certificate, bool isOperators)
        => new(certificate.Origin, [.. certificate.DnsNames, .. certificate.Addresses.Select(address => address.ToString())], certificate.NotAfter, isOperators);

    private async Task DrainAsync(WebApplication web, CancellationToken atOnce)
    {
        ServerLog.Draining(log, Values.TimeLength.Format(settings.Drain));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(atOnce);
        patience.CancelAfter(settings.Drain);
        await web.StopAsync(patience.Token);
    }

    /// <summary>Nothing is acknowledged any more.</summary>
    private async Task<int> FailAsync(WebApplication web, Exception cause)
    {
        ServerLog.FailStop(log, cause);
        using var patience = new CancellationTokenSource(FailTime);
        await web.StopAsync(patience.Token);
        return ExitCode.Failed;
    }

    private void ReportMaintenance(MaintenanceRound? round, Exception? failure)
    {
        if (failure is not null)
            ServerLog.MaintenanceFailed(log, failure);
        else if (round is { Rows: > 0 } or { Blobs: > 0 } or { Orphans: > 0 })
            ServerLog.Maintained(log, round.Rows, round.Blobs, round.Orphans);
    }
}
