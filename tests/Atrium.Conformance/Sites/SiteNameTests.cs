using System.Net.Security;
using System.Net.Sockets;

namespace Atrium.Conformance.Sites;

/// <summary>Which name leads where, with which certificate.</summary>
public sealed class SiteNameTests(SiteServer server) : IClassFixture<SiteServer>
{
    [Fact]
    public async Task Add_Site_HasItsCertificateAtOnceAndItsNamesInAnyForm()
    {
        var host = await server.AddAsync("names.example", ("index.html", "names"));
        // curl has looked at the certificate.
        Assert.Equal("names", (await server.AskAsync(host, "/")).Text);
        Assert.Equal("names", (await server.AskAsync("NAMES.example", "/")).Text);
        Assert.Equal(421, (await server.AskAsync("www.names.example", "/", "--insecure")).Status);
        (await server.SiteAsync("alias", host, "www.names.example")).OrThrow();
        Assert.Equal("names", (await server.AskAsync("www.names.example", "/")).Text);
        (await server.SiteAsync("alias", host, "www.names.example", "--remove")).OrThrow();
        Assert.Equal(421, (await server.AskAsync("www.names.example", "/", "--insecure")).Status);
        (await server.SiteAsync("remove", host, "--yes")).OrThrow();
        Assert.Equal(421, (await server.AskAsync(host, "/", "--insecure")).Status);
    }

    [Fact]
    public async Task ClearText_OfASite_LeadsToItsOwnNameOrIsServed()
    {
        await server.AddAsync("secure.example", ("index.html", "secure"));
        (await server.SiteAsync("alias", "secure.example", "www.secure.example")).OrThrow();
        (await server.SiteAsync("add", "clear.example", "--http", "--from", server.Folder("clear.example", ("index.html", "clear")))).OrThrow();

        var led = await server.AskClearAsync("www.secure.example", "/a/b?c=d");
        Assert.Equal((308, $"https://www.secure.example:{server.Process.HttpsPort}/a/b?c=d"), (led.Status, led.Header("Location")));
        Assert.Equal("clear", (await server.AskClearAsync("clear.example", "/")).Text);
        Assert.Equal("clear", (await server.AskAsync("clear.example", "/")).Text);
    }

    [Theory]
    [InlineData("forged.example.evil.example")]
    [InlineData("evil.example")]
    [InlineData("forged.example:80:80")]
    public async Task Attack9_ForgedHost_421OrRefusedAndIsNotRepeated(string forged)
    {
        if (!(await server.SiteAsync("show", "forged.example")).ExitCode.Equals(0))
            await server.AddAsync("forged.example", ("index.html", "x"), ("docs/index.html", "x"));
        foreach (var path in new[] { "/", "/docs", "/nothing" })
        {
            var clear = await server.AskClearAsync("forged.example", path, "-H", $"Host: {forged}");
            var secure = await server.AskAsync("forged.example", path, "--http1.1", "-H", $"Host: {forged}");
            foreach (var answer in new[] { clear, secure })
            {
                Assert.True(answer.Status is 400 or 421, $"{answer}");
                Assert.DoesNotContain("evil", $"{answer}", StringComparison.Ordinal);
            }
        }
        // A forged port does not get into a link either.
        var led = await server.AskClearAsync("forged.example", "/docs", "-H", "Host: forged.example:666");
        Assert.Equal($"https://forged.example:{server.Process.HttpsPort}/docs", led.Header("Location"));
        Assert.Equal("/docs/", (await server.AskAsync("forged.example", "/docs", "-H", "Host: forged.example:666", "-H", "X-Forwarded-Host: evil.example")).Header("Location"));
    }

    [Fact]
    public async Task Host_OtherThanTheNameOfTheHandshake_421()
    {
        await server.AddAsync("one.example", ("index.html", "one"));
        await server.AddAsync("two.example", ("index.html", "two"));
        (await server.SiteAsync("alias", "one.example", "uno.example")).OrThrow();
        foreach (var protocol in new[] { "--http1.1", "--http2" })
        {
            Assert.Equal(421, (await server.AskAsync("one.example", "/", protocol, "-H", "Host: two.example")).Status);
            Assert.Equal(421, (await server.AskAsync("one.example", "/livez", protocol, "-H", "Host: localhost")).Status);
            Assert.Equal(421, (await server.AskAsync("localhost", "/", protocol, "-H", "Host: one.example")).Status);
            Assert.Equal("one", (await server.AskAsync("one.example", "/", protocol, "-H", "Host: uno.example")).Text);
        }
    }

    [Fact]
    public async Task OwnNames_AreNeverSites()
    {
        foreach (var name in new[] { "localhost", "127.0.0.1" })
            Assert.Equal(2, (await server.SiteAsync("add", name)).ExitCode);
        var status = await AtriumProgram.RunAsync("status", "--json", "--data", server.Process.Data);
        var own = System.Text.Json.JsonDocument.Parse(status.OrThrow().Output).RootElement.GetProperty("name").GetString()!;
        var refused = await server.SiteAsync("add", own);
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Equal(200, (await server.AskAsync("localhost", "/livez")).Status);
    }

    [Fact]
    public async Task OperatorsPair_GoesBeforeTheLocalAuthority()
    {
        await server.AddAsync("pair.example", ("index.html", "pair"));
        Assert.Contains("Atrium local CA", await IssuerAsync("pair.example"), StringComparison.Ordinal);
        var (key, certificate) = (Path.Combine(server.Process.Data, "tls/certs/pair.key"), Path.Combine(server.Process.Data, "tls/certs/pair.crt"));
        (await Shell.RunAsync(
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "3", "-subj", "/CN=the operator",
            "-addext", "subjectAltName=DNS:pair.example", "-keyout", key, "-out", certificate)).OrThrow();
        await Until.TrueAsync(async () => (await IssuerAsync("pair.example")).Contains("the operator", StringComparison.Ordinal), () => "The pair was not taken.");
    }

    private async Task<string> IssuerAsync(string host)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", server.Process.HttpsPort, TestRun.Cancelled);
        await using var tls = new SslStream(socket.GetStream());
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = host, RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null }, TestRun.Cancelled);
        return tls.RemoteCertificate!.Issuer;
    }
}
