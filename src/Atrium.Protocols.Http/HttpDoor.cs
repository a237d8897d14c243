using System.Net;
using System.Net.Security;
using Atrium.Protocols.Admission;
using Atrium.Protocols.Connections;
using Atrium.Protocols.Http.Answers;
using Atrium.Protocols.Http.Wire;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Atrium.Protocols.Http;

/// <summary>The kinds of doors that HTTP is spoken at.</summary>
public enum HttpDoorKind
{
    /// <summary>TLS: everything.</summary>
    Https,

    /// <summary>Clear text: redirects to <see cref="Https"/>, the CA's certificate and <c>/livez</c>; nobody signs in here.</summary>
    Http,

    /// <summary>The server's own socket: everything, and whoever can open it is the operator.</summary>
    Local,
}

/// <summary>
/// Which door a connection came in by. The composition root says it once for each endpoint, and connection middleware lays it into
/// the connection's features, where every request of the connection finds it. A connection without one is refused: a forgotten
/// line closes a door, it never opens one.
/// </summary>
/// <param name="Kind">What may be done here.</param>
public sealed record HttpDoor(HttpDoorKind Kind)
{
    /// <summary>The name in the client's TLS hello (RFC 6066, 3), without a final dot; empty where there is none.</summary>
    internal string ServerName { get; init; } = "";

    /// <summary>The protocol's name in <see cref="Core.Visit"/>.</summary>
    internal string Protocol => Gate.Protocol;

    /// <summary>What the gate has to know of it. Before a TLS handshake there are no words for those who are too many.</summary>
    public GateDoor Gate { get; } = Kind switch
    {
        HttpDoorKind.Https => new("https", IsEncrypted: true),
        HttpDoorKind.Http => new("http", IsEncrypted: false) { Busy = BusyAnswer.Write },
        HttpDoorKind.Local => new("local", IsEncrypted: true),
        _ => throw new InvalidOperationException($"A door of the unknown kind {Kind}."),
    };
}

/// <summary>Says of an endpoint which door it is.</summary>
public static class HttpDoorListenOptions
{
    /// <summary>
    /// Marks every connection of this endpoint: <c>kestrel.Listen(address, port, o =&gt; { o.UseHttps(...); o.UseHttpDoor(HttpDoorKind.Https); })</c>.
    /// </summary>
    public static ListenOptions UseHttpDoor(this ListenOptions options, HttpDoorKind kind)
    {
        ArgumentNullException.ThrowIfNull(options);
        var door = new HttpDoor(kind);
        options.Use(next => connection =>
        {
            if (connection.Features.Get<OpenConnection>() is null)
                throw new InvalidOperationException("An endpoint for HTTP was opened without UseGate.");
            var name = connection.Features.Get<ITlsHandshakeFeature>()?.HostName ?? "";
            // An address is no name there (RFC 6066, 3): who sends one all the same has asked for nobody in particular.
            if (IPAddress.TryParse(name, out _))
                name = "";
            var own = door with { ServerName = name.EndsWith('.') ? name[..^1] : name };
            connection.Features.Set(own);
            var wire = options.ApplicationServices.GetRequiredService<HttpWire>();
            // HTTP/2 frames its requests otherwise.
            return IsHttp2(connection) ? wire.FollowFramesAsync(connection, next) : ReadStrictlyAsync(connection, wire, own, next);
        });
        return options;
    }

    private static bool IsHttp2(ConnectionContext connection)
        => connection.Features.Get<ITlsApplicationProtocolFeature>() is { } tls
        && tls.ApplicationProtocol.Span.SequenceEqual(SslApplicationProtocol.Http2.Protocol.Span);

    private static async Task ReadStrictlyAsync(ConnectionContext connection, HttpWire wire, HttpDoor door, ConnectionDelegate next)
    {
        using var input = new StrictInput(connection, wire, door);
        connection.Features.Set(input);
        connection.Transport = new DuplexPipe(input, connection.Transport.Output);
        await next(connection);
    }
}
