using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text.Json;
using Atrium.Conformance.Contract;

namespace Atrium.Conformance.Sites;

/// <summary>Sites that ask for a sign-in: programs and browsers, and what an application behind one is told.</summary>
public sealed class SiteEntryTests(SiteServer server) : IClassFixture<SiteServer>, IAsyncLifetime
{
    private const string Password = "sunken lantern orchard";

    private Application application = null!;
    private string host = null!, account = null!;

    public async ValueTask InitializeAsync()
    {
        application = await Application.StartAsync();
        var unique = Guid.NewGuid().ToString("N")[..8];
        (host, account) = ($"e{unique}.example", $"ann{unique}");
        (await server.SiteAsync("add", host, "--proxy", application.Address)).OrThrow();
        (await server.SiteAsync("set", host, "sign-in", "on")).OrThrow();
        (await AtriumProgram.RunAsync(["group", "add", $"crew{unique}", "--data", server.Process.Data])).OrThrow();
        foreach (var name in new[] { account, $"mallory{unique}" })
            (await Shell.RunAsync("dotnet", [await AtriumProgram.DllAsync(), "account", "add", name, "--password-stdin", "--data", server.Process.Data], Password)).OrThrow();
        (await AtriumProgram.RunAsync(["group", "join", $"crew{unique}", account, "--data", server.Process.Data])).OrThrow();
        (await AtriumProgram.RunAsync(["access", "grant", $"/sites/{host}", $"crew{unique}", "read", "--data", server.Process.Data])).OrThrow();
    }

    public ValueTask DisposeAsync() => application.DisposeAsync();

    [Fact]
    public async Task Program_WithItsPassword_IsNamedToTheApplicationAndItsSecretIsNot()
    {
        Assert.Equal(401, (await server.AskAsync(host, "/")).Status);
        Assert.Equal(401, (await server.AskAsync(host, "/", "-u", $"{account}:another lantern orchard")).Status);
        var answer = await server.AskAsync(
            host, "/", "-u", $"{account}:{Password}", "-H", "Atrium-User: root", "-H", "atrium_groups: wheel", "-H", "Atrium-Assertion: a.b.c", "-H", "Cookie: own=1; __Host-atrium-site=x; b=2");
        Assert.True(answer.Status == 200, answer.ToString());
        var fields = Fields(answer);
        Assert.Equal((account, $"crew{account[3..]}", "own=1; b=2"), (fields["Atrium-User"], fields["Atrium-Groups"], fields["Cookie"]));
        Assert.False(fields.ContainsKey("Authorization") || fields.ContainsKey("atrium_groups"));
        using var claims = Verify(fields["Atrium-Assertion"], await KeySetAsync());
        Assert.Equal((account, host), (claims.RootElement.GetProperty("sub").GetString(), claims.RootElement.GetProperty("aud").GetString()));
        Assert.Equal([$"crew{account[3..]}"], claims.RootElement.GetProperty("groups").EnumerateArray().Select(group => group.GetString()));
        Assert.InRange(claims.RootElement.GetProperty("exp").GetInt64() - claims.RootElement.GetProperty("iat").GetInt64(), 1, 60);
    }

    /// <summary>A library that knows nothing of this server verifies what an application is told.</summary>
    [Fact]
    public async Task Assertion_OfASignedInAccount_IsVerifiedByAStandardLibrary()
    {
        var token = Fields(await server.AskAsync(host, "/", "-u", $"{account}:{Password}"))["Atrium-Assertion"];
        var (keys, script) = (server.Scratch.Path($"{host}.jwks"), server.Scratch.Path($"{host}.py"));
        await File.WriteAllTextAsync(keys, await KeySetAsync(), TestRun.Cancelled);
        await File.WriteAllTextAsync(script, """
            import json, sys, jwt
            key = jwt.PyJWK(json.load(open(sys.argv[1]))["keys"][0]).key
            print(jwt.decode(sys.argv[2], key, algorithms=["ES256"], audience=sys.argv[3])["sub"])
            try:
                jwt.decode(sys.argv[2], key, algorithms=["ES256"], audience="another.example")
            except jwt.InvalidAudienceError:
                print("refused")
            """, TestRun.Cancelled);
        // That of the system, which Debian's packages are for.
        var verified = (await Shell.RunAsync("/usr/bin/python3", [script, keys, token, host], input: null)).OrThrow();
        Assert.Equal($"{account}\nrefused\n", verified.Output);
    }

