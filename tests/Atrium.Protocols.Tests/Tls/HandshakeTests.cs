using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Atrium.Protocols.Tests.Tls;

/// <summary>Real handshakes with a real Kestrel endpoint.</summary>
public sealed class HandshakeTests : IAsyncDisposable
{
    private readonly TlsFolder folder = new();

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task Handshake_VersionOfPolicy_IsAcceptedAndTrusted(SslProtocols version)
    {
        await using var store = await folder.OpenAsync();
        await using var server = await TlsServer.StartAsync(store);

        await using var client = await ConnectAsync(server, "mail.example.org", Trusting(store, version));

        Assert.Equal(version, client.SslProtocol);
        Assert.Equal(TlsServer.Greeting, await ReadAsync(client, TlsServer.Greeting.Length));
    }

    [Theory]
    [InlineData("-tls1_1")]
    [InlineData("-tls1")]
    public async Task Handshake_OldVersion_IsRefused(string version)
    {
        await using var store = await folder.OpenAsync();
        await using var server = await TlsServer.StartAsync(store);

        var (code, output) = await ClientAsync(server, version, "-cipher", "ALL:@SECLEVEL=0");

        Assert.NotEqual(0, code);
        // An alert of the server, not a client that does not know the version.
        Assert.Contains("alert protocol version", output);
    }

    [Theory]
    [InlineData("ECDHE-ECDSA-AES128-SHA256")] // CBC
    [InlineData("ECDHE-ECDSA-AES256-SHA")]
    [InlineData("ECDHE-ECDSA-AES128-CCM")]
    public async Task Handshake_SuiteOutsideThePolicy_IsRefused(string suite)
    {
        await using var store = await folder.OpenAsync();
        await using var server = await TlsServer.StartAsync(store);

        var (code, output) = await ClientAsync(server, "-tls1_2", "-cipher", suite + ":@SECLEVEL=0");

        Assert.NotEqual(0, code);
        Assert.Contains("handshake failure", output);
    }

    [Theory]
    [InlineData("-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-GCM-SHA256")]
    [InlineData("-tls1_2", "-cipher", "ECDHE-ECDSA-AES256-GCM-SHA384")]
    [InlineData("-tls1_2", "-cipher", "ECDHE-ECDSA-CHACHA20-POLY1305")]
    [InlineData("-tls1_3", "-ciphersuites", "TLS_AES_128_GCM_SHA256")]
    [InlineData("-tls1_3", "-ciphersuites", "TLS_AES_256_GCM_SHA384")]
    [InlineData("-tls1_3", "-ciphersuites", "TLS_CHACHA20_POLY1305_SHA256")]
    public async Task Handshake_SuiteOfThePolicy_IsVerifiedByOpenSslWithTheCaFile(string version, string option, string suite)
    {
        await using var store = await folder.OpenAsync();
        await using var server = await TlsServer.StartAsync(store);

        var (code, output) = await ClientAsync(
            server, version, option, suite, "-CAfile", folder.File("ca.crt"), "-verify_return_error", "-verify_hostname", "mail.example.org", "-x509_strict");

        Assert.Equal(0, code);
        Assert.Contains("Verify return code: 0 (ok)", output);
        Assert.Contains($"Cipher is {suite}", output);
    }

    [Fact]
    public async Task Handshake_ByAddress_IsVerifiedByOpenSsl()
    {
        await using var store = await folder.OpenAsync();
        await using var server = await TlsServer.StartAsync(store);

        var (code, _) = await OpenSsl.RunAsync(
            "s_client", "-connect", $"127.0.0.1:{server.Port}", "-noservername", "-CAfile", folder.File("ca.crt"), "-verify_return_error", "-verify_ip", "127.0.0.1");

        Assert.Equal(0, code);
    }

    [Fact]
    public async Task Handshake_SecondConnectionOverTls13_ResumesTheSession()
    {
        await using var store = await folder.OpenAsync();
        await using var server = await TlsServer.StartAsync(store);
        var session = folder.File("session");

        var first = await OpenSsl.RunUntilWrittenAsync(
            session, "s_client", "-connect", $"127.0.0.1:{server.Port}", "-tls1_3", "-sess_out", session);
        var (_, second) = await ClientAsync(server, "-tls1_3", "-sess_in", session);

        Assert.Contains("New, TLSv1.3", first);
        Assert.Contains("Reused, TLSv1.3", second);
    }

    [Fact]
    public async Task Handshake_ClientOffersHttp2_IsSelectedInTheServersOrder()
    {
        await using var store = await folder.OpenAsync();
        await using var server = await TlsServer.StartAsync(store, SslApplicationProtocol.Http2, SslApplicationProtocol.Http11);
        var options = Trusting(store, SslProtocols.None);
        options.ApplicationProtocols = [SslApplicationProtocol.Http11, SslApplicationProtocol.Http2];

        await using var client = await ConnectAsync(server, "mail.example.org", options);

        Assert.Equal(SslApplicationProtocol.Http2, client.NegotiatedApplicationProtocol);
    }

