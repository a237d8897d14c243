using System.Net;
using System.Net.Security;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Atrium.Conformance.Contract;
using Microsoft.AspNetCore.Hosting;

namespace Atrium.Conformance.Sites;

/// <summary>Sites whose requests are passed on to an application.</summary>
public sealed class ProxyTests(SiteServer server) : IClassFixture<SiteServer>, IAsyncLifetime
{
    private Application application = null!;
    private string host = null!;

    public async ValueTask InitializeAsync()
    {
        application = await Application.StartAsync();
        host = await ProxyAsync(application.Address);
    }

    public ValueTask DisposeAsync() => application.DisposeAsync();

    [Theory]
    [InlineData("--http1.1", "/")]
    [InlineData("--http2", "/a%2Fb/c%20d//e?f=%2F&g")]
    [InlineData("--http1.1", "/;x=1/@:!$&'()*+,=~")]
    [InlineData("--http2", "/?next=https://evil.example/")]
    public async Task Request_IsPassedOnAsItWasWritten(string protocol, string target)
    {
        var seen = Seen(await server.AskAsync(host, target, protocol, "-X", "PATCH", "-H", "X-Own: kept", "-H", "Cookie: a=b", "-H", "Authorization: Bearer t"));
        Assert.Equal(("PATCH", target), (seen.GetProperty("method").GetString(), seen.GetProperty("target").GetString()));
        Assert.Equal(("kept", "a=b", "Bearer t"), (Field(seen, "X-Own"), Field(seen, "Cookie"), Field(seen, "Authorization")));
    }

