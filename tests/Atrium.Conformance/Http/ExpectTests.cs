using System.Text;

namespace Atrium.Conformance.Http;

/// <summary>RFC 9110, 10.1.1: what cannot succeed is refused before a byte of the body is asked for.</summary>
[Collection(HttpCollection.Name)]
public sealed class ExpectTests(HttpServer server)
{
    [Fact]
    public async Task Put_WillSucceed_IsAskedForItsBody()
    {
        await using var wire = await server.ConnectAsync();
        await wire.SendAsync(Ask.Admin("PUT /api/v1/files/shared/http/expected", "Content-Length: 5", "Expect: 100-continue"));
        Assert.Equal(100, (await wire.AnswerAsync()).Status);
        await wire.SendAsync("hello");

        Assert.Equal(201, (await wire.AnswerAsync()).Status);
        Assert.Equal("hello", await server.ReadAsync("/shared/http/expected"));
    }

    public static TheoryData<int, string, string> Hopeless => new()
    {
        { 507, "PUT /api/v1/files/shared/narrow/a", "Content-Length: 2000000" },
        { 507, "PATCH /api/v1/files/shared/narrow/a?append", "Content-Length: 2000000" },
        { 412, "PUT /api/v1/files/shared/http/there", "If-None-Match: *" },
        { 412, "PUT /api/v1/files/shared/http/there", "If-Match: \"other\"" },
        { 412, "PUT /api/v1/files/shared/http/there", "If-Unmodified-Since: Mon, 01 Jan 2001 00:00:00 GMT" },
        { 412, "PUT /api/v1/files/shared/http/nothing", "If-Match: *" },
        { 409, "PUT /api/v1/files/shared/http/folder", "X: y" },
        { 409, "PUT /api/v1/files/shared/http/there/below", "X: y" },
        { 409, "PATCH /api/v1/files/shared/http/there?append&offset=7", "X: y" },
        { 409, "PUT /api/v1/files/shared/http/there", "Content-Range: bytes 7-11/*" },
        { 400, "PUT /api/v1/files/shared/http/there", "Content-Range: bytes 5-6/*" },
        { 400, "PUT /api/v1/files/shared/http/there", "Content-Digest: sha-256=x" },
        { 400, "PUT /api/v1/files/shared/http/there?offset=5", "X: y" },
        { 400, "PUT /api/v1/files/shared/http/there", "Upload-Offset: 5" },
        { 400, "PATCH /api/v1/files/shared/http/there", "X: y" },
        { 400, "PUT /api/v1/files/shared/http/a%2fb", "X: y" },
        { 404, "PUT /api/v1/files/nowhere/a/b", "X: y" },
        { 403, "PUT /api/v1/files/shared", "X: y" },
        { 404, "PUT /api/v1/files/shared/nowhere/b", "X: y" },
        { 417, "PUT /api/v1/files/shared/http/there", "Expect: 200-ok" },
        { 405, "PUT /livez", "X: y" },
    };

    [Theory]
    [MemberData(nameof(Hopeless))]
    public async Task Put_CannotSucceed_IsRefusedBeforeItsBody(int status, string line, string field)
    {
        await PrepareAsync();
        await using var wire = await server.ConnectAsync();
        string[] length = field.StartsWith("Content-Length", StringComparison.Ordinal) ? [] : ["Content-Length: 5"];
        string[] expect = field.StartsWith("Expect", StringComparison.Ordinal) ? [] : ["Expect: 100-continue"];

        await wire.SendAsync(Ask.Admin(line, [.. length, .. expect, field]));

        var answer = await wire.AnswerAsync();
        Assert.True(answer.Status == status, $"{answer}");
        Assert.Equal("close", answer["Connection"]); // the body may still come, or never: nothing can follow it
        Assert.Equal("there", await server.ReadAsync("/shared/http/there"));
    }

