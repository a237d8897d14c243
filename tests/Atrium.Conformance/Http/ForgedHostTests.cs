namespace Atrium.Conformance.Http;

/// <summary>ATTACKS 9: no name that a client made up gets into anything the server writes.</summary>
[Collection(HttpCollection.Name)]
public sealed class ForgedHostTests(HttpServer server)
{
    [Theory]
    [InlineData("evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("localhost.evil.example:8443")]
    [InlineData("127.1")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("2130706433")]
    public async Task Attack9_ForgedHost_421AndIsNotRepeated(string host)
    {
        foreach (var connect in new[] { Wire.ConnectTlsAsync, Wire.ConnectClearAsync })
        {
            foreach (var target in new[] { "/", "/api/v1/files/shared", "/ca.crt" })
            {
                await using var wire = await connect(server.Process);
                await wire.SendAsync($"GET {target} HTTP/1.1\r\nHost: {host}\r\n\r\n");
                var answer = await wire.AnswerAsync();
                Assert.Equal(421, answer.Status);
                Assert.DoesNotContain(host, $"{answer}", StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("X-Forwarded-Host: evil.example")]
    [InlineData("Forwarded: host=evil.example;proto=http")]
    [InlineData("X-Original-URL: https://evil.example/")]
    [InlineData("X-Host: evil.example")]
    public async Task Attack9_ForgedForwarding_IsPassedOver(string field)
    {
        var page = await server.AskAsync(Ask.Nobody("GET /", field));
        Assert.Equal(200, page.Status);
        Assert.DoesNotContain("evil", $"{page}", StringComparison.Ordinal);

        var stored = await server.AskAsync(Ask.Admin($"PUT /api/v1/files/shared/http/{Guid.NewGuid():N}", "Content-Length: 0", field));
        Assert.StartsWith("/api/v1/files/shared/http/", stored["Location"], StringComparison.Ordinal);

        await using var wire = await Wire.ConnectClearAsync(server.Process);
        await wire.SendAsync(Ask.Nobody("GET /api/v1/files/shared", field));
        Assert.Equal($"https://127.0.0.1:{server.Process.HttpsPort}/api/v1/files/shared", (await wire.AnswerAsync())["Location"]);
    }

    [Theory]
    [InlineData("//evil.example/", 400)]
    [InlineData("/%2F/evil.example", 400)]
    [InlineData("/\\evil.example", 400)]
    [InlineData("/%0d%0aSet-Cookie:%20a=b", 400)]
    [InlineData("/@evil.example", 308)]
    public async Task Attack9_RedirectOfAStrangeTarget_StaysOnThisHost(string target, int status)
    {
        await using var wire = await Wire.ConnectClearAsync(server.Process);
        await wire.SendAsync(Ask.Nobody($"GET {target}"));

        var answer = await wire.AnswerAsync();
        Assert.Equal(status, answer.Status);
        if (answer["Location"] is { } location)
            Assert.Equal(("127.0.0.1", server.Process.HttpsPort), (new Uri(location).Host, new Uri(location).Port));
    }

    [Fact]
    public async Task Host_OwnNameInAnyForm_IsTaken()
    {
        foreach (var host in new[] { "localhost", "LOCALHOST", "localhost.", $"localhost:{server.Process.HttpsPort}", "localhost:1", "127.0.0.1", "[::1]:443" })
            Assert.Equal(200, (await server.AskAsync($"GET /livez HTTP/1.1\r\nHost: {host}\r\n\r\n")).Status);
    }
}
