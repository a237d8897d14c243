using System.Text;

namespace Atrium.Conformance.Http;

/// <summary>ATTACKS 1, 2, 3 and 5: where two servers read a request differently, a second one is smuggled inside the first.</summary>
[Collection(HttpCollection.Name)]
public sealed class FramingTests(HttpServer server)
{
    private const string Put = "PUT /api/v1/files/shared/http/smuggled";

    /// <summary>What would be answered if the server saw a second request.</summary>
    private static readonly string Second = Ask.Nobody("GET /livez");

    [Theory]
    [InlineData("Content-Length: 5", "Transfer-Encoding: chunked")]
    [InlineData("Transfer-Encoding: chunked", "Content-Length: 5")]
    [InlineData("Content-Length: +5")]
    [InlineData("Content-Length: -0")]
    [InlineData("Content-Length: -5")]
    [InlineData("Content-Length: 0x5")]
    [InlineData("Content-Length: 5, 5")]
    [InlineData("Content-Length: 5 5")]
    [InlineData("Content-Length: ")]
    [InlineData("Content-Length: 99999999999999999999")]
    [InlineData("Content-Length: 5", "Content-Length: 5")]
    [InlineData("Content-Length: 5", "Content-Length: 6")]
    [InlineData("Transfer-Encoding: xchunked")]
    [InlineData("Transfer-Encoding: chunked, gzip")]
    [InlineData("Transfer-Encoding: identity")]
    [InlineData("Transfer-Encoding: \"chunked\"")]
    [InlineData("Transfer-Encoding: \vchunked")]
    [InlineData("Transfer-Encoding : chunked")]
    [InlineData("Transfer-Encoding:\r\n chunked")]
    [InlineData("Transfer-Encoding: ")]
    public Task Attack1_ConflictingFraming_400AndClosed(params string[] fields) => RefusedAsync(400, Ask.Admin(Put, fields) + "5\r\nhello\r\n0\r\n\r\n" + Second);

    [Theory]
    [InlineData("Transfer-Encoding: gzip, chunked")]
    [InlineData("Transfer-Encoding: chunked, chunked")]
    [InlineData("Transfer-Encoding: chunked", "Transfer-Encoding: chunked")]
    public Task Attack1_UnknownCoding_501AndClosed(params string[] fields) => RefusedAsync(501, Ask.Admin(Put, fields) + "5\r\nhello\r\n0\r\n\r\n" + Second);

    [Fact]
    public Task Attack1_ChunkedInHttp10_400AndClosed() => RefusedAsync(
        400, Ask.Admin(Put, "Transfer-Encoding: chunked", "Connection: keep-alive").Replace("HTTP/1.1", "HTTP/1.0") + "5\r\nhello\r\n0\r\n\r\n" + Second);

    [Theory]
    [InlineData("Content-Length: 5", "Transfer-Encoding: chunked")]
    [InlineData("Content-Length: +5")]
    [InlineData("Content-Length: 5", "Content-Length: 6")]
    public async Task Attack1_OnTheClearPort_400AndClosed(params string[] fields)
    {
        await using var wire = await Wire.ConnectClearAsync(server.Process);
        await wire.SendAsync(Ask.Nobody("POST /livez", fields) + "5\r\nhello\r\n0\r\n\r\n" + Second);

        Assert.Equal(400, (await wire.AnswerAsync()).Status);
        await wire.AssertClosedAsync();
    }