    [Fact]
    public async Task Request_FieldsOfTheVisitorAboutHimself_AreReplaced()
    {
        var seen = Seen(await server.AskAsync(
            host, "/", "--http1.1", "-H", "X-Forwarded-For: 6.6.6.6", "-H", "X-Forwarded-Host: evil.example", "-H", "X-Forwarded-Proto: http",
            "-H", "X-Forwarded-Prefix: /evil", "-H", "Forwarded: for=6.6.6.6", "-H", "X-Real-IP: 6.6.6.6", "-H", "X-Original-URL: /evil", "-H", "Proxy: http://evil.example",
            "-H", "Connection: X-Hop", "-H", "X-Hop: of one connection", "-H", "TE: trailers, deflate"));
        var authority = $"{host}:{server.Process.HttpsPort}";
        Assert.Equal(("127.0.0.1", authority, "https", authority), (Field(seen, "X-Forwarded-For"), Field(seen, "X-Forwarded-Host"), Field(seen, "X-Forwarded-Proto"), Field(seen, "Host")));
        Assert.Null(Field(seen, "X-Hop"));
        Assert.DoesNotContain("6.6.6.6", seen.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("evil", seen.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attack9_ForgedPort_IsNotPassedOn()
    {
        var seen = Seen(await server.AskAsync(host, "/", "--http1.1", "-H", $"Host: {host}:666"));
        Assert.Equal((host, host), (Field(seen, "Host"), Field(seen, "X-Forwarded-Host")));
        Assert.Equal(421, (await server.AskAsync(host, "/", "--http1.1", "-H", "Host: evil.example")).Status);
    }

    [Theory]
    [InlineData("/../admin")]
    [InlineData("/a/%2e%2E/b")]
    [InlineData("/a/..%2fb")]
    [InlineData("/a/..%5cb")]
    public async Task Attack11_PathThatClimbs_400(string target) => Assert.Equal(400, (await server.AskAsync(host, target)).Status);

    [Fact]
    public async Task Answer_OfTheApplication_ComesAsItIs()
    {
        var answer = await server.AskAsync(host, "/fail", "--http1.1");
        Assert.Equal((503, "the application's own words", "kept"), (answer.Status, answer.Text, answer.Header("X-Own")));
        Assert.Null(answer.Header("X-Hop"));
    }

    [Fact]
    public async Task Answer_ThatIsCutOff_DoesNotLookWhole()
    {
        using var visitor = server.NewVisitor(host);
        await Assert.ThrowsAnyAsync<Exception>(() => visitor.GetStringAsync("/cut", TestRun.Cancelled));
        Assert.Equal(200, (await server.AskAsync(host, "/")).Status);
    }

    [Fact]
    public async Task Stream_OfTheApplication_ArrivesAsItIsSent()
    {
        using var visitor = server.NewVisitor(host);
        using var answer = await visitor.GetAsync("/stream", HttpCompletionOption.ResponseHeadersRead, TestRun.Cancelled);
        await using var body = await answer.Content.ReadAsStreamAsync(TestRun.Cancelled);
        var buffer = new byte[4];
        await body.ReadExactlyAsync(buffer, TestRun.Cancelled);
        Assert.Equal("one ", Encoding.ASCII.GetString(buffer));
        application.GoOn.SetResult();
        Assert.Equal("two", await new StreamReader(body).ReadToEndAsync(TestRun.Cancelled));
    }

    [Fact]
    public async Task Client_ThatHangsUp_IsNoticedByTheApplication()
    {
        using (var visitor = server.NewVisitor(host))
        {
            using var answer = await visitor.GetAsync("/hang", HttpCompletionOption.ResponseHeadersRead, TestRun.Cancelled);
            Assert.Equal(200, (int)answer.StatusCode);
        }
        await application.Left.Task.WaitAsync(Until.Patience, TestRun.Cancelled);
    }

    [Theory]
    [InlineData("--http1.1")]
    [InlineData("--http2")]
    public async Task Upload_LargeBody_ArrivesWhole(string protocol)
    {
        var file = server.Scratch.Path($"large{protocol}");
        await File.WriteAllBytesAsync(file, new byte[20_000_000], TestRun.Cancelled);
        Assert.Equal("20000000", (await server.AskAsync(host, "/count", protocol, "-T", file)).Text);
        Assert.Equal("20000000", (await server.AskAsync(host, "/count", protocol, "-T", file, "-H", "Content-Length:", "-H", "Transfer-Encoding: chunked")).Text);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task WebSocket_EchoesAndCloses(int version)
    {
        using var socket = new ClientWebSocket();
        socket.Options.HttpVersion = new Version(version, version == 1 ? 1 : 0);
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        socket.Options.SetRequestHeader("Origin", "https://elsewhere.example"); // whom it lets in is the application's business
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null },
            ConnectCallback = async (_, cancellation) =>
            {
                var tcp = new System.Net.Sockets.TcpClient();
                await tcp.ConnectAsync(IPAddress.Loopback, server.Process.HttpsPort, cancellation);
                return tcp.GetStream();
            },
        });
        await socket.ConnectAsync(new Uri($"wss://{host}:{server.Process.HttpsPort}/ws"), invoker, TestRun.Cancelled);
        foreach (var length in new[] { 5, 50_000 })
        {
            var sent = RandomNumberGenerator.GetBytes(length);
            await socket.SendAsync(sent, WebSocketMessageType.Binary, true, TestRun.Cancelled);
            var received = new byte[length];
            for (var count = 0; count < length;)
                count += (await socket.ReceiveAsync(received.AsMemory(count), TestRun.Cancelled)).Count;
            Assert.Equal(sent, received);
        }
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", TestRun.Cancelled);
        Assert.Equal(("bye", WebSocketState.Closed), (socket.CloseStatusDescription, socket.State));
    }

    [Fact]
    public async Task Attack10_WebSocketToTheServerItself_IsNotOpened()
    {
        var answer = await server.AskAsync(
            "localhost", "/", "--http1.1", "-H", "Connection: Upgrade", "-H", "Upgrade: websocket", "-H", "Sec-WebSocket-Version: 13",
            "-H", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "-H", "Origin: https://evil.example");
        Assert.NotEqual(101, answer.Status);
    }

    [Theory]
    [InlineData("--http1.1")]
    [InlineData("--http2")]
    public async Task Application_ThatIsNotThere_502WithAPlainPage(string protocol)
    {
        await using (var gone = await Application.StartAsync())
            host = await ProxyAsync(gone.Address);
        var answer = await server.AskAsync(host, "/", protocol);
        Assert.Equal((502, "text/html; charset=utf-8"), (answer.Status, answer.Header("Content-Type")));
        Assert.DoesNotContain("127.0.0.1", answer.Text, StringComparison.Ordinal);
        Assert.Contains(host, server.Process.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TRACE")]
    [InlineData("CONNECT")]
    public async Task Method_ThatIsNotForProxies_IsRefused(string method)
        => Assert.True((await server.AskAsync(host, "/", "--http1.1", "-X", method)).Status is 405 or 501);

    [Fact]
    public async Task Application_OverTlsAndBelowAPath_IsReached()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=itself", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        await using var secure = await Application.StartAsync(listen => listen.UseHttps(certificate));
        host = await ProxyAsync($"{secure.Address}/below/");
        Assert.Equal("/below/x?y", Seen(await server.AskAsync(host, "/x?y")).GetProperty("target").GetString());
    }

    [Fact]
    public async Task Deploy_ToAProxiedSite_IsRefused()
    {
        var refused = await server.SiteAsync("deploy", host, server.Folder("none", ("index.html", "x")));
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("nothing to deploy", refused.Error, StringComparison.Ordinal);
    }

    private async Task<string> ProxyAsync(string address)
    {
        var name = $"p{Guid.NewGuid():N}.example";
        (await server.SiteAsync("add", name, "--proxy", address)).OrThrow();
        return name;
    }

    private static JsonElement Seen(CurlAnswer answer)
    {
        Assert.True(answer.Status == 200, $"{answer}");
        return JsonDocument.Parse(answer.Text).RootElement;
    }

    private static string? Field(JsonElement seen, string name)
        => seen.GetProperty("fields").EnumerateObject().FirstOrDefault(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value is { ValueKind: JsonValueKind.String } value
            ? value.GetString()
            : null;
}