    [Fact]
    public async Task Account_WithoutAGrant_Gets403AndAFormerMemberToo()
    {
        Assert.Equal(403, (await server.AskAsync(host, "/", "-u", $"mallory{account[3..]}:{Password}")).Status);
        Assert.Equal(200, (await server.AskAsync(host, "/", "-u", $"{account}:{Password}")).Status);
        (await AtriumProgram.RunAsync(["group", "leave", $"crew{account[3..]}", account, "--data", server.Process.Data])).OrThrow();
        Assert.Equal(403, (await server.AskAsync(host, "/", "-u", $"{account}:{Password}")).Status);
    }

    [Fact]
    public async Task Person_WhoMayNot_ReadsThePageOfTheSite()
    {
        string[] browser = ["-u", $"mallory{account[3..]}:{Password}", "-H", "Accept: text/html"];
        var plain = await server.AskAsync(host, "/", browser);
        Assert.Equal((403, "text/html; charset=utf-8"), (plain.Status, plain.Header("Content-Type")));
        Assert.DoesNotContain("/api/", plain.Text, StringComparison.Ordinal);
        using var api = server.NewApi();
        using var stored = await api.PutAsync($"/api/v1/files/sites/{host}/current/403.html", new StringContent("<p>members only</p>"), TestRun.Cancelled);
        Assert.True(stored.IsSuccessStatusCode);
        var own = await server.AskAsync(host, "/", browser);
        Assert.Equal((403, "<p>members only</p>"), (own.Status, own.Text));
    }

    [Fact]
    public async Task Browser_IsSentToSignInAndComesBackToWhereItWas()
    {
        var jar = await SignInAsync("/some/page?x=1");
        var answer = await server.AskAsync(host, "/", "-b", jar);
        Assert.Equal(account, Fields(answer)["Atrium-User"]);
        Assert.False(Fields(answer).ContainsKey("Cookie"));
        // The cookie of the site is worth nothing at the server, and a list of sessions names what it is.
        var secret = (await File.ReadAllLinesAsync(jar, TestRun.Cancelled)).Single(line => line.Contains("__Host-atrium-site\t", StringComparison.Ordinal)).Split('\t')[^1];
        Assert.NotEqual(200, (await server.AskAsync("localhost", "/api/v1/session", "-H", $"Cookie: __Host-atrium-session={secret}")).Status);
        var listed = (await AtriumProgram.RunAsync(["account", "session", "list", account, "--data", server.Process.Data])).OrThrow();
        Assert.Contains(host, listed.Output, StringComparison.Ordinal);

        // Signing out at the site ends it.
        var out1 = await server.AskAsync(host, "/.well-known/atrium/sign-out", "-b", jar, "-c", jar, "-X", "POST", "-H", "Sec-Fetch-Site: cross-site");
        Assert.Equal(403, out1.Status);
        Assert.Equal(200, (await server.AskAsync(host, "/.well-known/atrium/sign-out", "-b", jar, "-X", "POST", "-H", "Sec-Fetch-Site: same-origin")).Status);
        Assert.Equal(401, (await server.AskAsync(host, "/", "-b", jar)).Status);
    }

    [Fact]
    public async Task Browser_ThatSignsOutAtTheServer_IsOutOfTheSiteToo()
    {
        var jar = await SignInAsync("/");
        Assert.Equal(200, (await server.AskAsync(host, "/", "-b", jar)).Status);
        var page = await server.AskAsync("localhost", "/sign-out", "-b", jar);
        var token = page.Text.Split("name=\"csrf\" value=\"")[1].Split('"')[0];
        Assert.Equal(303, (await server.AskAsync("localhost", "/sign-out", "-b", jar, "-d", $"csrf={token}")).Status);
        Assert.Equal(401, (await server.AskAsync(host, "/", "-b", jar)).Status);
    }