    [Fact]
    public async Task Handshake_ClientOffersOnlyAnotherProtocol_IsRefused()
    {
        await using var store = await folder.OpenAsync();
        await using var server = await TlsServer.StartAsync(store, new SslApplicationProtocol("imap"));

        var (code, output) = await ClientAsync(server, "-alpn", "http/1.1,h2");

        Assert.NotEqual(0, code);
        Assert.Contains("alert no application protocol", output);
    }

    [Fact]
    public async Task Handshake_EndpointWithoutAlpn_NeverSelectsHttp()
    {
        await using var store = await folder.OpenAsync();
        await using var server = await TlsServer.StartAsync(store);
        var options = Trusting(store, SslProtocols.None);
        options.ApplicationProtocols = [SslApplicationProtocol.Http11, SslApplicationProtocol.Http2];

        await using var client = await ConnectAsync(server, "mail.example.org", options);

        Assert.Equal(default, client.NegotiatedApplicationProtocol);
    }

    [Fact]
    public async Task Handshake_OperatorCertificate_SendsTheIntermediates()
    {
        var foreign = new OperatorAuthority(folder.Time.GetUtcNow());
        var (certificates, key) = foreign.Issue(folder.Time.GetUtcNow().AddDays(-1), folder.Time.GetUtcNow().AddDays(60), ["shop.example.net"], rsa: true);
        folder.PutPair("shop", certificates, key);
        await File.WriteAllTextAsync(folder.File("root.crt"), foreign.Root.ExportCertificatePem(), TestContext.Current.CancellationToken);
        await using var store = await folder.OpenAsync();
        await using var server = await TlsServer.StartAsync(store);

        var (code, output) = await OpenSsl.RunAsync(
            "s_client", "-connect", $"127.0.0.1:{server.Port}", "-servername", "shop.example.net", "-CAfile", folder.File("root.crt"),
            "-verify_return_error", "-verify_hostname", "shop.example.net", "-showcerts");

        Assert.Equal(0, code);
        Assert.Equal(2, output.Split("BEGIN CERTIFICATE").Length - 1);
    }

    [Fact]
    public async Task Handshake_InternationalName_FindsItsCertificate()
    {
        var now = folder.Time.GetUtcNow();
        var (certificates, key) = new OperatorAuthority(now).Issue(now.AddDays(-1), now.AddDays(60), ["xn--bcher-kva.example"]);
        folder.PutPair("buecher", certificates, key);
        await using var store = await folder.OpenAsync();
        await using var server = await TlsServer.StartAsync(store);

        var (_, output) = await OpenSsl.RunAsync("s_client", "-connect", $"127.0.0.1:{server.Port}", "-servername", "xn--bcher-kva.example");

        Assert.Contains("Foreign intermediate", output);
    }

    // The law of every TLS endpoint: who talks clear text, or nothing at all, learns nothing but that TLS is spoken.
    [Theory]
    [InlineData("")]
    [InlineData("EHLO client.example\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: mail.example.org\r\n\r\n")]
    [InlineData("a1 CAPABILITY\r\n")]
    public async Task TlsEndpoint_ClientTalksClearText_StaysSilent(string talk)
    {
        await using var store = await folder.OpenAsync();
        await using var server = await TlsServer.StartAsync(store);
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", server.Port, TestContext.Current.CancellationToken);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(talk), TestContext.Current.CancellationToken);

        var answer = await ReadForAsync(stream, TimeSpan.FromSeconds(1));

        // A TLS alert record (RFC 8446, 6) is the only thing that may come back.
        Assert.True(answer.Length == 0 || answer[0] == 21, Encoding.ASCII.GetString(answer));
        Assert.DoesNotContain("OK", Encoding.ASCII.GetString(answer));
    }

    private static async Task<byte[]> ReadForAsync(NetworkStream stream, TimeSpan duration)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(duration);
        var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer, limit.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // Still open and silent, or reset.
        }
        return answer.ToArray();
    }

    private static Task<(int Code, string Output)> ClientAsync(TlsServer server, params string[] more) =>
        OpenSsl.RunAsync(["s_client", "-connect", $"127.0.0.1:{server.Port}", "-servername", "mail.example.org", .. more]);

    private static async Task<SslStream> ConnectAsync(TlsServer server, string name, SslClientAuthenticationOptions options)
    {
        var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", server.Port, TestContext.Current.CancellationToken);
        var stream = new SslStream(socket.GetStream());
        options.TargetHost = name;
        await stream.AuthenticateAsClientAsync(options, TestContext.Current.CancellationToken);
        return stream;
    }

    private static SslClientAuthenticationOptions Trusting(Protocols.Tls.CertificateStore store, SslProtocols version)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(X509Certificate2.CreateFromPem(store.CaCertificatePem));
        return new SslClientAuthenticationOptions { EnabledSslProtocols = version, CertificateChainPolicy = policy };
    }

    private static async Task<string> ReadAsync(SslStream stream, int count)
    {
        var bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes, TestContext.Current.CancellationToken);
        return Encoding.ASCII.GetString(bytes);
    }
}
