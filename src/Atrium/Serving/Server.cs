using System.Reflection;
using Atrium.Api;
using Atrium.Client;
using Atrium.CommandLine;
using Atrium.Configuration;
using Atrium.Core;
using Atrium.Core.Accounts;
using Atrium.Core.Maintenance;
using Atrium.Core.Repository;
using Atrium.Protocols.Http;
using Atrium.Protocols.Tls;
using Atrium.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Atrium.Serving;

/// <summary>The composition root: who gets what, and the line that a request walks.</summary>
internal sealed class Server(ServerConfiguration configuration, Shell shell)
{
    /// <summary>
    /// For open requests to end after SIGTERM: a page or a small file is long done by then, and a service manager that waits
    /// (systemd: 90 s) does not lose patience. An upload that is cut off has changed nothing.
    /// </summary>
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(10);

    /// <summary>After a failed disk: for the answers that say so.</summary>
    private static readonly TimeSpan FailedTime = TimeSpan.FromSeconds(2);

    internal static string Version { get; } =
        typeof(Server).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Serves until it is asked to stop; the exit code.</summary>
    internal async Task<int> RunAsync(Interruption interruption)
    {
        CurrentUserOnly();
        using var folder = DataFolder.Take(configuration.Data);
        using var logging = LoggerFactory.Create(Logging);
        var log = logging.CreateLogger("Atrium");

        // The store, and the only ways to it.
        await using var store = EmbeddedStore.Open(
            folder.Path, new RepositoryOptions { InlineThreshold = configuration.InlineThreshold }, shell.Clock);
        using var signIn = new SignIn(store);
        var newPassword = await FirstStart.MakeAccountAsync(signIn, shell, interruption.Asked);

        // The doors: accept -> TLS -> HTTP -> Workspace.
        var names = TlsNames.Of(configuration.Name, configuration.Bind);
        await using var certificates = await OpenCertificatesAsync(folder.Path, names, store, logging, interruption.Asked);
        using var socket = LocalSocketAddress.Of(Path.Combine(folder.Path, ServerConnection.SocketName));
        var doors = Door.Of(configuration.PortBase, configuration.Bind).ToList();
        DoorRecord[] records = [.. doors.Select(door => door.Record(names.Host)), new DoorRecord(SignIn.LocalProtocol, socket.Path)];
        using var stopping = new CancellationTokenSource();
        await using var application = Build(doors, socket, certificates, logging);
        application.UseAtrium(new HttpServices
        {
            SignIn = signIn,
            Server = () => new ServerInfo(names.Host, Version, Door.HttpsOf(configuration.PortBase), started, records),
            IsReady = () => store.IsReady,
            CaCertificatePem = () => certificates.CaCertificatePem,
            HostNames = names.DnsNames.Append(names.Host).ToHashSet(),
            Logger = logging.CreateLogger("Atrium.Http"),
            Time = shell.Clock,
            Stopping = stopping.Token,
        });
        File.Delete(socket.Path); // of a server that was killed: nobody else listens there while we hold the folder
        await StartAsync(application, doors);
        Log.Serving(log, Version, folder.Path);
        Welcome.Write(shell, configuration, records, newPassword);

        // Until somebody asks, or the disk fails.
        var maintenance = MaintainAsync(store, log, stopping.Token);
        var asked = Task.Delay(Timeout.Infinite, interruption.Asked).ContinueWith(_ => { }, TaskScheduler.Default);
        await Task.WhenAny(asked, store.FailStop.Tripped);
        var drain = store.FailStop.IsTripped ? FailedTime : DrainTime;
        if (store.FailStop.IsTripped)
            Log.StorageFailed(log, await store.FailStop.Tripped);
        else
            Log.Stopping(log, drain.TotalSeconds);
        await StopAsync(application, stopping, drain, interruption.AskedTwice);
        await maintenance;
        Log.Stopped(log);
        return store.FailStop.IsTripped ? ExitCode.Failed : ExitCode.Done;
    }

    private readonly DateTimeOffset started = shell.Clock.GetUtcNow();

    private static void CurrentUserOnly() => Unix.CurrentProcess.KeepFilesPrivate();

