using System.Buffers;
using System.Net;
using System.Net.Security;
using Atrium.Protocols.Tls;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Atrium.Protocols.Tests.Tls;

/// <summary>Kestrel with one TLS endpoint on 127.0.0.1: a protocol that greets first and echoes.</summary>
internal sealed class TlsServer : IAsyncDisposable
{
    internal const string Greeting = "* OK ready\r\n";

    private readonly WebApplication app;

    private TlsServer(WebApplication app, int port)
    {
        this.app = app;
        Port = port;
    }

    internal int Port { get; }

    internal static async Task<TlsServer> StartAsync(CertificateStore store, params SslApplicationProtocol[] alpn)
    {
        var port = 0;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, endpoint =>
        {
            endpoint.Protocols = HttpProtocols.Http1;
            endpoint.UseAtriumTls(store, alpn);
            endpoint.UseConnectionHandler<Greeter>();
        }));
        var app = builder.Build();
        await app.StartAsync(TestContext.Current.CancellationToken);
        port = new Uri(app.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>()
            .Features.Get<Microsoft.AspNetCore.Hosting.Server.Features.IServerAddressesFeature>()!.Addresses.Single()).Port;
        return new TlsServer(app, port);
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    internal sealed class Greeter : ConnectionHandler
    {
        public override async Task OnConnectedAsync(ConnectionContext connection)
        {
            await connection.Transport.Output.WriteAsync(System.Text.Encoding.ASCII.GetBytes(Greeting), connection.ConnectionClosed);
            while (true)
            {
                var read = await connection.Transport.Input.ReadAsync(connection.ConnectionClosed);
                if (read.IsCompleted)
                    return;
                await connection.Transport.Output.WriteAsync(read.Buffer.ToArray(), connection.ConnectionClosed);
                connection.Transport.Input.AdvanceTo(read.Buffer.End);
            }
        }
    }
}