    [Fact]
    public async Task Put_WithoutRights_LooksAsIfNothingWereThere()
    {
        await PrepareAsync();
        foreach (var path in new[] { "/shared/http/there", "/shared/http/new", "/shared/nowhere/new" })
        {
            await using var wire = await server.ConnectAsync();
            await wire.SendAsync(Ask.Guest($"PUT /api/v1/files{path}", "Content-Length: 5", "Expect: 100-continue"));
            Assert.Equal(404, (await wire.AnswerAsync()).Status);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("Authorization: Basic bm9ib2R5Ong=")]
    [InlineData("Authorization: Bearer x")]
    public async Task Put_NotSignedIn_401BeforeItsBody(string field)
    {
        await using var wire = await server.ConnectAsync();
        await wire.SendAsync(Ask.Nobody("PUT /api/v1/files/shared/http/there", ["Content-Length: 5", "Expect: 100-continue", .. field == "" ? [] : new[] { field }]));

        var answer = await wire.AnswerAsync();
        Assert.Equal(401, answer.Status);
        // One line for each scheme: several clients do not find a second one behind a comma (RFC 9110, 11.6.1).
        var isBearer = field.Contains("Bearer", StringComparison.Ordinal);
        Assert.Equal(
            ["Basic realm=\"Atrium\", charset=\"UTF-8\"", isBearer ? "Bearer realm=\"Atrium\", error=\"invalid_token\"" : "Bearer realm=\"Atrium\""],
            answer.Fields.Where(one => one.Name == "WWW-Authenticate").Select(one => one.Value));
    }

    /// <summary>A client that writes everything before it reads must find the answer, not a broken pipe.</summary>
    [Theory]
    [InlineData("PUT /api/v1/files/shared/narrow/big", 507)]
    [InlineData("PUT /api/v1/files/shared/nowhere/big", 404)]
    [InlineData("POST /api/v1/operations/copy", 413)]
    [InlineData("PUT /nothing", 404)]
    public async Task Put_RefusedEarlyAndSentAllTheSame_FindsItsAnswer(string line, int status)
    {
        var body = new byte[20_000_000];
        foreach (var bytes in new[] { Encoding.ASCII.GetBytes(Ask.Admin(line, $"Content-Length: {body.Length}")), Encoding.ASCII.GetBytes(Ask.Admin(line, "Transfer-Encoding: chunked") + "1312D00\r\n") })
        {
            await using var wire = await server.ConnectAsync();
            await wire.SendAsync([.. bytes, .. body]);

            var answer = await wire.AnswerAsync();
            Assert.Equal(status, answer.Status);
            Assert.Equal("close", answer["Connection"]);
        }
    }

    [Fact]
    public async Task Put_RefusedSmall_KeepsTheConnection()
    {
        await using var wire = await server.ConnectAsync();
        await wire.SendAsync(Ask.Admin("PUT /api/v1/files/shared/nowhere/small", "Content-Length: 5") + "hello" + Ask.Nobody("GET /livez"));

        Assert.Equal(404, (await wire.AnswerAsync()).Status);
        Assert.Equal(200, (await wire.AnswerAsync()).Status);
    }

    [Theory]
    [InlineData("--http1.1", "")]
    [InlineData("--http1.1", "Expect: 100-continue")]
    [InlineData("--http1.1", "Expect:")]
    [InlineData("--http1.1", "Transfer-Encoding: chunked")]
    [InlineData("--http2", "")]
    [InlineData("--http2", "Content-Length:")]
    public async Task Put_OverTheQuotaByCurl_Sees507AndSendsLittle(string protocol, string field)
    {
        var file = server.Scratch.Path("over-quota");
        await using (var content = File.Create(file))
            content.SetLength(100_000_000);

        var answer = await server.Curl.AsAdminAsync("/api/v1/files/shared/narrow/curl", [protocol, "-T", file, .. field == "" ? [] : new[] { "-H", field }]);

        Assert.True(answer.Status == 507, $"{answer}");
        Assert.InRange(answer.Sent, 0, 50_000_000);
        Assert.Null(await server.ReadAsync("/shared/narrow/curl"));
    }

    private async Task PrepareAsync()
    {
        await server.StoreAsync("/shared/http/there", "there");
        await server.StoreAsync("/shared/http/folder/file", "x");
    }
}
