using System.IO.Pipelines;
using System.Net.Security;
using Atrium.Protocols.Http.Answers;
using Atrium.Protocols.Http.Requests;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

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
    internal string Protocol => Kind switch
    {
        HttpDoorKind.Https => "https",
        HttpDoorKind.Http => "http",
        HttpDoorKind.Local => "local",
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
        options.Use(next => connection =>
        {
            var name = connection.Features.Get<ITlsHandshakeFeature>()?.HostName ?? "";
            connection.Features.Set(new HttpDoor(kind) { ServerName = name.EndsWith('.') ? name[..^1] : name });
            Watch(connection);
            return next(connection);
        });
        return options;
    }

    private static bool IsHttp2(ConnectionContext connection)
        => connection.Features.Get<ITlsApplicationProtocolFeature>() is { } tls
        && tls.ApplicationProtocol.Span.SequenceEqual(SslApplicationProtocol.Http2.Protocol.Span);

    private static void Watch(ConnectionContext connection)
    {
        var (input, output) = (connection.Transport.Input, new CountedOutput(connection.Transport.Output));
        connection.Features.Set(output);
        // The body of HTTP/2 is framed otherwise.
        if (!IsHttp2(connection))
        {
            var watched = new WatchedInput(input);
            connection.Features.Set(watched);
            input = watched;
        }
        connection.Transport = new Duplex(input, output);
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
