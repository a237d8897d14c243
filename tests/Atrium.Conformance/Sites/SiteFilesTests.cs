namespace Atrium.Conformance.Sites;

/// <summary>Sites of files, as curl sees them.</summary>
public sealed class SiteFilesTests(SiteServer server) : IClassFixture<SiteServer>, IAsyncLifetime
{
    private static readonly string Script = string.Concat(Enumerable.Repeat("let answer = 42;\n", 200));

    private string host = null!;

    public async ValueTask InitializeAsync() => host = await server.AddAsync(
        $"s{Guid.NewGuid():N}.example", ("index.html", "<p>home</p>"), ("docs/index.html", "<p>docs</p>"), ("docs/a b.txt", "0123456789"),
        ("app.js", Script), ("assets/app.3f9a1b2c.js", Script), ("made.css", "plain"), ("made.css.br", "made beforehand"), ("empty", ""),
        ("404.html", "<p>not here</p>"), (".env", "secret"), (".well-known/security.txt", "Contact: mailto:security@site.example"), ("noindex/x", "x"));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("--http1.1", "/", "<p>home</p>", "text/html; charset=utf-8")]
    [InlineData("--http2", "/", "<p>home</p>", "text/html; charset=utf-8")]
    [InlineData("--http2", "/?a=b", "<p>home</p>", "text/html; charset=utf-8")]
    [InlineData("--http1.1", "/docs/", "<p>docs</p>", "text/html; charset=utf-8")]
    [InlineData("--http2", "/docs/index.html", "<p>docs</p>", "text/html; charset=utf-8")]
    [InlineData("--http1.1", "/docs/a%20b.txt", "0123456789", "text/plain; charset=utf-8")]
    [InlineData("--http1.1", "/empty", "", "application/octet-stream")]
    [InlineData("--http2", "/.well-known/security.txt", "Contact: mailto:security@site.example", "text/plain; charset=utf-8")]
    public async Task Get_File_HasItsTypeAndFields(string protocol, string path, string text, string type)
    {
        for (var i = 0; i < 2; i++) // from the store, and from memory
        {
            var answer = await server.AskAsync(host, path, protocol);
            Assert.Equal((200, text, type), (answer.Status, answer.Text, answer.Header("Content-Type")));
            Assert.Equal($"\"{SiteServer.Hash(text)}\"", answer.Header("ETag"));
            Assert.Equal("no-cache", answer.Header("Cache-Control"));
            Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
            Assert.NotNull(answer.Header("Last-Modified"));
            Assert.Null(answer.Header("Strict-Transport-Security"));
            var head = await server.AskAsync(host, path, protocol, "-I");
            Assert.Equal((200, $"{text.Length}", answer.Header("ETag")), (head.Status, head.Header("Content-Length"), head.Header("ETag")));
        }
    }

    [Fact]
    public async Task Get_FingerprintedName_IsKeptForAYear()
        => Assert.Equal("public, max-age=31536000, immutable", (await server.AskAsync(host, "/assets/app.3f9a1b2c.js")).Header("Cache-Control"));

    [Theory]
    [InlineData("/docs", "/docs/")]
    [InlineData("/docs?x=1&y=%2F", "/docs/?x=1&y=%2F")]
    public async Task Get_FolderWithoutSlash_LeadsToItsOwnAddressWithoutAHost(string path, string location)
    {
        var answer = await server.AskAsync(host, path);
        Assert.Equal((308, location), (answer.Status, answer.Header("Location")));
    }

    [Theory]
    [InlineData("/nothing")]
    [InlineData("/docs/a%20b.txt/")]
    [InlineData("/noindex/")]
    [InlineData("/noindex")]
    [InlineData("/.env")]
    [InlineData("/%2eenv")]
    [InlineData("/docs/a%2520b.txt")]
    public async Task Get_WhatIsNotThere_IsTheSitesOwnPage(string path)
    {
        for (var i = 0; i < 2; i++)
        {
            var answer = await server.AskAsync(host, path);
            Assert.Equal((404, "<p>not here</p>", "no-cache"), (answer.Status, answer.Text, answer.Header("Cache-Control")));
            Assert.Null(answer.Header("ETag"));
        }
        var conditional = await server.AskAsync(host, path, "-H", $"If-None-Match: \"{SiteServer.Hash("<p>not here</p>")}\"");
        Assert.Equal(404, conditional.Status);
    }

    [Theory]
    [InlineData("/../index.html")]
    [InlineData("/docs/%2e%2e/index.html")]
    [InlineData("/docs//index.html")]
    [InlineData("/docs%2Findex.html")]
    [InlineData("/%00")]
    [InlineData("/%c0%ae")]
    public async Task Attack11_PathThatIsNone_400(string path) => Assert.Equal(400, (await server.AskAsync(host, path, "--http1.1")).Status);

    [Fact]
    public async Task Get_WhatIsNotThereWithoutAPage_IsAPlainOne()
    {
        var bare = await server.AddAsync($"b{Guid.NewGuid():N}.example", ("index.html", "x"));
        var answer = await server.AskAsync(bare, "/nothing");
        Assert.Equal((404, "text/html; charset=utf-8"), (answer.Status, answer.Header("Content-Type")));
        Assert.Contains("Not found", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("trium", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_Conditions_AreThoseOfTheFilesApi()
    {
        var whole = await server.AskAsync(host, "/docs/a%20b.txt");
        var (tag, modified) = (whole.Header("ETag")!, whole.Header("Last-Modified")!);
        Assert.Equal(304, (await server.AskAsync(host, "/docs/a%20b.txt", "-H", $"If-None-Match: {tag}")).Status);
        Assert.Equal(304, (await server.AskAsync(host, "/docs/a%20b.txt", "-H", $"If-None-Match: \"x\", W/{tag}")).Status);
        Assert.Equal(304, (await server.AskAsync(host, "/docs/a%20b.txt", "-H", $"If-Modified-Since: {modified}")).Status);
        Assert.Equal(200, (await server.AskAsync(host, "/docs/a%20b.txt", "-H", "If-None-Match: \"other\"")).Status);
        Assert.Equal(412, (await server.AskAsync(host, "/docs/a%20b.txt", "-H", "If-Match: \"other\"")).Status);
    }

    [Theory]
    [InlineData("2-4", 206, "234", "bytes 2-4/10")]
    [InlineData("-3", 206, "789", "bytes 7-9/10")]
    [InlineData("8-", 206, "89", "bytes 8-9/10")]
    [InlineData("10-", 416, null, "bytes */10")]
    public async Task Get_Range_IsThatPart(string range, int status, string? text, string field)
    {
        var answer = await server.AskAsync(host, "/docs/a%20b.txt", "-r", range);
        Assert.Equal((status, field), (answer.Status, answer.Header("Content-Range")));
        if (text is not null)
            Assert.Equal(text, answer.Text);
        if (status == 206)
            Assert.Equal(200, (await server.AskAsync(host, "/docs/a%20b.txt", "-r", range, "-H", "If-Range: \"other\"")).Status);
    }

    [Fact]
    public async Task Get_Range_IsOfThePlainBytesWhateverCodingIsLiked()
    {
        await CompressedAsync("br");
        var answer = await server.AskAsync(host, "/app.js", "-r", "0-2", "-H", "Accept-Encoding: br");
        Assert.Equal((206, "let", (string?)null), (answer.Status, answer.Text, answer.Header("Content-Encoding")));
    }

    [Theory]
    [InlineData("br", "br")]
    [InlineData("zstd", "zstd")]
    [InlineData("gzip", "gzip")]
    [InlineData("GZIP;q=0.9, br;q=0.1", "gzip")]
    [InlineData("br;q=0, gzip", "gzip")]
    [InlineData("*;q=0.5, br", "br")]
    [InlineData("identity, br;q=0.5", null)]
    [InlineData("identity", null)]
    [InlineData("deflate", null)]
    [InlineData("*;q=0", null)]
    public async Task Get_AcceptEncoding_DecidesTheCoding(string accepted, string? coding)
    {
        foreach (var made in new[] { "gzip", "br", "zstd" })
            await CompressedAsync(made);
        var answer = await server.AskAsync(host, "/app.js", "-H", $"Accept-Encoding: {accepted}");
        Assert.Equal((200, coding, "Accept-Encoding"), (answer.Status, answer.Header("Content-Encoding"), answer.Header("Vary")));
        Assert.Equal($"\"{SiteServer.Hash(Script)}{(coding is null ? "" : "-" + coding)}\"", answer.Header("ETag"));
        Assert.Equal($"{answer.Body.Length}", answer.Header("Content-Length"));
        Assert.Equal(Script, await PlainAsync(answer.Body, coding));
        Assert.Equal(304, (await server.AskAsync(host, "/app.js", "-H", $"Accept-Encoding: {accepted}", "-H", $"If-None-Match: {answer.Header("ETag")}")).Status);
    }

    [Fact]
    public async Task Get_CodingThatWasMadeBeforehand_IsUsed()
    {
        var answer = await server.AskAsync(host, "/made.css", "-H", "Accept-Encoding: gzip, br");
        Assert.Equal(("br", "made beforehand", "text/css; charset=utf-8"), (answer.Header("Content-Encoding"), answer.Text, answer.Header("Content-Type")));
        Assert.Equal("plain", (await server.AskAsync(host, "/made.css", "-H", "Accept-Encoding: gzip")).Text);
    }

    [Theory]
    [InlineData("POST", 405)]
    [InlineData("PUT", 405)]
    [InlineData("DELETE", 405)]
    [InlineData("TRACE", 405)]
    [InlineData("OPTIONS", 204)]
    public async Task OtherMethods_SayWhatThereIs(string method, int status)
    {
        var answer = await server.AskAsync(host, "/", "-X", method);
        Assert.Equal((status, "GET, HEAD, OPTIONS"), (answer.Status, answer.Header("Allow")));
    }

    [Fact]
    public async Task LargeFile_IsStreamedWholeAndInParts()
    {
        var text = string.Concat(Enumerable.Range(0, 300_000).Select(i => $"{i:0000000}\n"));
        var large = await server.AddAsync($"l{Guid.NewGuid():N}.example", ("large.txt", text));
        Assert.Equal(text, (await server.AskAsync(large, "/large.txt")).Text);
        Assert.Equal("0123456\n", (await server.AskAsync(large, "/large.txt", "-r", "987648-987655")).Text);
        Assert.Equal($"{text.Length}", (await server.AskAsync(large, "/large.txt", "-I")).Header("Content-Length"));
    }

    [Fact]
    public async Task Edit_OfTheCurrentFolder_IsSeenAtOnce()
    {
        Assert.Equal("<p>home</p>", (await server.AskAsync(host, "/")).Text);
        using var api = server.NewApi();
        for (var i = 0; i < 5; i++)
        {
            using var stored = await api.PutAsync($"/api/v1/files/sites/{host}/current/index.html", new ByteArrayContent([(byte)('0' + i)]), TestRun.Cancelled);
            Assert.True(stored.IsSuccessStatusCode);
            Assert.Equal($"{i}", (await server.AskAsync(host, "/")).Text);
        }
    }

    private async Task CompressedAsync(string coding) => await Until.TrueAsync(
        async () => (await server.AskAsync(host, "/app.js", "-H", $"Accept-Encoding: {coding}")).Header("Content-Encoding") == coding,
        () => $"No {coding} was made.");

    private async Task<string> PlainAsync(byte[] bytes, string? coding)
    {
        switch (coding)
        {
            case null:
                return System.Text.Encoding.UTF8.GetString(bytes);
            case "zstd":
            {
                var file = server.Scratch.Path($"{Guid.NewGuid():N}.zst");
                await File.WriteAllBytesAsync(file, bytes, TestRun.Cancelled);
                return (await Shell.RunAsync("zstd", "-dc", file)).OrThrow().Output;
            }
            default:
            {
                await using Stream plain = coding == "br"
                    ? new System.IO.Compression.BrotliStream(new MemoryStream(bytes), System.IO.Compression.CompressionMode.Decompress)
                    : new System.IO.Compression.GZipStream(new MemoryStream(bytes), System.IO.Compression.CompressionMode.Decompress);
                return await new StreamReader(plain).ReadToEndAsync(TestRun.Cancelled);
            }
        }
    }
}
