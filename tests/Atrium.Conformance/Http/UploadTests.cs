using System.Text;
using System.Text.Json;

namespace Atrium.Conformance.Http;

/// <summary>Files that come in pieces, over as many connections and servers as it takes.</summary>
[Collection(HttpCollection.Name)]
public sealed class UploadTests(HttpServer server)
{
    private const int Piece = 16 * 1024 * 1024;

    [Fact]
    public async Task Upload_InTwoPieces_IsSeenWhenItIsFinished()
    {
        var upload = await BeginAsync("""{"path":"/shared/http/up/f.txt","size":10,"modified":"2020-02-03T04:05:06.1234567Z"}""");
        var first = await AppendAsync(upload, 0, "01234");
        Assert.Equal((200, "5"), (first.Status, first["Upload-Offset"]));
        Assert.Null(await server.ReadAsync("/shared/http/up/f.txt"));
        Assert.Equal(409, (await server.AskAsync(Ask.Admin($"POST {upload}/finish"))).Status);
        Assert.Equal(409, (await AppendAsync(upload, 0, "01234")).Status);
        Assert.Equal(400, (await AppendAsync(upload, 5, "too many of them")).Status);
        Assert.Equal(5, Received(await server.AskAsync(Ask.Admin($"GET {upload}"))));
        Assert.Equal(200, (await AppendAsync(upload, 5, "56789")).Status);
        Assert.Equal(412, (await server.AskAsync(Ask.Admin($"POST {upload}/finish", "If-Match: *"))).Status);

        var finished = await server.AskAsync(Ask.Admin($"POST {upload}/finish", "If-None-Match: *"));

        Assert.Equal((201, "/api/v1/files/shared/http/up/f.txt"), (finished.Status, finished["Location"]));
        Assert.Equal("0123456789", await server.ReadAsync("/shared/http/up/f.txt"));
        Assert.Equal(404, (await server.AskAsync(Ask.Admin($"GET {upload}"))).Status);
        var range = await server.AskAsync(Ask.Admin("GET /api/v1/files/shared/http/up/f.txt", "Range: bytes=3-6"));
        Assert.Equal((206, "3456"), (range.Status, range.Text));
    }

    [Fact]
    public async Task Upload_ToAFileThatIsThere_ReplacesIt()
    {
        await server.StoreAsync("/shared/http/up/there", "old");
        var upload = await BeginAsync("""{"path":"/shared/http/up/there"}""");
        await AppendAsync(upload, 0, "new");
        Assert.Equal("old", await server.ReadAsync("/shared/http/up/there"));

        Assert.Equal(200, (await server.AskAsync(Ask.Admin($"POST {upload}/finish"))).Status);
        Assert.Equal("new", await server.ReadAsync("/shared/http/up/there"));
    }

    [Fact]
    public async Task Upload_GivenUpOrOfSomebodyElse_IsNotThere()
    {
        var upload = await BeginAsync("""{"path":"/shared/http/up/given-up"}""");
        Assert.Equal(404, (await server.AskAsync(Ask.Guest($"GET {upload}"))).Status);
        Assert.Equal(404, (await server.AskAsync(Ask.Guest($"DELETE {upload}"))).Status);
        Assert.DoesNotContain("given-up", (await server.AskAsync(Ask.Guest("GET /api/v1/uploads"))).Text, StringComparison.Ordinal);
        Assert.Contains("given-up", (await server.AskAsync(Ask.Admin("GET /api/v1/uploads"))).Text, StringComparison.Ordinal);

        Assert.Equal(204, (await server.AskAsync(Ask.Admin($"DELETE {upload}"))).Status);
        Assert.Equal(404, (await AppendAsync(upload, 0, "x")).Status);
        Assert.Equal(404, (await server.AskAsync(Ask.Admin($"POST {upload}/finish"))).Status);
    }

    [Fact]
    public async Task Append_BeyondTheQuota_IsRefused()
    {
        var upload = await BeginAsync("""{"path":"/shared/narrow/up"}""");

        Assert.Equal(507, (await AppendAsync(upload, 0, new string('x', 1_100_000))).Status);
        Assert.Equal(0, Received(await server.AskAsync(Ask.Admin($"GET {upload}"))));
    }

    [Fact]
    public async Task Append_ServerKilledInTheMiddle_GoesOnFromTheLastPiece()
    {
        using var scratch = new Scratch();
        var bytes = new byte[(2 * Piece) + 123_456];
        new Span<byte>(bytes).Fill((byte)'x');
        for (var i = 0; i < bytes.Length; i += 1000)
            BitConverter.TryWriteBytes(bytes.AsSpan(i), i);
        string upload;
        await using (var first = await AtriumProcess.StartAsync(scratch.Path("data")))
        {
            (await AtriumProgram.RunAsync("space", "add", "/shared/kept", "--data", first.Data)).OrThrow();
            upload = await BeginAsync(first, $$"""{"path":"/shared/kept/large","size":{{bytes.Length}}}""");
            await using var wire = await Wire.ConnectTlsAsync(first);
            await wire.SendAsync(Ask.Admin($"PATCH {upload}?offset=0", $"Content-Length: {bytes.Length}"));
            await wire.SendWhileTakenAsync(bytes[..(Piece + 1_000_000)]);
            await Until.TrueAsync(async () => Received(await AskAsync(first, Ask.Admin($"GET {upload}"))) == Piece, () => "The first piece was not kept.");
            first.Kill();
            await first.ExitCodeAsync();
        }
        await using var second = await AtriumProcess.StartAsync(scratch.Path("data"));
        Assert.Equal(Piece, Received(await AskAsync(second, Ask.Admin($"GET {upload}"))));
        await using (var wire = await Wire.ConnectTlsAsync(second))
        {
            await wire.SendAsync(Ask.Admin($"PATCH {upload}", $"Upload-Offset: {Piece}", $"Content-Length: {bytes.Length - Piece}"));
            await wire.SendAsync(bytes[Piece..]);
            Assert.Equal(200, (await wire.AnswerAsync()).Status);
        }
        Assert.Equal(201, (await AskAsync(second, Ask.Admin($"POST {upload}/finish"))).Status);
        using var client = second.NewClient();
        var stored = (await client.GetAsync("/shared/kept/large")).Body;
        Assert.True(bytes.AsSpan().SequenceEqual(stored));
        (await AtriumProgram.RunAsync("check", "--data", second.Data)).OrThrow();
    }

    private Task<string> BeginAsync(string request) => BeginAsync(server.Process, request);

    private static async Task<string> BeginAsync(AtriumProcess process, string request)
    {
        var answer = await AskAsync(process, Ask.Admin("POST /api/v1/uploads", "Content-Type: application/json", $"Content-Length: {request.Length}") + request);
        Assert.True(answer.Status == 201, $"{answer}");
        return answer["Location"]!;
    }

    private Task<WireAnswer> AppendAsync(string upload, long offset, string content)
        => server.AskAsync(Ask.Admin($"PATCH {upload}?offset={offset}", $"Content-Length: {Encoding.UTF8.GetByteCount(content)}") + content);

    private static async Task<WireAnswer> AskAsync(AtriumProcess process, string request)
    {
        await using var wire = await Wire.ConnectTlsAsync(process);
        await wire.SendAsync(request);
        return await wire.AnswerAsync();
    }

    private static long Received(WireAnswer answer)
    {
        Assert.True(answer.Status == 200, $"{answer}");
        return JsonDocument.Parse(answer.Body).RootElement.GetProperty("received").GetInt64();
    }
}
