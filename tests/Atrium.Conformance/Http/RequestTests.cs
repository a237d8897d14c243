using System.Text;

namespace Atrium.Conformance.Http;

/// <summary>The forms of requests that RFC 9110 and 9112 know.</summary>
[Collection(HttpCollection.Name)]
public sealed class RequestTests(HttpServer server)
{
    [Fact]
    public async Task Pipeline_ManyRequestsInOnePacket_AreAnsweredInOrder()
    {
        await using var wire = await server.ConnectAsync();
        await wire.SendAsync(
            Ask.Admin("PUT /api/v1/files/shared/http/pipelined", "Content-Length: 5") + "first"
            + Ask.Admin("GET /api/v1/files/shared/http/pipelined")
            + Ask.Admin("HEAD /api/v1/files/shared/http/pipelined")
            + Ask.Admin("PUT /api/v1/files/shared/http/pipelined", "Transfer-Encoding: chunked") + "6;x=y\r\nsecond\r\n0\r\nX-Trailer: z\r\n\r\n"
            + Ask.Nobody("GET /nothing")
            + Ask.Admin("GET /api/v1/files/shared/http/pipelined", "Connection: close"));

        Assert.Equal(201, (await wire.AnswerAsync()).Status);
        Assert.Equal("first", (await wire.AnswerAsync()).Text);
        Assert.Equal("5", (await wire.AnswerAsync(BodyRule.None))["Content-Length"]);
        Assert.Equal(204, (await wire.AnswerAsync()).Status);
        Assert.Equal(404, (await wire.AnswerAsync()).Status);
        Assert.Equal("second", (await wire.AnswerAsync()).Text);
        await wire.AssertClosedAsync();
    }

    [Fact]
    public async Task Pipeline_ByteByByte_IsTheSame()
    {
        await using var wire = await server.ConnectAsync();
        foreach (var c in Ask.Admin("PUT /api/v1/files/shared/http/bytewise", "Transfer-Encoding: chunked") + "a;b\r\n0123456789\r\n1\r\nx\r\n0\r\nT: u\r\n\r\n" + Ask.Nobody("GET /livez"))
            await wire.SendAsync($"{c}");

        Assert.Equal(201, (await wire.AnswerAsync()).Status);
        Assert.Equal("live\n", (await wire.AnswerAsync()).Text);
        Assert.Equal("0123456789x", await server.ReadAsync("/shared/http/bytewise"));
    }

    [Fact]
    public async Task Put_BodyCutShort_LeavesTheOldState()
    {
        await server.StoreAsync("/shared/http/cut", "old");
        foreach (var (field, body) in new[] { ("Content-Length: 10", "new"), ("Transfer-Encoding: chunked", "3\r\nnew\r\n"), ("Transfer-Encoding: chunked", "3\r\nnew\r\n0\r\nT: u\r\n") })
        {
            await using var wire = await server.ConnectAsync();
            await wire.SendAsync(Ask.Admin("PUT /api/v1/files/shared/http/cut", field) + body);
            wire.EndSending();
            await wire.TakeRestAsync();
        }

        Assert.Equal("old", await server.ReadAsync("/shared/http/cut"));
    }

    [Theory]
    [InlineData("/api/v1/files/shared/http/head.txt")]
    [InlineData("/api/v1/files/shared/http/nothing")]
    [InlineData("/api/v1/files/shared/http?versoin")]
    [InlineData("/livez")]
    [InlineData("/readyz")]
    [InlineData("/")]
    [InlineData("/ca.crt")]
    [InlineData("/nothing")]
    public async Task Head_AnyResource_HasTheFieldsOfGet(string target)
    {
        await server.StoreAsync("/shared/http/head.txt", "some text");

        var (head, get) = (await server.AskAsync(Ask.Admin($"HEAD {target}")), await server.AskAsync(Ask.Admin($"GET {target}")));

        Assert.Equal(get.Status, head.Status);
        Assert.Equal(Comparable(get), Comparable(head));
        Assert.NotNull(head["Content-Length"]);
    }