    [Theory]
    [InlineData("5;a\nhello\r\n0\r\n\r\n")]
    [InlineData("5;\n\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5;a\rb\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5;a=\0\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5;a=\u007f\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5\nhello\r\n0\r\n\r\n")]
    [InlineData("5\r\nhello\n0\r\n\r\n")]
    [InlineData("5\r\nhelloX\r\n0\r\n\r\n")]
    [InlineData("0x5\r\nhello\r\n0\r\n\r\n")]
    [InlineData(" 5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("-5\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5\r\nhello\r\n0\r\nX Y: z\r\n\r\n")]
    [InlineData("5\r\nhello\r\n0\r\nX: \0\r\n\r\n")]
    public Task Attack2_BrokenChunk_400AndClosed(string body) => RefusedAsync(400, Ask.Admin(Put, "Transfer-Encoding: chunked") + body + Second);

    /// <summary>The body comes in pieces and behind the head of another, so that nothing depends on how it is cut.</summary>
    [Fact]
    public async Task Attack2_BrokenChunkLateInAPipeline_400AndClosed()
    {
        await using var wire = await server.ConnectAsync();
        await wire.SendAsync(Ask.Admin("PUT /api/v1/files/shared/http/whole", "Transfer-Encoding: chunked") + "5;x=y\r\nhel");
        await wire.SendAsync("lo\r\n0\r\n\r\n" + Ask.Admin(Put, "Transfer-Encoding: chunked") + "5\r\nhello\r\n5;a");
        Assert.InRange((await wire.AnswerAsync()).Status, 201, 204);

        await wire.SendAsync("\nworld\r\n0\r\n\r\n" + Second);

        Assert.Equal(400, (await wire.AnswerAsync()).Status);
        await wire.AssertClosedAsync();
        Assert.Equal("hello", await server.ReadAsync("/shared/http/whole"));
        Assert.Null(await server.ReadAsync("/shared/http/smuggled"));
    }

    /// <summary>There the answer does not wait for the body: the connection ends with it, whatever comes then.</summary>
    [Fact]
    public async Task Attack2_OnTheClearPort_IsClosed()
    {
        await using var wire = await Wire.ConnectClearAsync(server.Process);
        await wire.SendAsync(Ask.Nobody("PUT /api/v1/files/shared/http/smuggled", "Transfer-Encoding: chunked") + "5;a=b\r\nhel");
        await wire.SendWhileTakenAsync(Encoding.Latin1.GetBytes("lo\r\n5;a\nhello\r\n0\r\n\r\n" + Second));

        var answer = await wire.AnswerAsync();
        // What is wrong with it may have come in time to be told.
        Assert.True(answer.Status is 308 or 400);
        Assert.Equal("close", answer["Connection"]);
        await wire.AssertClosedAsync();
    }

    [Theory]
    [InlineData("FFFFFFFFFFFFFFFFF")]
    [InlineData("10000000000000005")]
    [InlineData("100000005")]
    [InlineData("80000000")]
    [InlineData("ffffffff")]
    [InlineData("000000000000000005")]
    public Task Attack5_ChunkSizeOverflow_400AndClosed(string size) =>
        RefusedAsync(400, Ask.Admin(Put, "Transfer-Encoding: chunked") + $"{size}\r\nhello\r\n0\r\n\r\n" + Second);

    [Theory]
    [InlineData("GET /livez HTTP/1.1\r\n\r\n")]
    [InlineData("GET /livez HTTP/1.1\r\nHost:\r\n\r\n")]
    [InlineData("GET /livez HTTP/1.1\r\nHost: \r\n\r\n")]
    [InlineData("GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: 127.0.0.1\r\n\r\n")]
    [InlineData("GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n")]
    [InlineData("GET /livez HTTP/1.1\r\nHost: 127.0.0.1, evil.example\r\n\r\n")]
    [InlineData("GET /livez HTTP/1.1\r\nHost: user@127.0.0.1\r\n\r\n")]
    [InlineData("GET /livez HTTP/1.1\r\nHost: 127.0.0.1/x\r\n\r\n")]
    [InlineData("GET /livez HTTP/1.1\r\nHost : 127.0.0.1\r\n\r\n")]
    [InlineData("GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A : b\r\n\r\n")]
    [InlineData("GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\nX A: b\r\n\r\n")]
    [InlineData("GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\nX(A: b\r\n\r\n")]
    [InlineData("GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\nX\u0001A: b\r\n\r\n")]
    [InlineData("GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\n: b\r\n\r\n")]
    [InlineData("GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A\r\n\r\n")]
    [InlineData("GET /livez HTTP/1.1\r\n X-A: b\r\nHost: 127.0.0.1\r\n\r\n")]
    [InlineData("GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: b\r\n c\r\n\r\n")]
    [InlineData("GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: b\rc\r\n\r\n")]
    [InlineData("GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: b\0c\r\n\r\n")]
    [InlineData("GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: b\u0001c\r\n\r\n")]
    [InlineData("GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: b\u001bc\r\n\r\n")]
    [InlineData("GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: b\u007fc\r\n\r\n")]
    [InlineData("GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A:\vb\r\n\r\n")]
    [InlineData("GET  /livez HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")]
    [InlineData("GET /livez HTTP/1.1 \r\nHost: 127.0.0.1\r\n\r\n")]
    [InlineData("GET\t/livez\tHTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")]
    [InlineData("G@T /livez HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")]
    [InlineData("GET /liv\0ez HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")]
    [InlineData("GET /livez\r\n\r\n")]
    public async Task Attack3_BrokenHead_400AndClosedAtBothPorts(string head)
    {
        await RefusedAsync(400, head + Second);
        await using var wire = await Wire.ConnectClearAsync(server.Process);
        await wire.SendAsync(head + Second);
        Assert.Equal(400, (await wire.AnswerAsync()).Status);
        await wire.AssertClosedAsync();
    }

    [Theory]
    [InlineData("GET /livez HTTP/2.0\r\nHost: 127.0.0.1\r\n\r\n")]
    [InlineData("GET /livez HTTP/1.2\r\nHost: 127.0.0.1\r\n\r\n")]
    public Task Head_OtherVersion_505AndClosed(string head) => RefusedAsync(505, head + Second);

    private async Task RefusedAsync(int status, string bytes)
    {
        await using (var wire = await server.ConnectAsync())
        {
            await wire.SendAsync(bytes);
            var answer = await wire.AnswerAsync();
            Assert.True(answer.Status == status, $"{answer}");
            Assert.Equal("close", answer["Connection"]);
            await wire.AssertClosedAsync();
        }
        Assert.Null(await server.ReadAsync("/shared/http/smuggled"));
    }
}
