using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Atrium.Protocols.Tls;

/// <summary>
/// Looks at the first bytes of a connection before TLS takes them, and leaves them where they are. .NET tells a server only the
/// legacy version field of a ClientHello, which says 1.2 for TLS 1.3 too (RFC 8446, 4.1.2).
/// </summary>
internal static class ClientHelloPeek
{
    internal static void UseClientHelloPeek(this ListenOptions endpoint) => endpoint.Use(next => async connection =>
    {
        if (await LookAsync(connection))
            await next(connection);
    });

    // False when the client has gone, or has not said a word in the time for a handshake.
    private static async ValueTask<bool> LookAsync(ConnectionContext connection)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed);
        patience.CancelAfter(TlsPolicy.HandshakeTimeout);
        try
        {
            var input = connection.Transport.Input;
            var read = await input.ReadAsync(patience.Token);
            connection.Features.Set(new OfferFeature(ClientHello.Read(read.Buffer)));
            var isEmpty = read.Buffer.IsEmpty;
            input.AdvanceTo(read.Buffer.Start);
            return !isEmpty;
        }
        catch (Exception gone) when (gone is OperationCanceledException or ConnectionResetException or ConnectionAbortedException)
        {
            connection.Abort();
            return false;
        }
    }

    internal static TlsOffer OfferOf(ConnectionContext connection) => connection.Features.Get<OfferFeature>()?.Offer ?? TlsOffer.Unknown;

    private sealed record OfferFeature(TlsOffer Offer);
}