    [Fact]
    public async Task Head_Listing_HasTheFieldsOfGetButForItsLength()
    {
        var (head, get) = (await server.AskAsync(Ask.Admin("HEAD /api/v1/files/shared/http?list")), await server.AskAsync(Ask.Admin("GET /api/v1/files/shared/http?list")));

        Assert.Equal(Comparable(get).Where(field => !field.StartsWith("transfer-encoding", StringComparison.Ordinal)), Comparable(head));
    }

    [Theory]
    [InlineData("*", "GET, HEAD, PUT, POST, PATCH, DELETE, OPTIONS")]
    [InlineData("/", "GET, HEAD, OPTIONS")]
    [InlineData("/api/v1/files/shared/http/a", "GET, HEAD, PUT, POST, PATCH, DELETE, OPTIONS")]
    [InlineData("/api/v1/operations/copy", "POST, OPTIONS")]
    public async Task Options_KnownTarget_TellsItsMethods(string target, string allow)
    {
        var answer = await server.AskAsync(Ask.Nobody($"OPTIONS {target}"));

        // The server as a whole has those of WebDAV, too.
        Assert.Equal(204, answer.Status);
        Assert.Equal(allow.Split(", ").Order(), answer["Allow"]!.Split(", ").Where(method => target != "*" || allow.Contains(method)).Order());
        Assert.Null(answer["Access-Control-Allow-Origin"]); // pages of other sites get nothing
    }

