using System.Net.Http.Json;
using System.Text.Json;

namespace Atrium.Conformance.Sites;

/// <summary>The options of a site, as curl sees what they bring about.</summary>
public sealed class SiteOptionsTests(SiteServer server) : IClassFixture<SiteServer>, IAsyncLifetime
{
    private static readonly string Text = string.Concat(Enumerable.Repeat("many words of one kind\n", 200));

    private string host = null!;

    public async ValueTask InitializeAsync() => host = await server.AddAsync(
        $"o{Guid.NewGuid():N}.example", ("index.html", "<p>home</p>"), ("about.html", "<p>about</p>"), ("both.html", "<p>page</p>"), ("both/index.html", "<p>folder</p>"),
        ("docs/index.html", "<p>docs</p>"), ("files/a b&c.txt", "a"), ("files/sub/x", "x"), ("files/.hidden", "h"), ("app.js", "let a;"), ("words.txt", Text),
        ("404.html", "<p>none</p>"));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("auto", "/about", 200, "<p>about</p>")]
    [InlineData("auto", "/about/", 308, "/about")]
    [InlineData("auto", "/about.html", 308, "/about")]
    [InlineData("auto", "/about.html?x=1", 308, "/about?x=1")]
    [InlineData("auto", "/index.html", 308, "/")]
    [InlineData("auto", "/docs", 308, "/docs/")]
    [InlineData("auto", "/docs/index.html", 308, "/docs/")]
    [InlineData("auto", "/both/", 200, "<p>folder</p>")]
    [InlineData("auto", "/both.html", 200, "<p>page</p>")]
    [InlineData("add", "/about", 308, "/about/")]
    [InlineData("add", "/about/", 200, "<p>about</p>")]
    [InlineData("add", "/about.html", 308, "/about/")]
    [InlineData("remove", "/docs/", 308, "/docs")]
    [InlineData("remove", "/docs", 200, "<p>docs</p>")]
    [InlineData("remove", "/", 200, "<p>home</p>")]
    [InlineData("remove", "/none", 404, "<p>none</p>")]
    public async Task CleanUrls_EachPage_HasOneAddress(string slash, string path, int status, string expected)
    {
        await SetAsync(("clean-urls", "on"), ("trailing-slash", slash));
        for (var i = 0; i < 2; i++) // from the store, and from memory
        {
            var answer = await server.AskAsync(host, path);
            Assert.Equal((status, expected), (answer.Status, status == 308 ? answer.Header("Location") : answer.Text));
        }
    }

    [Fact]
    public async Task CleanUrls_TurnedOff_HoldsAtOnce()
    {
        Assert.Equal(404, (await server.AskAsync(host, "/about")).Status);
        await SetAsync(("clean-urls", "on"));
        Assert.Equal(200, (await server.AskAsync(host, "/about")).Status);
        await SetAsync(("clean-urls", null));
        Assert.Equal(404, (await server.AskAsync(host, "/about")).Status);
        Assert.Equal(200, (await server.AskAsync(host, "/about.html")).Status);
    }

    [Fact]
    public async Task Fallback_ForWhatIsNotThere_IsThePageButForWhatHasAnEnding()
    {
        await SetAsync(("fallback", "/index.html"));
        foreach (var path in new[] { "/users/7", "/users/7/", "/x?y" })
        {
            var answer = await server.AskAsync(host, path);
            Assert.Equal((200, "<p>home</p>"), (answer.Status, answer.Text));
        }
        Assert.Equal("let a;", (await server.AskAsync(host, "/app.js")).Text);
        // A script of an earlier deployment must not come as a page.
        Assert.Equal((404, "<p>none</p>"), ((await server.AskAsync(host, "/old.js")).Status, (await server.AskAsync(host, "/old.js")).Text));
    }

    [Fact]
    public async Task Listing_FolderWithoutAnIndex_ShowsWhatVisitorsMaySee()
    {
        Assert.Equal(404, (await server.AskAsync(host, "/files/")).Status);
        await SetAsync(("listing", "on"));
        Assert.Equal("/files/", (await server.AskAsync(host, "/files")).Header("Location"));
        var page = await server.AskAsync(host, "/files/");
        Assert.Equal((200, "text/html; charset=utf-8"), (page.Status, page.Header("Content-Type")));
        Assert.Contains("<a href=\"./a%20b%26c.txt\">a b&amp;c.txt</a>", page.Text, StringComparison.Ordinal);
        Assert.Contains("<a href=\"./sub/\">sub/</a>", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", page.Text, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Equal("<p>docs</p>", (await server.AskAsync(host, "/docs/")).Text);
        Assert.Equal(404, (await server.AskAsync(host, "/.well-known/")).Status);
    }

    [Fact]
    public async Task Fields_OfTheSite_AreInAllAnswersWhereHeadersSaysNothing()
    {
        using var api = server.NewApi();
        await SiteServer.DeployAsync(api, host, ("index.html", "x"), ("_headers", "/*\n  X-Frame-Options: SAMEORIGIN\n"));
        await SetAsync(("csp", "default-src 'self'"), ("headers", "X-Frame-Options: DENY\nReferrer-Policy: same-origin"), ("hsts", "max-age=31536000; includeSubDomains; preload"));
        for (var i = 0; i < 2; i++)
        {
            var answer = await server.AskAsync(host, "/");
            Assert.Equal(
                ("default-src 'self'", "SAMEORIGIN", "same-origin", "max-age=31536000; includeSubDomains; preload"),
                (answer.Header("Content-Security-Policy"), answer.Header("X-Frame-Options"), answer.Header("Referrer-Policy"), answer.Header("Strict-Transport-Security")));
        }
        Assert.Null((await server.AskClearAsync(host, "/")).Header("Strict-Transport-Security"));
        await SetAsync(("csp", null), ("headers", null), ("hsts", "off"));
        var plain = await server.AskAsync(host, "/");
        Assert.Equal((null, null, null), (plain.Header("Content-Security-Policy"), plain.Header("Referrer-Policy"), plain.Header("Strict-Transport-Security")));
    }

    [Fact]
    public async Task Compression_TurnedOff_SendsTheBytesAsTheyAre()
    {
        await SetAsync(("compression", "off"));
        var answer = await server.AskAsync(host, "/words.txt", "-H", "Accept-Encoding: gzip, br");
        Assert.Equal((200, Text, null, null), (answer.Status, answer.Text, answer.Header("Content-Encoding"), answer.Header("Vary")));
    }

    [Fact]
    public async Task Canonical_OtherNames_LeadToIt()
    {
        (await server.SiteAsync("alias", host, $"www.{host}")).OrThrow();
        (await server.SiteAsync("set", host, "canonical", host)).OrThrow();
        var answer = await server.AskAsync($"www.{host}", "/about.html?x=1");
        Assert.Equal((308, $"https://{host}:{server.Process.HttpsPort}/about.html?x=1"), (answer.Status, answer.Header("Location")));
        Assert.Equal(200, (await server.AskAsync(host, "/about.html")).Status);
        Assert.StartsWith($"https://{host}:", (await server.AskClearAsync($"www.{host}", "/")).Header("Location"), StringComparison.Ordinal);
        var refused = await server.SiteAsync("set", host, "canonical", "elsewhere.example");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("no name of the site", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wildcard_NamesBelow_ShowTheSiteWithOneCertificateAndExactNamesGoFirst()
    {
        (await server.SiteAsync("alias", host, $"*.{host}")).OrThrow();
        var exact = await server.AddAsync($"exact.{host}", ("index.html", "exact"));
        Assert.Equal("<p>home</p>", (await server.AskAsync($"any.{host}", "/")).Text); // curl has looked at the certificate
        Assert.Equal("<p>home</p>", (await server.AskAsync($"other.{host}", "/")).Text);
        Assert.Equal("exact", (await server.AskAsync(exact, "/")).Text);
        Assert.Equal(421, (await server.AskAsync("localhost", "/", "--http1.1", "-H", $"Host: a.b.{host}")).Status);
        (await server.SiteAsync("alias", host, $"*.{host}", "--remove")).OrThrow();
        Assert.Equal(421, (await server.AskAsync("localhost", "/", "--http1.1", "-H", $"Host: any.{host}")).Status);
        Assert.Equal(2, (await server.SiteAsync("alias", host, "*.example")).ExitCode);
    }

    [Fact]
    public async Task Set_WrongOptions_AreAllNamedAndNothingIsChanged()
    {
        using var api = server.NewApi();
        using var answer = await api.PatchAsJsonAsync(
            $"/api/v1/sites/{host}",
            new { options = new Dictionary<string, string> { ["clean-urls"] = "on", ["hsts"] = "preload", ["nothing"] = "x", ["headers"] = "Set-Cookie: a=b", ["fallback"] = "index.html" } },
            TestRun.Cancelled);
        Assert.Equal(400, (int)answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync(TestRun.Cancelled);
        foreach (var name in new[] { "hsts", "'nothing'", "Set-Cookie", "fallback" })
            Assert.Contains(name, JsonDocument.Parse(text).RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(404, (await server.AskAsync(host, "/about")).Status);
        var shown = (await server.SiteAsync("set", host, "listing", "on")).OrThrow();
        Assert.Contains("listing", shown.Output, StringComparison.Ordinal);
        var exported = (await AtriumProgram.RunAsync(["config", "export", "--data", server.Process.Data])).OrThrow();
        Assert.Contains("\"listing\": \"on\"", exported.Output, StringComparison.Ordinal);
    }

    private async Task SetAsync(params (string Name, string? Value)[] options)
    {
        using var api = server.NewApi();
        using var answer = await api.PatchAsJsonAsync(
            $"/api/v1/sites/{host}", new { options = options.ToDictionary(option => option.Name, option => option.Value) }, TestRun.Cancelled);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestRun.Cancelled));
    }
}
