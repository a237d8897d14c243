using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Atrium.Client;

/// <summary>What a server shows of itself before anything is sent to it.</summary>
/// <param name="Fingerprint">As <see cref="Client.Fingerprint"/> writes it.</param>
/// <param name="Subject">For whom it was issued.</param>
/// <param name="Issuer">By whom.</param>
/// <param name="Expires">Good until then.</param>
/// <param name="Fault">Why it is not trusted; <see cref="SslPolicyErrors.None"/> where the machine's own authorities vouch for it.</param>
public sealed record PresentedCertificate(string Fingerprint, string Subject, string Issuer, DateTimeOffset Expires, SslPolicyErrors Fault)
{
    // A person waits.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Asks a server for its certificate, and sends it nothing else.</summary>
    /// <exception cref="ServerUnreachableException">Nobody answers, or not with TLS.</exception>
    public static async Task<PresentedCertificate> AskAsync(Uri server, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(server);
        PresentedCertificate? presented = null;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(server.IdnHost, server.Port, patience.Token).ConfigureAwait(false);
            await using var tls = new SslStream(socket.GetStream());
            var options = new SslClientAuthenticationOptions
            {
                TargetHost = server.IdnHost,
                RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
                {
                    if (certificate is null)
                        return false;
                    using var copy = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
                    presented = Of(copy, errors);
                    return true;
                },
            };
            await tls.AuthenticateAsClientAsync(options, patience.Token).ConfigureAwait(false);
            return presented ?? throw new AuthenticationException("The server showed no certificate.");
        }
        catch (SocketException error)
        {
            throw new ServerUnreachableException(server.AbsoluteUri, ReachFailure.NotRunning, error);
        }
        catch (Exception error) when (error is IOException or AuthenticationException)
        {
            throw new ServerUnreachableException(server.AbsoluteUri, ReachFailure.Broken, error);
        }
        catch (OperationCanceledException error) when (!cancellation.IsCancellationRequested)
        {
            throw new ServerUnreachableException(server.AbsoluteUri, ReachFailure.NotRunning, new TimeoutException($"Nobody answered within {Patience.TotalSeconds:0} seconds.", error));
        }
    }

    internal static PresentedCertificate Of(X509Certificate2 certificate, SslPolicyErrors fault)
        => new(Client.Fingerprint.Of(certificate), certificate.Subject, certificate.Issuer, certificate.NotAfter.ToUniversalTime(), fault);
}
