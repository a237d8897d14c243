using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Atrium.Core.Accounts;

namespace Atrium.Core.Tests.Accounts;

/// <summary>
/// Just enough of SMTP over TLS (RFC 4954) for a client library to sign in over a real channel: only there has it a certificate to
/// bind the exchange to.
/// </summary>
internal sealed class MailDoor : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 certificate;

    internal MailDoor()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        certificate = X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
        listener.Start();
    }

    internal bool IsItsOwn(X509Certificate? shown) => shown is not null && shown.GetRawCertData().AsSpan().SequenceEqual(certificate.RawData);

    internal int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>RFC 5929, 4.1: the hash of the certificate, by the hash of its signature.</summary>
    internal byte[] EndPoint => SHA256.HashData(certificate.RawData);

    /// <summary>Serves one client up to the end of its sign-in.</summary>
    internal async Task<Workspace?> SignInOneAsync(ISignIn signIn, byte[] channelBinding)
    {
        using var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await using var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsServerAsync(certificate);
        using var reader = new StreamReader(tls);
        await using var writer = new StreamWriter(tls) { AutoFlush = true, NewLine = "\r\n" };
        await writer.WriteLineAsync("220 door");
        await reader.ReadLineAsync(); // EHLO
        await writer.WriteLineAsync("250-door\r\n250 AUTH SCRAM-SHA-256 SCRAM-SHA-256-PLUS OAUTHBEARER");
        if ((await reader.ReadLineAsync())?.Split(' ') is not ["AUTH", var mechanism, var initial])
            return null;
        var exchange = signIn.Begin(mechanism, new Visit("smtp", IPAddress.Loopback, "1", Encrypted: true) { ChannelBinding = channelBinding }).Value;
        var step = await exchange.StepAsync(Convert.FromBase64String(initial), default);
        while (step.Challenge is { } challenge)
        {
            await writer.WriteLineAsync($"334 {Convert.ToBase64String(challenge)}");
            step = await exchange.StepAsync(Convert.FromBase64String(await reader.ReadLineAsync() ?? ""), default);
        }
        await writer.WriteLineAsync(step.Workspace is null ? "535 no" : "235 yes");
        await reader.ReadLineAsync(); // EHLO again, or the end
        return step.Workspace;
    }

    public void Dispose()
    {
        listener.Dispose();
        certificate.Dispose();
    }
}
