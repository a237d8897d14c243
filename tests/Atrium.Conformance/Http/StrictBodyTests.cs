namespace Atrium.Conformance.Http;

/// <summary>
/// Framings that RFC 9112, 6 and 7 do not allow, at both doors. The request is for something that takes no body, so that nobody would have
/// read it: it is refused all the same.
/// </summary>
[Collection(HttpCollection.Name)]
public sealed class StrictBodyTests(HttpServer server)
{
    private static readonly string Second = Ask.Nobody("GET /livez");

    [Theory]
    [InlineData("Content-Length: 05")]
    [InlineData("Content-Length: 00")]
    [InlineData("Content-Length: 5.0")]
    [InlineData("Content-Length: 5e0")]
    [InlineData("Content-Length: 0o5")]
    [InlineData("Content-Length: 1_0")]
    [InlineData("Content-Length: 5,")]
    [InlineData("Content-Length: 5, 10")]
    [InlineData("Content-Length: 5,5")]
    [InlineData("Content-Length: 5, 5, 5")]
    [InlineData("Content-Length: abc")]
    [InlineData("Content-Length: 5\0")]
    [InlineData("Content-Length: \u0665")]
    [InlineData("Content-Length: 18446744073709551621")]
    [InlineData("Content-Length : 5")]
    [InlineData("content-length: 5", "Content-LENGTH: 5")]
    [InlineData("Content-Length: 5", "Transfer-Encoding: identity")]
    [InlineData("Content-Length: 5", "Transfer-Encoding: Chunked")]
    [InlineData("Content-Length: 5", "Transfer-Encoding: xchunked")]
    [InlineData("Content-Length: 5", "Transfer-Encoding: chunked, chunked")]
    [InlineData("Content-Length: 5", "Transfer-Encoding: , chunked")]
    [InlineData("Content-Length: 5", "Transfer-Encoding: chunked,")]
    [InlineData("Content-Length: 5", "Transfer-Encoding: chunked;a=b")]
    [InlineData("Content-Length: 5", "Transfer-Encoding: chunked", "Transfer-Encoding: identity")]
    [InlineData("Content-Length: 5", "Transfer-Encoding:\tchunked")]
    [InlineData("Content-Length: 5", "Transfer-Encoding: chunked ")]
    [InlineData("Content-Length: 5", "Transfer-Encoding:")]
    [InlineData("Content-Length: 0", "Transfer-Encoding: chunked", "Connection: close")]
    [InlineData("Transfer-Encoding: chunked\0")]
    [InlineData("Transfer-Encoding: \u000cchunked")]
    [InlineData("Transfer-Encoding: chunked", "Transfer-Encoding: identity")]
    [InlineData("Transfer-Encoding: chunked;a=b")]
    [InlineData("Transfer-Encoding: chunked,")]
    [InlineData("Transfer-Encoding: gzip")]
    [InlineData("Transfer-Encoding: trailers")]
    [InlineData("Transfer-Encoding: chunked\r\n gzip")]
    public Task Attack1_Framing_IsRefused(params string[] fields) => RefusedAsync(400, Ask.Nobody("GET /livez", fields) + "5\r\nhello\r\n0\r\n\r\n");

    [Theory]
    [InlineData("HEAD")]
    [InlineData("GET")]
    [InlineData("OPTIONS")]
    [InlineData("POST")]
    [InlineData("DELETE")]
    public Task Attack1_BothFramings_AreRefusedWhateverTheMethod(string method)
        => RefusedAsync(400, Ask.Nobody($"{method} /livez", "Content-Length: 6", "Transfer-Encoding: chunked") + "0\r\n\r\nG");

    [Theory]
    [InlineData("5;\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5;[\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5;bad[=x\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5;a=\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5;a=\"b\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5;\0\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5;\nhello\r\n0\r\n\r\n")]
    [InlineData("5;a\r\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5 \r\nhello\r\n0\r\n\r\n")]
    [InlineData("5 ;a\r\nhello\r\n0\r\n\r\n")]
    [InlineData("\t5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("+5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("1_0\r\nhello world!!!!!\r\n0\r\n\r\n")]
    [InlineData("5h\r\nhello\r\n0\r\n\r\n")]
    [InlineData("\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5\rhello\r\n0\r\n\r\n")]
    [InlineData("5\r\nhello0\r\n\r\n")]
    [InlineData("5\r\nhello!!\r\n0\r\n\r\n")]
    [InlineData("5\r\nhello\r0\r\n\r\n")]
    [InlineData("5\r\nhello\r\n\r\n0\r\n\r\n")]
    [InlineData("0\r\n\n")]
    [InlineData("0\n\r\n")]
    [InlineData("0\r\nX: y\n\r\n")]
    [InlineData("0\r\nX: y\r\r\n\r\n")]
    [InlineData("0\r\nX : y\r\n\r\n")]
    [InlineData("0\r\n: y\r\n\r\n")]
    [InlineData("0\r\nX\r\n\r\n")]
    [InlineData("0\r\n X: y\r\n\r\n")]
    [InlineData("0\r\nX: y\r\n z\r\n\r\n")]
    [InlineData("0\r\nContent-Length: 5\r\n\r\n")]
    [InlineData("0\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("0\r\nHost: evil.example\r\n\r\n")]
    [InlineData("0\r\nAuthorization: Bearer x\r\n\r\n")]
    [InlineData("0\r\nContent-Type: text/html\r\n\r\n")]
    public Task Attack2_Chunks_AreRefused(string body) => RefusedAsync(400, Ask.Nobody("POST /livez", "Transfer-Encoding: chunked") + body);

    /// <summary>The reader knows where the body ends, whoever answers and whatever he makes of it.</summary>
    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    [InlineData("OPTIONS")]
    [InlineData("DELETE")]
    public async Task Body_ThatNobodyReads_IsNotTheNextRequest(string method)
    {
        var smuggled = Ask.Nobody("GET /nothing-that-is-here");
        foreach (var connect in new[] { Wire.ConnectTlsAsync, Wire.ConnectClearAsync })
        {
            await using var wire = await connect(server.Process);
            await wire.SendAsync(Ask.Nobody($"{method} /livez", $"Content-Length: {smuggled.Length}") + smuggled + Second);
            await wire.AnswerAsync(method == "HEAD" ? BodyRule.None : BodyRule.AsFramed);
            Assert.Equal("live\n", (await wire.AnswerAsync()).Text);
        }
    }

    private async Task RefusedAsync(int status, string request)
    {
        foreach (var connect in new[] { Wire.ConnectTlsAsync, Wire.ConnectClearAsync })
        {
            await using var wire = await connect(server.Process);
            await wire.SendAsync(request + Second);
            var answer = await wire.AnswerAsync(request.StartsWith("HEAD ", StringComparison.Ordinal) ? BodyRule.None : BodyRule.AsFramed);
            Assert.True(answer.Status == status, $"{answer}");
            Assert.Equal("close", answer["Connection"]);
            await wire.AssertClosedAsync();
        }
    }
}