    private void Logging(ILoggingBuilder logging)
    {
        logging.SetMinimumLevel(configuration.LogLevel);
        // The framework's own talk about connections and requests is for those who debug it.
        logging.AddFilter("Microsoft", configuration.LogLevel > LogLevel.Debug ? LogLevel.Warning : configuration.LogLevel);
        // A host that does not start says so with a stack trace; the program says it in a sentence.
        logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        const string Timestamp = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
        if (configuration.LogFormat == LogFormat.Json)
            logging.AddJsonConsole(json => (json.TimestampFormat, json.UseUtcTimestamp) = (Timestamp.TrimEnd(), true));
        else
            logging.AddSimpleConsole(text => (text.SingleLine, text.TimestampFormat, text.UseUtcTimestamp) = (true, Timestamp, true));
    }

    private async Task<CertificateStore> OpenCertificatesAsync(
        string folder, TlsNames names, Store store, ILoggerFactory logging, CancellationToken cancellation)
    {
        try
        {
            return await CertificateStore.OpenAsync(
                Path.Combine(folder, "tls"), names, configuration.Certificates, store.FailStop, shell.Clock, logging.CreateLogger("Atrium.Tls"),
                cancellation);
        }
        catch (LocalAuthorityException damaged)
        {
            throw new CommandFailedException(damaged.Message);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"The folder {Path.Combine(folder, "tls")} cannot be used: {error.Message}. Correct it, and start again.");
        }
    }

    private static WebApplication Build(List<Door> doors, LocalSocketAddress socket, CertificateStore certificates, ILoggerFactory logging)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(logging);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            HttpLimits.ApplyTo(kestrel);
            foreach (var door in doors)
            {
                if (door.Address is null)
                    kestrel.ListenAnyIP(door.Port, options => Open(options, door.Kind, certificates));
                else
                    kestrel.Listen(door.Address, door.Port, options => Open(options, door.Kind, certificates));
            }
            kestrel.ListenUnixSocket(((System.Net.Sockets.UnixDomainSocketEndPoint)socket.EndPoint).ToString()!, options => Open(options, HttpDoorKind.Local, certificates));
        });
        return builder.Build();
    }

    private static void Open(ListenOptions options, HttpDoorKind kind, CertificateStore certificates)
    {
        options.Protocols = kind == HttpDoorKind.Https ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http1;
        if (kind == HttpDoorKind.Https)
            options.UseAtriumTls(certificates, System.Net.Security.SslApplicationProtocol.Http2, System.Net.Security.SslApplicationProtocol.Http11);
        options.UseHttpDoor(kind);
    }

    private static async Task StartAsync(WebApplication application, List<Door> doors)
    {
        try
        {
            await application.StartAsync();
        }
        catch (Exception error) when (error is IOException or System.Net.Sockets.SocketException)
        {
            var door = doors.FirstOrDefault(d => error.Message.Contains($":{d.Port}", StringComparison.Ordinal));
            var where = door is null ? "A port" : $"{char.ToUpperInvariant(door.ToString()[0])}{door.ToString()[1..]} ({(door.Kind == HttpDoorKind.Https ? "https" : "http")})";
            throw new CommandFailedException(error.InnerException is AddressInUseException
                ? $"{where} is in use by another program. Stop that, or choose other ports with --port-base."
                : $"{where} cannot be opened: {(error.InnerException ?? error).Message}. Choose other ports with --port-base, or another address with --bind.");
        }
    }

    private static async Task StopAsync(WebApplication application, CancellationTokenSource stopping, TimeSpan drain, CancellationToken atOnce)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(atOnce);
        patience.CancelAfter(drain);
        await stopping.CancelAsync();
        await application.StopAsync(patience.Token);
    }

    private static Task MaintainAsync(Store store, ILogger log, CancellationToken cancellation) => Task.Run(
        () => new Maintainer(store).RunAsync(
            (round, failure) =>
            {
                if (failure is not null)
                    Log.MaintenanceFailed(log, failure);
                else if (round is { Rows: > 0 } or { Blobs: > 0 } or { Orphans: > 0 })
                    Log.Maintained(log, round.Rows, round.Blobs, round.Orphans);
            },
            cancellation),
        CancellationToken.None);

    /// <summary>Signals are the program's own, for every command: the host listens to none.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
