using System.Text.Json;

namespace Atrium.Conformance.Http;

/// <summary>ATTACKS 11, and what names may look like otherwise.</summary>
[Collection(HttpCollection.Name)]
public sealed class PathTests(HttpServer server)
{
    [Theory]
    [InlineData("/api/v1/files/shared/http/../../../../etc/passwd")]
    [InlineData("/api/v1/files/shared/http/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/api/v1/files/shared/http/%2E%2E%2Fetc%2Fpasswd")]
    [InlineData("/api/v1/files/shared/http/.%2e/http-sibling/secret")]
    [InlineData("/api/v1/files/shared/http/%252e%252e/http-sibling/secret")]
    [InlineData("/api/v1/files/shared/http/..%5c..%5cetc%5cpasswd")]
    [InlineData("/api/v1/files/shared/http/..\\http-sibling\\secret")]
    [InlineData("/api/v1/files/shared/http/%5c%5cevil%5cshare")]
    [InlineData("/api/v1/files/shared/http/%c0%ae%c0%ae/http-sibling/secret")]
    [InlineData("/api/v1/files/shared/http/%c0%af..%c0%afetc")]
    [InlineData("/api/v1/files/shared/http/%e0%80%ae%e0%80%ae/x")]
    [InlineData("/api/v1/files/shared/http/%u002e%u002e/x")]
    [InlineData("/api/v1/files/shared/http/secret%00.txt")]
    [InlineData("/api/v1/files/shared/http/%00")]
    [InlineData("/api/v1/files/shared/http//secret")]
    [InlineData("/api/v1/files/shared/http/./secret")]
    [InlineData("/api/v1/files/shared/http/..;/http-sibling/secret")]
    [InlineData("/api/v1/files//etc/passwd")]
    [InlineData("/api/v1/files/%2fetc%2fpasswd")]
    [InlineData("/api/v1/files/shared/http/%0d%0aX-Injected:%20y")]
    [InlineData("/api/v1/files/shared/http/%ed%a0%80")]
    [InlineData("/api/v1/files/shared/http/%")]
    [InlineData("/api/v1/files/shared/http/%zz")]
    [InlineData("/api/v1/files/../livez")]
    [InlineData("/api/v1/../../livez")]
    [InlineData("/./livez")]
    public async Task Attack11_WayOut_400Or404AndNothingIsChanged(string target)
    {
        await server.StoreAsync("/shared/http-sibling/secret", "secret");
        foreach (var method in new[] { "GET", "HEAD", "DELETE", "PUT" })
        {
            var answer = await server.AskAsync(Ask.Admin($"{method} {target}", method == "PUT" ? ["Content-Length: 0", "If-Match: \"none\""] : []));
            // 412 is a name that is only strange: it stays where it is written, and nothing stands there.
            Assert.True(answer.Status is 400 or 404 || (method == "PUT" && answer.Status == 412), $"{method}: {answer}");
            Assert.Null(answer["X-Injected"]);
        }
        Assert.Equal("secret", await server.ReadAsync("/shared/http-sibling/secret"));
    }

    /// <summary>A space whose name begins like another's is another space, also for the rights (SFTPGo GHSA-x8qh, -h64p).</summary>
    [Fact]
    public async Task Attack11_SiblingWithTheSamePrefix_IsNotReached()
    {
        await server.StoreAsync("/home/guest/mine", "mine");
        await server.StoreAsync("/shared/http-sibling/secret", "secret");

        Assert.Equal("mine", (await server.AskAsync(Ask.Guest("GET /api/v1/files/home/guest/mine"))).Text);
        foreach (var target in new[] { "/home/guest-2/x", "/home/gues/x", "/home/guest%2f../admin", "/home/admin", "/shared/http-sibling/secret", "/home/guest/mine/..%2f" })
            Assert.InRange((await server.AskAsync(Ask.Guest($"GET /api/v1/files{target}"))).Status, 400, 404);
    }

