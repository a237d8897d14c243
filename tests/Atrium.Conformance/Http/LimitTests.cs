namespace Atrium.Conformance.Http;

/// <summary>ATTACKS 4: what is too long is answered as that, and nobody holds it in memory.</summary>
[Collection(HttpCollection.Name)]
public sealed class LimitTests(HttpServer server)
{
    [Theory]
    [InlineData(20_000)]
    [InlineData(100_000)]
    public Task Attack4_LongTarget_414AndClosed(int length) => RefusedAsync(414, $"GET /{new string('a', length)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");

    [Fact]
    public Task Attack4_FieldOf100KB_431AndClosed() => RefusedAsync(431, Ask.Nobody("GET /livez", "X: " + new string('a', 100_000)));

    [Fact]
    public Task Attack4_FieldNameOf100KB_431AndClosed() => RefusedAsync(431, Ask.Nobody("GET /livez", new string('a', 100_000) + ": x"));

    [Theory]
    [InlineData(100)] // with Host one more than are taken
    [InlineData(10_000)]
    public Task Attack4_ManyFields_431AndClosed(int count) => RefusedAsync(431, Ask.Nobody("GET /livez", [.. Enumerable.Repeat("X: y", count)]));

    [Fact]
    public async Task Head_AtTheLimits_IsAnswered()
    {
        Assert.Equal(200, (await server.AskAsync(Ask.Nobody("GET /livez", [.. Enumerable.Repeat("X: y", 99)]))).Status);
        Assert.Equal(200, (await server.AskAsync(Ask.Nobody("GET /livez", "X: " + new string('a', 30_000)))).Status);
        Assert.Equal(400, (await server.AskAsync(Ask.Admin($"GET /api/v1/files/{string.Concat(Enumerable.Repeat("%e2%82%ac", 1_500))}"))).Status); // a name of 4,500 bytes
    }

    [Fact]
    public async Task Body_JsonTooLarge_413()
    {
        var declared = await server.AskAsync(Ask.Admin("POST /api/v1/operations/copy", "Content-Length: 65537") + new string(' ', 65_537));
        Assert.Equal(413, declared.Status);

        var chunked = await server.AskAsync(Ask.Admin("POST /api/v1/operations/copy", "Transfer-Encoding: chunked") + $"10001\r\n{new string(' ', 0x10001)}\r\n0\r\n\r\n");
        Assert.Equal(413, chunked.Status);
    }

    private async Task RefusedAsync(int status, string bytes)
    {
        foreach (var connect in new[] { Wire.ConnectTlsAsync, Wire.ConnectClearAsync })
        {
            await using var wire = await connect(server.Process);
            await wire.SendWhileTakenAsync(System.Text.Encoding.Latin1.GetBytes(bytes));
            Assert.Equal(status, (await wire.AnswerAsync()).Status);
            await wire.AssertClosedAsync();
        }
        Assert.Equal(200, (await server.AskAsync(Ask.Nobody("GET /readyz"))).Status);
    }
}
