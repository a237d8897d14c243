namespace Atrium.Conformance.Http;

/// <summary>ATTACKS 8: what a user stored runs no script in the server's own origin, whichever way it is asked for.</summary>
[Collection(HttpCollection.Name)]
public sealed class UserContentTests(HttpServer server)
{
    private const string Script = "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";

    [Theory]
    [InlineData("a.svg", "")]
    [InlineData("a.html", "")]
    [InlineData("a.xhtml", "")]
    [InlineData("a.xml", "")]
    [InlineData("a.js", "")]
    [InlineData("a.pdf", "")]
    [InlineData("a", "")]
    [InlineData("a.png", "Content-Type: text/html")]
    [InlineData("a.txt", "Content-Type: image/svg+xml")]
    [InlineData("a.bin", "Content-Type: TEXT/HTML; charset=utf-7")]
    [InlineData("b.bin", "Content-Type: multipart/x-mixed-replace; boundary=x")]
    public async Task Attack8_ActiveFile_IsAnAttachmentInASandbox(string name, string field)
    {
        await server.StoreAsync($"/shared/http/active/{name}", Script, field == "" ? [] : [field]);
        var target = $"/api/v1/files/shared/http/active/{name}";
        foreach (var request in new[]
        {
            Ask.Admin($"GET {target}"), Ask.Admin($"HEAD {target}"), Ask.Admin($"GET {target}", "Range: bytes=0-9"), Ask.Admin($"GET {target}", "Range: bytes=0-1,5-9"),
            Ask.Admin($"GET {target}?at=2999-01-01T00:00:00Z"), Ask.Admin($"GET {target}?version={await VersionAsync(target)}"), Ask.Admin($"GET {target}", "Accept: text/html"),
        })
        {
            var answer = await server.AskAsync(request);
            Assert.True(answer.Status is 200 or 206, $"{answer}");
            Assert.StartsWith("attachment;", answer["Content-Disposition"], StringComparison.Ordinal);
            Assert.Equal("nosniff", answer["X-Content-Type-Options"]);
            Assert.Contains("default-src 'none'", answer["Content-Security-Policy"], StringComparison.Ordinal);
            Assert.Matches("(^|; )sandbox($|;)", answer["Content-Security-Policy"]);
            Assert.DoesNotContain("allow-", answer["Content-Security-Policy"], StringComparison.Ordinal);
            Assert.Equal("same-origin", answer["Cross-Origin-Resource-Policy"]);
        }
    }

    [Theory]
    [InlineData("b.png", "image/png")]
    [InlineData("b.txt", "text/plain; charset=utf-8")]
    [InlineData("b.mp4", "video/mp4")]
    public async Task Get_PassiveFile_IsShownAndStillInASandbox(string name, string type)
    {
        await server.StoreAsync($"/shared/http/passive/{name}", Script);

        var answer = await server.AskAsync(Ask.Admin($"GET /api/v1/files/shared/http/passive/{name}"));

        Assert.Equal((type, $"inline; filename=\"{name}\""), (answer["Content-Type"], answer["Content-Disposition"]));
        Assert.Equal("nosniff", answer["X-Content-Type-Options"]);
        Assert.Contains("sandbox", answer["Content-Security-Policy"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attack8_ScriptInANameOrATarget_IsOnlyData()
    {
        await server.StoreAsync("/shared/http/names/%3Cscript%3Ealert(1)%3C%2Ascript%3E.txt", "x");
        foreach (var target in new[] { "/api/v1/files/shared/http/names?list", "/api/v1/files/shared/http/%3Cscript%3E", "/%3Cscript%3E", "/api/v1/files/shared/http?%3Cscript%3E" })
        {
            Assert.Matches("^application/(problem\\+)?json$", (await server.AskAsync(Ask.Admin($"GET {target}", "Accept: */*")))["Content-Type"]);
            // A page for a person shows it as text, and could not run it.
            var answer = await server.AskAsync(Ask.Admin($"GET {target}", "Accept: text/html"));
            Assert.StartsWith("default-src 'none'; style-src 'sha256-", answer["Content-Security-Policy"]);
            Assert.Equal("nosniff", answer["X-Content-Type-Options"]);
            Assert.DoesNotContain("<script", answer.Text, StringComparison.Ordinal);
        }
    }

    /// <summary>ATTACKS 50: a browser sends its remembered sign-in along with what another site's page asks for.</summary>
    [Theory]
    [InlineData("Origin: https://evil.example", 403)]
    [InlineData("Origin: null", 403)]
    [InlineData("Sec-Fetch-Site: cross-site", 403)]
    [InlineData("Sec-Fetch-Site: same-site", 403)]
    [InlineData("Sec-Fetch-Site: same-origin", 201)]
    [InlineData("X-Origin: https://evil.example", 201)]
    public async Task Attack50_ChangeFromAnotherSitesPage_403(string field, int status)
    {
        var path = $"/shared/http/forged-{Guid.NewGuid():N}";
        Assert.Equal(status, (await server.AskAsync(Ask.Admin($"PUT /api/v1/files{path}", "Content-Length: 1", field) + "x")).Status);
        Assert.Equal(status == 201, await server.ReadAsync(path) is not null);
    }

    private async Task<string> VersionAsync(string target)
    {
        using var json = System.Text.Json.JsonDocument.Parse((await server.AskAsync(Ask.Admin($"GET {target}?versions"))).Text);
        return json.RootElement.GetProperty("versions")[0].GetProperty("version").GetRawText();
    }
}
