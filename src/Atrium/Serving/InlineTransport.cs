using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Atrium.Serving;

/// <summary>
/// The transport of the doors for clear text: the thread that has read a request goes on with it. What is answered there comes from memory,
/// and a third more of it in the same time (benchmarks/results/http.md); whatever may wait for a disk or for somebody else leaves that thread
/// first (<see cref="Protocols.Transport.TransportThread"/>). At the doors for TLS, where accounts work, a thread of the pool goes on: tried
/// there too, nothing but a long file of HTTP/1.1 came faster, and whoever wrote to the network did it himself and never gave way, so that a
/// polite client waited seconds behind a flood or sixteen downloads instead of a tenth of one (benchmarks/results/congestion.md).
/// </summary>
internal sealed class InlineTransport(Predicate<EndPoint> isForClearText, Func<EndPoint, Socket> socketOf, ILoggerFactory logs)
    : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    /// <summary>Read by .NET when the first socket waits, and only from the environment.</summary>
    private const string CompleteInline = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    private readonly SocketTransportFactory inline = new(
        Options.Create(new SocketTransportOptions { UnsafePreferInlineScheduling = true, IOQueueCount = 0, CreateBoundListenSocket = socketOf }), logs);

    /// <summary>To be called before the process uses a socket. What an operator has set stays.</summary>
    internal static void Prepare()
    {
        if (Environment.GetEnvironmentVariable(CompleteInline) is null)
            Environment.SetEnvironmentVariable(CompleteInline, "1");
    }

    /// <inheritdoc/>
    public bool CanBind(EndPoint endpoint) => isForClearText(endpoint);

    /// <inheritdoc/>
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
        => inline.BindAsync(endpoint, cancellationToken);
}