    [Theory]
    [InlineData("two%20words", "two words")]
    [InlineData("a+b", "a+b")]
    [InlineData("a%2Bb2", "a+b2")]
    [InlineData("100%25", "100%")]
    [InlineData("%2541", "%41")]
    [InlineData("%E4%BD%A0%E5%A5%BD%20%F0%9F%98%80", "你好 😀")]
    [InlineData("caf%C3%A9", "café")]
    [InlineData("%22quoted%22", "\"quoted\"")]
    [InlineData("'single'", "'single'")]
    [InlineData("back%5Cslash", "back\\slash")]
    [InlineData("a%3Fb%23c", "a?b#c")]
    [InlineData("a;b=c&d", "a;b=c&d")]
    [InlineData("%20lead%20and%20trail%20", " lead and trail ")]
    [InlineData(".hidden", ".hidden")]
    [InlineData("...", "...")]
    [InlineData("%7Etilde~", "~tilde~")]
    [InlineData("(a)[b]{c}", "(a)[b]{c}")]
    [InlineData("CON", "CON")]
    [InlineData("*", "*")]
    public async Task Name_OfEveryKind_ComesBackAsItself(string encoded, string name)
    {
        var folder = $"/shared/http/name-{Guid.NewGuid():N}";
        var stored = await server.AskAsync(Ask.Admin($"PUT /api/v1/files{folder}/{encoded}", "Content-Length: 1") + "x");
        Assert.Equal(201, stored.Status);

        Assert.Equal("x", (await server.AskAsync(Ask.Admin($"GET {stored["Location"]}"))).Text);
        Assert.Equal("x", await server.ReadAsync($"{folder}/{encoded}"));
        using var json = JsonDocument.Parse((await server.AskAsync(Ask.Admin($"GET /api/v1/files{folder}?list"))).Text);
        Assert.Equal(name, Assert.Single(json.RootElement.GetProperty("entries").EnumerateArray()).GetProperty("name").GetString());
        Assert.Equal(204, (await server.AskAsync(Ask.Admin($"DELETE {stored["Location"]}"))).Status);
    }

    [Fact]
    public async Task Name_SavedByCurlUnderItsRemoteName_IsSafe()
    {
        await server.StoreAsync("/shared/http/%22..%5C%C3%A9%22.txt", "x");
        var answer = await server.AskAsync(Ask.Admin("GET /api/v1/files/shared/http/%22..%5C%C3%A9%22.txt"));

        Assert.Equal("inline; filename=\"_..___.txt\"; filename*=UTF-8''%22..%5C%C3%A9%22.txt", answer["Content-Disposition"]);
    }

    [Fact]
    public async Task Slash_AtTheEnd_IsAFolder()
    {
        var folder = $"/api/v1/files/shared/http/slash-{Guid.NewGuid():N}";
        var made = await server.AskAsync(Ask.Admin($"PUT {folder}/", "Content-Length: 0"));
        Assert.Equal((201, $"{folder}/"), (made.Status, made["Location"]));
        Assert.Equal(409, (await server.AskAsync(Ask.Admin($"PUT {folder}/", "Content-Length: 0"))).Status);
        Assert.Equal(400, (await server.AskAsync(Ask.Admin($"PUT {folder}-2/", "Content-Length: 1") + "x")).Status);
        Assert.Equal(409, (await server.AskAsync(Ask.Admin($"PUT {folder}", "Content-Length: 0"))).Status);
        Assert.Equal(400, (await server.AskAsync(Ask.Admin($"PATCH {folder}/?append", "Content-Length: 0"))).Status);

        await server.StoreAsync(folder["/api/v1/files".Length..] + "/file", "x");
        Assert.Equal(409, (await server.AskAsync(Ask.Admin($"PUT {folder}/file/", "Content-Length: 0"))).Status);
        Assert.Equal(404, (await server.AskAsync(Ask.Admin($"DELETE {folder}/file/"))).Status);
        Assert.Equal("x", await server.ReadAsync(folder["/api/v1/files".Length..] + "/file"));

        foreach (var target in new[] { folder, folder + "/", folder + "?list", folder + "/?list" })
            Assert.Contains("\"file\"", (await server.AskAsync(Ask.Admin($"GET {target}"))).Text, StringComparison.Ordinal);
        Assert.Equal(409, (await server.AskAsync(Ask.Admin($"DELETE {folder}/"))).Status);
        Assert.Equal(204, (await server.AskAsync(Ask.Admin($"DELETE {folder}/?recursive"))).Status);
    }

    [Fact]
    public async Task Path_TooLong_400()
    {
        Assert.Equal(400, (await server.AskAsync(Ask.Admin($"PUT /api/v1/files/shared/http/{new string('a', 256)}", "Content-Length: 0"))).Status);
        Assert.Equal(400, (await server.AskAsync(Ask.Admin($"PUT /api/v1/files/shared/http{string.Concat(Enumerable.Repeat("/a", 99))}", "Content-Length: 0"))).Status);
        Assert.Equal(201, (await server.AskAsync(Ask.Admin($"PUT /api/v1/files/shared/http/{new string('a', 255)}", "Content-Length: 0"))).Status);
    }
}