    /// <summary>A code is good once, for its site, and in the browser that was sent to get it; the way back cannot lead elsewhere.</summary>
    [Fact]
    public async Task Code_UsedTwiceOrByAnother_IsRefused()
    {
        var jar = server.Scratch.Path($"jar-{Guid.NewGuid():N}");
        var sent = await server.AskAsync(host, "/page", "-c", jar, "-H", "Accept: text/html");
        Assert.Equal(302, sent.Status);
        var back = await PassAsync(sent.Header("Location")!, jar);
        // Without the cookie that the browser was given: a link with somebody else's code signs nobody in.
        Assert.Equal(400, (await server.CurlAsync(back, host)).Status);
        Assert.Equal(400, (await server.CurlAsync(back, host, "-b", jar)).Status); // it was used up

        sent = await server.AskAsync(host, "/page", "-c", jar, "-b", jar, "-H", "Accept: text/html");
        back = await PassAsync(sent.Header("Location")!, jar);
        var arrived = await server.CurlAsync(back, host, "-b", jar, "-c", jar);
        Assert.Equal((303, "/page"), (arrived.Status, arrived.Header("Location")));
        Assert.Contains("HttpOnly", arrived.Headers, StringComparison.Ordinal);
        Assert.Equal(400, (await server.CurlAsync(back, host, "-b", jar)).Status);

        foreach (var name in new[] { "evil.example", "localhost", "x%0d%0aSet-Cookie:a" })
        {
            var led = await server.AskAsync("localhost", $"/sign-in/site?host={name}&state={new string('a', 43)}", "-b", jar);
            Assert.True(led.Status is 400 or 404, led.ToString());
        }
    }

