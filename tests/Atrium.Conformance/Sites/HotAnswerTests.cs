using System.Text;
using Atrium.Conformance.Http;

namespace Atrium.Conformance.Sites;

/// <summary>A file that is in memory is answered before Kestrel sees the request: nobody can tell by the answer.</summary>
public sealed class HotAnswerTests(SiteServer server) : IClassFixture<SiteServer>
{
    private const string Text = "0123456789 this is long enough to be worth a content coding of its own, again and again. ";

    private static readonly string Long = string.Concat(Enumerable.Repeat(Text, 40));

    [Fact]
    public async Task Answer_ReadyOrByKestrel_IsTheSame()
    {
        var host = await AddAsync("same.example", ("index.html", "<p>home"), ("long.txt", Long), ("app.3f9a1b2c.js", "1"), ("empty", ""));
        foreach (var connect in new[] { Wire.ConnectTlsAsync, Wire.ConnectClearAsync })
        {
            foreach (var path in new[] { "/", "/index.html?a=b", "/long.txt", "/app.3f9a1b2c.js", "/empty" })
            {
                foreach (var method in new[] { "GET", "HEAD" })
                {
                    foreach (var fields in new[] { "", "Accept-Encoding: gzip;q=0.5, br\r\n", "If-None-Match: \"other\"\r\n" })
                        await AssertSameAsync(connect, method, host, path, fields);
                }
                var tag = (await AskAsync(connect, "GET", host, path, ""))["ETag"];
                await AssertSameAsync(connect, "GET", host, path, $"If-None-Match: {tag}\r\n");
                Assert.Equal(304, (await AskAsync(connect, "GET", host, path, $"If-None-Match: {tag}\r\n")).Status);
            }
        }
    }

    [Fact]
    public async Task Pipeline_ReadyAndOtherRequests_AreAnsweredInOrder()
    {
        var host = await AddAsync("order.example", ("a.txt", "a"), ("b.txt", "b"));
        await using var wire = await Wire.ConnectTlsAsync(server.Process);
        string Get(string path, string fields = "") => $"GET {path} HTTP/1.1\r\nHost: {host}\r\n{fields}\r\n";
        // The second time they are in memory.
        for (var round = 0; round < 3; round++)
        {
            await wire.SendAsync(
                Get("/a.txt") + Get("/nothing") + Get("/b.txt") + Get("/b.txt", "Range: bytes=0-0\r\n") + Get("/a.txt") + $"POST /a.txt HTTP/1.1\r\nHost: {host}\r\nContent-Length: 5\r\n\r\nhello"
                + Get("/b.txt", "Content-Length: 3\r\n") + "abc" + Get("/a.txt"));
            foreach (var (status, text) in new[] { (200, "a"), (404, null), (200, "b"), (206, "b"), (200, "a"), (405, null), (200, "b"), (200, "a") })
            {
                var answer = await wire.AnswerAsync();
                Assert.Equal(status, answer.Status);
                if (text is not null)
                    Assert.Equal(text, answer.Text);
            }
        }
    }

    [Fact]
    public async Task Answer_AfterADeployment_IsTheNewOne()
    {
        var host = await AddAsync("change.example", ("a.txt", "old"));
        await using var wire = await Wire.ConnectClearAsync(server.Process);
        var request = $"GET /a.txt HTTP/1.1\r\nHost: {host}\r\n\r\n";
        for (var i = 0; i < 3; i++)
        {
            await wire.SendAsync(request);
            Assert.Equal("old", (await wire.AnswerAsync()).Text);
        }

        using var api = server.NewApi();
        await SiteServer.DeployAsync(api, host, ("a.txt", "new"));

        await wire.SendAsync(request);
        Assert.Equal("new", (await wire.AnswerAsync()).Text);
    }

    /// <summary>What is in memory already is not given away when the site begins to ask for a sign-in; its own fields and policy are the same both ways.</summary>
    [Fact]
    public async Task Answer_OfASiteWithOptions_KeepsToThem()
    {
        var host = await AddAsync(
            "options.example", ("a.txt", "secret"), ("_headers", "/a.txt\n  X-Own: one\n"));
        (await server.SiteAsync("set", host, "http", "off")).OrThrow();
        (await server.SiteAsync("set", host, "hsts", "max-age=7")).OrThrow();
        await AssertSameAsync(Wire.ConnectTlsAsync, "GET", host, "/a.txt", "");
        var ready = await AskAsync(Wire.ConnectTlsAsync, "GET", host, "/a.txt", "");
        Assert.Equal((200, "one"), (ready.Status, ready["X-Own"]));
        Assert.Equal("max-age=7", Assert.Single(ready.Fields, field => field.Name == "Strict-Transport-Security").Value);

        (await server.SiteAsync("set", host, "sign-in", "on")).OrThrow();
        var refused = await AskAsync(Wire.ConnectTlsAsync, "GET", host, "/a.txt", "");
        Assert.Equal(401, refused.Status);
        Assert.DoesNotContain("secret", refused.Text);

        (await server.SiteAsync("set", host, "sign-in", "off")).OrThrow();
        (await server.SiteAsync("alias", host, "www.options.example")).OrThrow();
        (await server.SiteAsync("set", host, "canonical", "www.options.example")).OrThrow();
        Assert.Equal(308, (await AskAsync(Wire.ConnectTlsAsync, "GET", host, "/a.txt", "")).Status);
    }

    private async Task<string> AddAsync(string host, params (string Path, string Text)[] files)
    {
        (await server.SiteAsync("add", host, "--http", "--from", server.Folder(host, files))).OrThrow();
        return host;
    }

    /// <summary>Asked often enough to be ready, and then on a connection that ends, which is Kestrel's.</summary>
    private async Task AssertSameAsync(Func<AtriumProcess, Task<Wire>> connect, string method, string host, string path, string fields)
    {
        await AskAsync(connect, method, host, path, fields);
        var ready = await AskAsync(connect, method, host, path, fields);
        var other = await AskAsync(connect, method, host, path, fields + "Connection: close\r\n");
        Assert.Equal((other.StatusLine, other.Text), (ready.StatusLine, ready.Text));
        Assert.Equal(Comparable(other), Comparable(ready));
    }

    private async Task<WireAnswer> AskAsync(Func<AtriumProcess, Task<Wire>> connect, string method, string host, string path, string fields)
    {
        await using var wire = await connect(server.Process);
        await wire.SendAsync(Encoding.ASCII.GetBytes($"{method} {path} HTTP/1.1\r\nHost: {host}\r\n{fields}\r\n"));
        return await wire.AnswerAsync(method == "HEAD" ? BodyRule.None : BodyRule.AsFramed);
    }

    private static IEnumerable<string> Comparable(WireAnswer answer) =>
        answer.Fields.Where(field => field.Name != "Connection")
            .Select(field => field.Name == "Date" ? "Date" : $"{field.Name}: {field.Value}").Order(StringComparer.Ordinal);
}
