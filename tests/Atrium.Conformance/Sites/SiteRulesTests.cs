using System.Net.Http.Json;
using Atrium.Conformance.Contract;

namespace Atrium.Conformance.Sites;

/// <summary>_redirects and _headers of a site, as curl sees them.</summary>
public sealed class SiteRulesTests(SiteServer server) : IClassFixture<SiteServer>, IAsyncLifetime
{
    private const string Redirects = """
        # From the old site
        /old            /new.html
        /blog/*         /news/:splat                302
        /taken          /new.html                   301!
        /new.html       /elsewhere
        /show/*         /new.html                   200
        /latest.js      /app.3f9a1b2c.js            200
        /secret         /.env                       200
        /secret2        /_headers                   200
        /lost/*         /lost.html                  404
        /shop id=:id    /items/:id                  301
        /q v=2          /new.html                   200!
        /out            https://other.example/x     307
        """;

    private const string Headers = """
        /*
          X-Frame-Options: DENY
          Content-Security-Policy: default-src 'self'
        /new.html
          Cache-Control: public, max-age=60
          X-Frame-Options: SAMEORIGIN
        /plain.txt
          ! X-Frame-Options
          Content-Type: text/markdown
        """;

    private string host = null!;

    public async ValueTask InitializeAsync() => host = await server.AddAsync(
        $"r{Guid.NewGuid():N}.example", ("_redirects", Redirects), ("_headers", Headers), ("index.html", "<p>home</p>"), ("new.html", "<p>new</p>"),
        ("taken/index.html", "<p>taken</p>"), ("blog/kept.html", "<p>kept</p>"), ("app.3f9a1b2c.js", "let a;"), (".env", "secret"), ("lost.html", "<p>lost</p>"),
        ("q", "any"), ("plain.txt", "plain"), ("404.html", "<p>none</p>"), ("docs/404.html", "<p>none in docs</p>"), ("docs/a/b.html", "<p>b</p>"));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("/old", 301, "/new.html")]
    [InlineData("/old/", 301, "/new.html")]
    [InlineData("/old?x=1", 301, "/new.html?x=1")]
    [InlineData("/blog/2026/a%20b", 302, "/news/2026/a%20b")]
    [InlineData("/taken", 301, "/new.html")]
    [InlineData("/taken/", 301, "/new.html")]
    [InlineData("/shop?id=7", 301, "/items/7")]
    [InlineData("/out", 307, "https://other.example/x")]
    public async Task Redirect_LeadsWhereTheRuleSays(string path, int status, string location)
    {
        foreach (var protocol in new[] { "--http1.1", "--http2" })
        {
            var answer = await server.AskAsync(host, path, protocol);
            Assert.Equal((status, location, "no-cache"), (answer.Status, answer.Header("Location"), answer.Header("Cache-Control")));
            Assert.Empty(answer.Body);
        }
    }

    [Theory]
    [InlineData("/new.html", 200, "<p>new</p>")] // a file goes before a rule that is not forced
    [InlineData("/blog/kept.html", 200, "<p>kept</p>")]
    [InlineData("/show/any/thing", 200, "<p>new</p>")]
    [InlineData("/q", 200, "any")]
    [InlineData("/q?v=2", 200, "<p>new</p>")]
    [InlineData("/q?v=1", 200, "any")]
    [InlineData("/lost/x", 404, "<p>lost</p>")]
    [InlineData("/shop", 404, "<p>none</p>")]
    [InlineData("/docs/c", 404, "<p>none in docs</p>")]
    [InlineData("/docs/a/c/d", 404, "<p>none in docs</p>")]
    [InlineData("/secret", 404, "<p>none</p>")]
    [InlineData("/secret2", 404, "<p>none</p>")]
    [InlineData("/_redirects", 404, "<p>none</p>")]
    [InlineData("/_headers", 404, "<p>none</p>")]
    [InlineData("/%5fheaders", 404, "<p>none</p>")]
    public async Task Get_PathWithARule_IsWhatTheRuleShows(string path, int status, string text)
    {
        for (var i = 0; i < 2; i++) // from the store, and from memory
        {
            var answer = await server.AskAsync(host, path);
            Assert.Equal((status, text), (answer.Status, answer.Text));
            Assert.Equal(path == "/new.html" ? "DENY, SAMEORIGIN" : "DENY", answer.Header("X-Frame-Options"));
        }
    }

    [Fact]
    public async Task Headers_OfTheSite_AreInEveryAnswerOfAFile()
    {
        var cold = await server.AskAsync(host, "/new.html");
        var hot = await server.AskAsync(host, "/new.html");
        foreach (var answer in new[] { cold, hot })
        {
            Assert.Equal("public, max-age=60", answer.Header("Cache-Control"));
            Assert.Equal("default-src 'self'", answer.Header("Content-Security-Policy"));
            Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
        }
        Assert.Equal(Fields(cold), Fields(hot));
        foreach (var (status, option) in new[] { (304, $"If-None-Match: {cold.Header("ETag")}"), (206, "Range: bytes=0-1") })
        {
            var partly = await server.AskAsync(host, "/new.html", "-H", option);
            Assert.Equal((status, "public, max-age=60", "DENY, SAMEORIGIN"), (partly.Status, partly.Header("Cache-Control"), partly.Header("X-Frame-Options")));
        }
        var plain = await server.AskAsync(host, "/plain.txt");
        Assert.Equal((null, "text/markdown"), (plain.Header("X-Frame-Options"), plain.Header("Content-Type")));
    }

    [Fact]
    public async Task Rewrite_ToANameWithAHash_IsNotKeptForAYear()
    {
        Assert.Equal("no-cache", (await server.AskAsync(host, "/latest.js")).Header("Cache-Control"));
        Assert.Equal("public, max-age=31536000, immutable", (await server.AskAsync(host, "/app.3f9a1b2c.js")).Header("Cache-Control"));
    }

    [Fact]
    public async Task Deploy_OtherRules_HoldWithTheNextRequest()
    {
        Assert.Equal(301, (await server.AskAsync(host, "/old")).Status);
        using var api = server.NewApi();
        await SiteServer.DeployAsync(api, host, ("_redirects", "/old /other 302\n"), ("index.html", "<p>home</p>"));
        Assert.Equal("/other", (await server.AskAsync(host, "/old")).Header("Location"));
        Assert.Null((await server.AskAsync(host, "/")).Header("X-Frame-Options"));
    }

    [Fact]
    public async Task Deploy_WithWrongLines_NamesThemAndServesTheRest()
    {
        var folder = server.Folder($"wrong-{host}", ("_redirects", "/a /b\nnonsense\n/c /d 999\n"), ("_headers", "/*\n  X-A: 1\n  Set-Cookie: a=b\n"), ("index.html", "x"));
        foreach (var options in new[] { new[] { "--dry-run" }, [] })
        {
            var deployed = (await server.SiteAsync(["deploy", host, folder, .. options])).OrThrow();
            Assert.Contains("_redirects, line 2", deployed.Error, StringComparison.Ordinal);
            Assert.Contains("_redirects, line 3", deployed.Error, StringComparison.Ordinal);
            Assert.Contains("_headers, line 3", deployed.Error, StringComparison.Ordinal);
        }
        Assert.Equal("/b", (await server.AskAsync(host, "/a")).Header("Location"));
        Assert.Equal("1", (await server.AskAsync(host, "/")).Header("X-A"));
        Assert.Contains("_headers, line 3", (await server.SiteAsync("show", host)).Error, StringComparison.Ordinal);
        using var api = server.NewApi();
        var record = await api.GetFromJsonAsync<System.Text.Json.JsonElement>($"/api/v1/sites/{host}", TestRun.Cancelled);
        Assert.Equal([2, 3, 3], record.GetProperty("problems").EnumerateArray().Select(problem => problem.GetProperty("line").GetInt32()));
    }

    /// <summary>ATTACKS 9: neither the Host field nor the path of a request can send anybody to another host.</summary>
    [Theory]
    [InlineData("/x//evil.example")]
    [InlineData("/x/evil.example")]
    [InlineData("/x%2fevil.example")]
    [InlineData("/x/%5cevil.example")]
    public async Task Attack9_RedirectWithWhatTheVisitorTyped_StaysOnThisHost(string path)
    {
        using var api = server.NewApi();
        await SiteServer.DeployAsync(api, host, ("_redirects", "/x* /:splat\n"), ("index.html", "x"));
        var answer = await server.AskAsync(host, path);
        if (answer.Header("Location") is { } location)
            Assert.Equal(host, new Uri(new Uri($"https://{host}/"), location).Host);
        else
            Assert.Equal(400, answer.Status);
    }

    private static IEnumerable<string> Fields(CurlAnswer answer)
        => answer.Headers.Split("\r\n").Where(line => !line.StartsWith("date:", StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal);
}