    [Theory]
    [InlineData("DELETE /livez", 405)]
    [InlineData("GET /api/v1/operations/copy", 405)]
    [InlineData("TRACE /livez", 405)]
    [InlineData("BREW /livez", 501)]
    [InlineData("get /livez", 501)]
    [InlineData("PROPFIND /api/v1/files/", 405)]
    [InlineData("BREW /nothing", 404)]
    [InlineData("GET *", 400)]
    public async Task Method_NotThere_IsToldAndTheServerLives(string line, int status)
    {
        var answer = await server.AskAsync(Ask.Admin(line));

        Assert.Equal(status, answer.Status);
        if (status == 405)
            Assert.Contains("OPTIONS", answer["Allow"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_AnyAuthority_IsRefusedAndClosed()
    {
        await using var wire = await server.ConnectAsync();
        await wire.SendAsync("CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n" + Ask.Nobody("GET /livez"));

        Assert.Equal(501, (await wire.AnswerAsync()).Status);
        await wire.AssertClosedAsync();
    }

    [Theory]
    [InlineData("GET http://127.0.0.1/livez HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 200)]
    [InlineData("GET https://127.0.0.1/livez?x HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 200)]
    [InlineData("GET https://127.0.0.1 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 200)]
    [InlineData("GET http://evil.example/livez HTTP/1.1\r\nHost: evil.example\r\n\r\n", 421)]
    [InlineData("GET http://evil.example/livez HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 400)]
    [InlineData("GET http://127.0.0.1/livez HTTP/1.1\r\nHost: evil.example\r\n\r\n", 400)]
    [InlineData("GET http://user@127.0.0.1/livez HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 400)]
    [InlineData("GET ftp://127.0.0.1/livez HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 400)]
    public async Task Target_AbsoluteForm_IsTheSameResource(string request, int status) => Assert.Equal(status, (await server.AskAsync(request)).Status);

    [Fact]
    public async Task Http10_WithAndWithoutHost_IsAnsweredAndClosed()
    {
        foreach (var head in new[] { "GET /livez HTTP/1.0\r\n\r\n", "GET /livez HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n" })
        {
            await using var wire = await server.ConnectAsync();
            await wire.SendAsync(head);

            Assert.Equal("live\n", (await wire.AnswerAsync()).Text);
            await wire.AssertClosedAsync();
        }
    }

    [Fact]
    public async Task Http10_ListingOfUnknownLength_EndsWithTheConnection()
    {
        var answer = await server.AskAsync(Ask.Admin("GET /api/v1/files/shared?list").Replace("HTTP/1.1", "HTTP/1.0"));

        Assert.Null(answer["Transfer-Encoding"]);
        Assert.EndsWith("}", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Garbage_BehindARequest_IsRefusedAfterItsAnswer()
    {
        await using var wire = await server.ConnectAsync();
        await wire.SendAsync(Ask.Nobody("GET /livez") + "\0\u0001garbage\r\n\r\n");

        Assert.Equal(200, (await wire.AnswerAsync()).Status);
        Assert.Equal(400, (await wire.AnswerAsync()).Status);
        await wire.AssertClosedAsync();
    }

    [Fact]
    public async Task Get_WithABody_IsAnsweredAndTheBodySkipped()
    {
        await using var wire = await server.ConnectAsync();
        await wire.SendAsync(Ask.Nobody("GET /livez", "Content-Length: 26") + Ask.Nobody("GET /readyz")[..26] + Ask.Nobody("GET /nothing"));

        Assert.Equal(200, (await wire.AnswerAsync()).Status);
        Assert.Equal(404, (await wire.AnswerAsync()).Status);
    }

    [Fact]
    public async Task Upgrade_ToAnything_IsPassedOver()
    {
        foreach (var fields in new[] { new[] { "Upgrade: h2c", "Connection: Upgrade, HTTP2-Settings", "HTTP2-Settings: AAMAAABk" }, ["Upgrade: websocket", "Connection: Upgrade", "Origin: https://evil.example"] })
            Assert.Equal(200, (await server.AskAsync(Ask.Nobody("GET /livez", fields))).Status);
    }

    [Fact]
    public async Task Put_EncodedContent_415WithWhatIsTaken()
    {
        var answer = await server.AskAsync(Ask.Admin("PUT /api/v1/files/shared/http/encoded", "Content-Encoding: gzip", "Content-Length: 1") + "x");

        Assert.Equal((415, "identity"), (answer.Status, answer["Accept-Encoding"]));
        Assert.Equal(201, (await server.AskAsync(Ask.Admin("PUT /api/v1/files/shared/http/encoded", "Content-Encoding: identity", "Content-Length: 1") + "x")).Status);
    }

    [Theory]
    [InlineData("{\"from\":\"/shared/http/a\",\"to\":\"/shared/http/b\",\"at\":\"2030-01-01T00:00:00\"}")] // in which zone?
    [InlineData("{\"from\":\"/shared/http/a\",\"to\":\"/shared/http/b\",\"at\":\"yesterday\"}")]
    [InlineData("{\"from\":\"/shared/http/a\",\"to\":\"/shared/http/b\",\"at\":5}")]
    [InlineData("{\"from\":\"/shared/http/a\",\"to\":\"/shared/http/b\",\"overwrit\":true}")]
    [InlineData("{\"from\":\"/shared/http/a\"}")]
    [InlineData("{\"from\":\"/shared/http/a\",\"to\":null}")]
    [InlineData("{\"from\":\"/shared/http/\\ud800\",\"to\":\"/shared/http/b\"}")]
    [InlineData("{\"from\":\"/shared/http/../x\",\"to\":\"/shared/http/b\"}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{\"from\":\"/shared/http/a\",\"to\":\"/shared/http/b\"} {}")]
    [InlineData("{\"from\":\"/shared/http/a\",\"to\":\"/shared/http/b\"}x")]
    [InlineData("")]
    public async Task Operation_WrongJson_400AndSaysSo(string json)
    {
        var answer = await server.AskAsync(Ask.Admin("POST /api/v1/operations/copy", $"Content-Length: {Encoding.UTF8.GetByteCount(json)}") + json);

        Assert.Equal((400, "application/problem+json"), (answer.Status, answer["Content-Type"]));
    }

    [Fact]
    public async Task Operation_DeepJson_400()
    {
        var json = $"{{\"from\":{new string('[', 10_000)}";
        Assert.Equal(400, (await server.AskAsync(Ask.Admin("POST /api/v1/operations/copy", $"Content-Length: {json.Length}") + json)).Status);
    }

    private static string[] Comparable(WireAnswer answer) =>
        [.. answer.Fields.Where(field => field.Name != "Date").Select(field => $"{field.Name.ToLowerInvariant()}: {field.Value}").Order()];
}