    /// <summary>ATTACKS 10: a page of another site opens no WebSocket with the sign-in of whoever looks at it, and changes nothing.</summary>
    [Fact]
    public async Task Attack10_WebSocketWithAForeignOrigin_403()
    {
        string[] socket = ["--http1.1", "-u", $"{account}:{Password}", "-H", "Connection: Upgrade", "-H", "Upgrade: websocket", "-H", "Sec-WebSocket-Version: 13", "-H", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "--max-time", "20"];
        foreach (var origin in new[] { "https://evil.example", "null", $"http://{host}", $"https://{host}.evil.example" })
            Assert.Equal(403, (await server.AskAsync(host, "/ws", [.. socket, "-H", $"Origin: {origin}"])).Status);
        Assert.Equal(403, (await server.AskAsync(host, "/x", "-u", $"{account}:{Password}", "-X", "POST", "-H", "Sec-Fetch-Site: cross-site")).Status);

        using var own = new ClientWebSocket();
        using var invoker = await ConnectAsync(own, $"https://{host}:{server.Process.HttpsPort}");
        await own.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Text, true, TestRun.Cancelled);
        var buffer = new byte[16];
        Assert.Equal(5, (await own.ReceiveAsync(buffer.AsMemory(), TestRun.Cancelled)).Count);
    }

    /// <summary>ATTACKS 47: what a disabled account has open at an application ends too.</summary>
    [Fact]
    public async Task Attack47_AccountThatIsDisabled_LosesItsOpenWebSocket()
    {
        using var socket = new ClientWebSocket();
        using var invoker = await ConnectAsync(socket, null);
        (await AtriumProgram.RunAsync(["account", "disable", account, "--data", server.Process.Data])).OrThrow();
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            using var patience = new CancellationTokenSource(Until.Patience);
            if ((await socket.ReceiveAsync(new byte[16].AsMemory(), patience.Token)).MessageType == WebSocketMessageType.Close)
                throw new WebSocketException("closed");
        });
        Assert.NotEqual(WebSocketState.Open, socket.State);
        Assert.Equal(401, (await server.AskAsync(host, "/", "-u", $"{account}:{Password}")).Status);
    }

    [Fact]
    public async Task Files_OfASiteThatAsks_AreForThoseWhoMayAndKeptByNobodyElse()
    {
        var site = await server.AddAsync($"f{host}", ("index.html", "inside"), ("app.3f9a1b2c.js", "let a;"));
        (await server.SiteAsync("set", site, "sign-in", "on")).OrThrow();
        Assert.Equal(401, (await server.AskAsync(site, "/")).Status);
        Assert.Equal(403, (await server.AskAsync(site, "/", "-u", $"{account}:{Password}")).Status);
        (await AtriumProgram.RunAsync(["access", "grant", $"/sites/{site}", account, "read", "--data", server.Process.Data])).OrThrow();
        foreach (var path in new[] { "/", "/app.3f9a1b2c.js", "/" })
        {
            var answer = await server.AskAsync(site, path, "-u", $"{account}:{Password}");
            Assert.Equal((200, "private, no-cache"), (answer.Status, answer.Header("Cache-Control")));
        }
        Assert.Equal(401, (await server.AskAsync(site, "/")).Status);
    }

    private async Task<HttpMessageInvoker> ConnectAsync(ClientWebSocket socket, string? origin)
    {
        if (origin is not null)
            socket.Options.SetRequestHeader("Origin", origin);
        socket.Options.SetRequestHeader("Authorization", $"Basic {Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{account}:{Password}"))}");
        var invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            SslOptions = new() { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null },
            ConnectCallback = async (_, cancellation) =>
            {
                var tcp = new System.Net.Sockets.TcpClient();
                await tcp.ConnectAsync(IPAddress.Loopback, server.Process.HttpsPort, cancellation);
                return tcp.GetStream();
            },
        });
        await socket.ConnectAsync(new Uri($"wss://{host}:{server.Process.HttpsPort}/ws"), invoker, TestRun.Cancelled);
        return invoker;
    }

    /// <summary>Signs in at the server's own name and follows it back to the site; the jar has the cookies of both.</summary>
    private async Task<string> SignInAsync(string path)
    {
        var jar = server.Scratch.Path($"jar-{Guid.NewGuid():N}");
        var sent = await server.AskAsync(host, path, "-c", jar, "-H", "Accept: text/html");
        Assert.Equal(302, sent.Status);
        var arrived = await server.CurlAsync(await PassAsync(sent.Header("Location")!, jar), host, "-b", jar, "-c", jar);
        Assert.Equal((303, path), (arrived.Status, arrived.Header("Location")));
        return jar;
    }

    /// <summary>From where the site has sent the browser to where it comes back, over the sign-in page where that is asked for.</summary>
    private async Task<string> PassAsync(string location, string jar)
    {
        var target = new Uri(location);
        var led = await server.AskAsync("localhost", target.PathAndQuery, "-b", jar, "-c", jar, "-H", "Accept: text/html");
        if (led.Header("Location")?.StartsWith("/sign-in?", StringComparison.Ordinal) == true)
        {
            var signedIn = await server.AskAsync(
                "localhost", "/sign-in", "-b", jar, "-c", jar, "--data-urlencode", $"account={account}", "--data-urlencode", $"password={Password}", "--data-urlencode", $"next={target.PathAndQuery}");
            Assert.True(signedIn.Status == 303, signedIn.ToString());
            led = await server.AskAsync("localhost", signedIn.Header("Location")!, "-b", jar, "-c", jar);
        }
        Assert.True(led.Status == 303, led.ToString());
        return led.Header("Location")!;
    }

    private async Task<string> KeySetAsync() => (await server.AskAsync("localhost", "/.well-known/atrium/jwks.json")).Text;

    private static Dictionary<string, string> Fields(CurlAnswer answer)
    {
        Assert.True(answer.Status == 200, answer.ToString());
        return JsonDocument.Parse(answer.Text).RootElement.GetProperty("fields").EnumerateObject()
            .ToDictionary(field => field.Name, field => field.Value.GetString()!, StringComparer.OrdinalIgnoreCase);
    }

    private static JsonDocument Verify(string token, string keySet)
    {
        var key = JsonDocument.Parse(keySet).RootElement.GetProperty("keys")[0];
        byte[] Part(string name) => System.Buffers.Text.Base64Url.DecodeFromChars(key.GetProperty(name).GetString());
        using var ecdsa = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = Part("x"), Y = Part("y") } });
        var parts = token.Split('.');
        Assert.True(ecdsa.VerifyData(
            System.Text.Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), System.Buffers.Text.Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256));
        return JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(parts[1]));
    }
}
