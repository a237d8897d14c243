using System.Net;
using System.Net.Security;
using Atrium.Protocols.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Atrium.Protocols.Tls;

/// <summary>TLS on a Kestrel endpoint, of any protocol.</summary>
public static class TlsListenOptionsExtensions
{
    /// <summary>
    /// Everything that is added to the endpoint after this call sees decrypted bytes only. Call it after the firewall and
    /// before <c>UseConnectionHandler</c>: without it, that would serve clear text silently.
    /// </summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="certificates">Where the certificate of each handshake comes from.</param>
    /// <param name="alpn">
    /// What the endpoint speaks, in the server's order (RFC 7301): h2 and http/1.1, imap, ftp. A client that offers only
    /// others is refused, which keeps a browser from being led to a mail port (RFC 9325, 3.7). Empty: its list is ignored.
    /// </param>
    public static ListenOptions UseAtriumTls(this ListenOptions endpoint, CertificateStore certificates, params IReadOnlyList<SslApplicationProtocol> alpn)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(certificates);
        endpoint.UseClientHelloPeek();
        endpoint.Use(next => connection =>
        {
            var output = new RecordOutput(connection.Transport.Output);
            connection.Features.Set(output);
            connection.Transport = new DuplexPipe(connection.Transport.Input, output);
            return next(connection);
        });
        endpoint.UseHttps(new TlsHandshakeCallbackOptions
        {
            HandshakeTimeout = TlsPolicy.HandshakeTimeout,
            OnConnection = context => new(certificates.ServerOptions(
                context.ClientHelloInfo.ServerName, ClientHelloPeek.OfferOf(context.Connection),
                (context.Connection.LocalEndPoint as IPEndPoint)?.Address, alpn)),
        });
        endpoint.Use(next => connection =>
        {
            connection.Features.GetRequiredFeature<RecordOutput>().HoldsRecords = true;
            return next(connection);
        });
        return endpoint;
    }
}
