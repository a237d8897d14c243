using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Atrium.Conformance.Http;

/// <summary>tus 1.0 for accounts: files that come in pieces, over as many connections and servers as it takes.</summary>
[Collection(HttpCollection.Name)]
public sealed class UploadTests(HttpServer server)
{
    private const int Piece = 16 * 1024 * 1024;

    [Fact]
    public async Task Options_Always_TellWhatHolds()
    {
        foreach (var target in (string[])["/api/v1/uploads", "/api/v1/uploads/1", "/s/anything"])
        {
            var told = await server.AskAsync(Ask.Nobody($"OPTIONS {target}"));
            Assert.Equal((204, "1.0.0"), (told.Status, told["Tus-Version"]));
            Assert.Equal("creation,creation-with-upload,creation-defer-length,expiration,checksum,termination", told["Tus-Extension"]);
            Assert.Equal("sha1,sha256,md5", told["Tus-Checksum-Algorithm"]);
        }
    }

    [Fact]
    public async Task Version_UnknownOrMissing_IsToldWhichIsKnown()
    {
        foreach (var fields in (string[][])[["Upload-Length: 1"], ["Tus-Resumable: 0.2.2", "Upload-Length: 1"]])
        {
            var refused = await server.AskAsync(Ask.Admin("POST /api/v1/uploads", ["Content-Length: 0", .. fields]));
            Assert.Equal((412, "1.0.0"), (refused.Status, refused["Tus-Version"]));
        }
    }

    [Fact]
    public async Task Upload_InTwoPieces_IsSeenWhenItIsWhole()
    {
        var begun = await BeginAsync("/shared/http/up/f.txt", "Upload-Length: 10", "modified", "2020-02-03T04:05:06.1234567Z");
        var upload = begun["Location"]!;
        Assert.True(DateTimeOffset.TryParse(begun["Upload-Expires"], CultureInfo.InvariantCulture, out var expires) && expires > TimeProvider.System.GetUtcNow());
        var first = await AppendAsync(upload, 0, "01234");
        Assert.Equal((204, "5", "1.0.0"), (first.Status, first["Upload-Offset"], first["Tus-Resumable"]));
        Assert.Null(await server.ReadAsync("/shared/http/up/f.txt"));
        Assert.Equal(409, (await AppendAsync(upload, 0, "01234")).Status);
        Assert.Equal(400, (await AppendAsync(upload, 5, "too many of them")).Status);
        var head = await server.AskAsync(Ask.Admin($"HEAD {upload}", "Tus-Resumable: 1.0.0"));
        Assert.Equal((200, "5", "10", "no-store"), (head.Status, head["Upload-Offset"], head["Upload-Length"], head["Cache-Control"]));
        Assert.Equal(begun["Upload-Metadata"], head["Upload-Metadata"]);
        Assert.Equal(412, (await AppendAsync(upload, 5, "56789", "If-Match: *")).Status);
        Assert.Equal(5, await ReceivedAsync(server.Process, upload));

        var last = await AppendAsync(upload, 5, "56789", "If-None-Match: *");

        Assert.Equal((204, "10", "/api/v1/files/shared/http/up/f.txt"), (last.Status, last["Upload-Offset"], last["Content-Location"]));
        Assert.Equal("0123456789", await server.ReadAsync("/shared/http/up/f.txt"));
        var file = await server.AskAsync(Ask.Admin("GET /api/v1/files/shared/http/up/f.txt", "Range: bytes=3-6"));
        Assert.Equal((206, "3456", last["ETag"]), (file.Status, file.Text, file["ETag"]));
        Assert.Equal("Mon, 03 Feb 2020 04:05:06 GMT", file["Last-Modified"]);
        // Whoever lost the last answer asks again.
        Assert.Equal(10, await ReceivedAsync(server.Process, upload));
        Assert.Equal(409, (await DeleteAsync(upload)).Status);
    }

    [Fact]
    public async Task Head_WhileACutRequestStillAdds_EndsIt()
    {
        const string Path = "/shared/http/up/taken-over";
        var bytes = RandomNumberGenerator.GetBytes(1_000_000);
        var upload = (await BeginAsync(Path, $"Upload-Length: {bytes.Length}"))["Location"]!;
        // The client is gone, and the server does not know it: nothing comes, and nothing ends.
        await using var cut = await server.ConnectAsync();
        await cut.SendAsync(Patch(upload, 0, bytes.Length, "Expect: 100-continue"));
        Assert.Equal(100, (await cut.AnswerAsync()).Status);
        await cut.SendAsync(bytes[..600_000]);

        var told = await server.AskAsync(Ask.Admin($"HEAD {upload}", "Tus-Resumable: 1.0.0"));
        var received = int.Parse(told["Upload-Offset"]!, CultureInfo.InvariantCulture);
        Assert.InRange(received, 0, 600_000);
        Assert.Equal(423, (await cut.AnswerAsync()).Status);
        await using var wire = await server.ConnectAsync();
        await wire.SendAsync(Patch(upload, received, bytes.Length - received));
        await wire.SendAsync(bytes[received..]);
        Assert.Equal(204, (await wire.AnswerAsync()).Status);
        var whole = await server.AskAsync(Ask.Admin($"GET /api/v1/files{Path}"));
        Assert.Equal(Convert.ToHexString(SHA256.HashData(bytes)), Convert.ToHexString(SHA256.HashData(whole.Body)));
    }

    [Fact]
    public async Task Creation_WithBytes_TakesThemToo()
    {
        var whole = await CreateAsync("/shared/http/up/whole", "all of it", "Upload-Length: 9");
        Assert.Equal((201, "9"), (whole.Status, whole["Upload-Offset"]));
        Assert.Equal("all of it", await server.ReadAsync("/shared/http/up/whole"));

        var part = await CreateAsync("/shared/http/up/part", "some", "Upload-Length: 9");
        Assert.Equal((201, "4"), (part.Status, part["Upload-Offset"]));
        Assert.Equal(204, (await AppendAsync(part["Location"]!, 4, " more")).Status);
        Assert.Equal("some more", await server.ReadAsync("/shared/http/up/part"));

        Assert.Equal(201, (await BeginAsync("/shared/http/up/empty", "Upload-Length: 0")).Status);
        Assert.Equal("", await server.ReadAsync("/shared/http/up/empty"));
    }

    [Fact]
    public async Task Length_SaidLater_EndsTheUpload()
    {
        var upload = (await BeginAsync("/shared/http/up/later", "Upload-Defer-Length: 1"))["Location"]!;
        Assert.Equal(204, (await AppendAsync(upload, 0, "123")).Status);
        Assert.Equal("1", (await server.AskAsync(Ask.Admin($"HEAD {upload}", "Tus-Resumable: 1.0.0")))["Upload-Defer-Length"]);
        Assert.Equal(204, (await AppendAsync(upload, 3, "45", "Upload-Length: 5")).Status);
        Assert.Equal("12345", await server.ReadAsync("/shared/http/up/later"));
    }

    [Fact]
    public async Task Checksum_OfEachAlgorithm_IsLookedAt()
    {
        var upload = (await BeginAsync("/shared/http/up/checked", "Upload-Length: 12"))["Location"]!;
        var bytes = "four"u8.ToArray();
        string[] right = [.. ((HashAlgorithmName[])[HashAlgorithmName.SHA1, HashAlgorithmName.SHA256, HashAlgorithmName.MD5]).Select(Promise)];

        string Promise(HashAlgorithmName algorithm)
        {
            using var hash = IncrementalHash.CreateHash(algorithm);
            hash.AppendData(bytes);
            return $"{algorithm.Name!.ToLowerInvariant()} {Convert.ToBase64String(hash.GetHashAndReset())}";
        }

        for (var i = 0; i < right.Length; i++)
        {
            var wrong = await AppendAsync(upload, 4 * i, "flaw", $"Upload-Checksum: {right[i]}");
            Assert.Equal(460, wrong.Status);
            Assert.Equal(400, (await AppendAsync(upload, 4 * i, "four", "Upload-Checksum: crc32 AAAAAA==")).Status);
            Assert.Equal(4 * i, await ReceivedAsync(server.Process, upload));
            Assert.Equal(204, (await AppendAsync(upload, 4 * i, "four", $"Upload-Checksum: {right[i]}")).Status);
        }
        Assert.Equal("fourfourfour", await server.ReadAsync("/shared/http/up/checked"));
    }

    [Fact]
    public async Task Append_WhileAnotherDoes_IsLocked()
    {
        var upload = (await BeginAsync("/shared/http/up/raced", "Upload-Length: 10"))["Location"]!;
        await using var slow = await server.ConnectAsync();
        await slow.SendAsync(Patch(upload, 0, 10) + "01234");
        await Until.TrueAsync(async () => (await AppendAsync(upload, 0, "01234")).Status == 423, () => "The second request was not told that another adds to the upload.");
        await slow.SendAsync("56789");
        Assert.Equal(204, (await slow.AnswerAsync()).Status);
        Assert.Equal("0123456789", await server.ReadAsync("/shared/http/up/raced"));
    }

    [Fact]
    public async Task Post_NamingAnotherMethod_IsThatOne()
    {
        var upload = (await BeginAsync("/shared/http/up/override", "Upload-Length: 5"))["Location"]!;
        var head = Patch(upload, 0, 5, "X-HTTP-Method-Override: PATCH");
        Assert.Equal(204, (await server.AskAsync("POST" + head["PATCH".Length..] + "01234")).Status);
        Assert.Equal("01234", await server.ReadAsync("/shared/http/up/override"));
    }

    [Fact]
    public async Task Name_WithTheFolderInTheAddress_IsTheFilesName()
    {
        var begun = await server.AskAsync(Ask.Admin(
            "POST /api/v1/uploads?path=/shared/http/up", "Tus-Resumable: 1.0.0", "Upload-Length: 0", "Content-Length: 0", $"Upload-Metadata: {Pair("filename", "gr\u00fc\u00dfe.txt")}, filetype {Convert.ToBase64String("text/x-note"u8)}, empty"));
        Assert.Equal(201, begun.Status);
        var file = await server.AskAsync(Ask.Admin("GET /api/v1/files/shared/http/up/gr%C3%BC%C3%9Fe.txt"));
        Assert.Equal((200, "text/x-note"), (file.Status, file["Content-Type"]));
    }

    [Fact]
    public async Task Upload_ToAFileThatIsThere_ReplacesIt()
    {
        await server.StoreAsync("/shared/http/up/there", "old");
        var upload = (await BeginAsync("/shared/http/up/there", "Upload-Length: 3"))["Location"]!;
        await AppendAsync(upload, 0, "n");
        Assert.Equal("old", await server.ReadAsync("/shared/http/up/there"));

        Assert.Equal(204, (await AppendAsync(upload, 1, "ew")).Status);
        Assert.Equal("new", await server.ReadAsync("/shared/http/up/there"));
    }

    [Fact]
    public async Task Upload_GivenUpOrOfSomebodyElse_IsNotThere()
    {
        var upload = (await BeginAsync("/shared/http/up/given-up", "Upload-Length: 3"))["Location"]!;
        Assert.Equal(404, (await server.AskAsync(Ask.Guest($"GET {upload}"))).Status);
        Assert.Equal(404, (await server.AskAsync(Ask.Guest($"DELETE {upload}", "Tus-Resumable: 1.0.0"))).Status);
        Assert.DoesNotContain("given-up", (await server.AskAsync(Ask.Guest("GET /api/v1/uploads"))).Text, StringComparison.Ordinal);
        Assert.Contains("given-up", (await server.AskAsync(Ask.Admin("GET /api/v1/uploads"))).Text, StringComparison.Ordinal);

        Assert.Equal(204, (await DeleteAsync(upload)).Status);
        Assert.Equal(404, (await AppendAsync(upload, 0, "x")).Status);
        Assert.Equal(404, (await server.AskAsync(Ask.Admin($"HEAD {upload}"))).Status);
    }

    [Fact]
    public async Task Append_BeyondTheQuota_IsRefused()
    {
        var upload = (await BeginAsync("/shared/narrow/up", "Upload-Defer-Length: 1"))["Location"]!;

        Assert.Equal(507, (await AppendAsync(upload, 0, new string('x', 1_100_000))).Status);
        Assert.Equal(0, await ReceivedAsync(server.Process, upload));
    }

    [Fact]
    public async Task Append_ConnectionCut_KeepsWhatCame()
    {
        var upload = (await BeginAsync("/shared/http/up/cut", "Upload-Length: 1000000"))["Location"]!;
        var bytes = RandomNumberGenerator.GetBytes(1_000_000);
        var there = 0;
        foreach (var until in (int[])[300_000, 700_000])
        {
            var before = there;
            await Until.TrueAsync(async () =>
            {
                // Again, as a client would: a cut that comes before the server has read anything lets the system throw away all of it.
                await using (var wire = await server.ConnectAsync())
                {
                    await wire.SendAsync(Patch(upload, before, bytes.Length - before));
                    await wire.SendAsync(bytes[before..until]);
                }
                // The server learns of the cut a moment later; until then the upload is the other request's.
                return (there = (int)await ReceivedAsync(server.Process, upload)) > before;
            }, () => "Nothing of what came before the cut was kept.");
        }
        await Until.TrueAsync(async () =>
        {
            there = (int)await ReceivedAsync(server.Process, upload);
            await using var wire = await server.ConnectAsync();
            await wire.SendAsync(Patch(upload, there, bytes.Length - there));
            await wire.SendAsync(bytes[there..]);
            return (await wire.AnswerAsync()).Status == 204;
        }, () => "The upload did not go on.");
        using var client = server.Process.NewClient();
        var read1 = (await client.GetAsync("/shared/http/up/cut")).Body;
        Assert.True(bytes.AsSpan().SequenceEqual(read1));
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
            upload = (await BeginAsync(first, "/shared/kept/large", $"Upload-Length: {bytes.Length}"))["Location"]!;
            await using var wire = await Wire.ConnectTlsAsync(first);
            await wire.SendAsync(Patch(upload, 0, bytes.Length));
            await wire.SendWhileTakenAsync(bytes[..(Piece + 1_000_000)]);
            await Until.TrueAsync(async () => await ReceivedAsync(first, upload) == Piece, () => "The first piece was not kept.");
            first.Kill();
            await first.ExitCodeAsync();
        }
        await using var second = await AtriumProcess.StartAsync(scratch.Path("data"));
        Assert.Equal(Piece, await ReceivedAsync(second, upload));
        await using (var wire = await Wire.ConnectTlsAsync(second))
        {
            await wire.SendAsync(Patch(upload, Piece, bytes.Length - Piece));
            await wire.SendAsync(bytes[Piece..]);
            Assert.Equal(204, (await wire.AnswerAsync()).Status);
        }
        using var client = second.NewClient();
        var stored = (await client.GetAsync("/shared/kept/large")).Body;
        Assert.True(bytes.AsSpan().SequenceEqual(stored));
        (await AtriumProgram.RunAsync("check", "--data", second.Data)).OrThrow();
    }

    private static string Pair(string key, string value) => $"{key} {Convert.ToBase64String(Encoding.UTF8.GetBytes(value))}";

    private static string Patch(string upload, long offset, long length, params string[] fields) => Ask.Admin(
        $"PATCH {upload}", ["Tus-Resumable: 1.0.0", "Content-Type: application/offset+octet-stream", $"Upload-Offset: {offset}", $"Content-Length: {length}", .. fields]);

    private Task<WireAnswer> BeginAsync(string path, string length, params string[] metadata) => BeginAsync(server.Process, path, length, metadata);

    private static async Task<WireAnswer> BeginAsync(AtriumProcess process, string path, string length, params string[] metadata)
    {
        var pairs = metadata.Chunk(2).Select(pair => Pair(pair[0], pair[1])).Prepend(Pair("path", path));
        var answer = await AskAsync(process, Ask.Admin("POST /api/v1/uploads", "Tus-Resumable: 1.0.0", length, $"Upload-Metadata: {string.Join(',', pairs)}", "Content-Length: 0"));
        Assert.True(answer.Status == 201, $"{answer}");
        return answer;
    }

    private Task<WireAnswer> CreateAsync(string path, string content, string length) => server.AskAsync(Ask.Admin(
        "POST /api/v1/uploads", "Tus-Resumable: 1.0.0", length, $"Upload-Metadata: {Pair("path", path)}", "Content-Type: application/offset+octet-stream", $"Content-Length: {content.Length}") + content);

    private Task<WireAnswer> AppendAsync(string upload, long offset, string content, params string[] fields)
        => server.AskAsync(Patch(upload, offset, Encoding.UTF8.GetByteCount(content), fields) + content);

    private Task<WireAnswer> DeleteAsync(string upload) => server.AskAsync(Ask.Admin($"DELETE {upload}", "Tus-Resumable: 1.0.0"));

    private static async Task<WireAnswer> AskAsync(AtriumProcess process, string request)
    {
        await using var wire = await Wire.ConnectTlsAsync(process);
        await wire.SendAsync(request);
        return await wire.AnswerAsync(request.StartsWith("HEAD ", StringComparison.Ordinal) ? BodyRule.None : BodyRule.AsFramed);
    }

    private static async Task<long> ReceivedAsync(AtriumProcess process, string upload)
    {
        // GET only looks: HEAD would end what still comes.
        var answer = await AskAsync(process, Ask.Admin($"GET {upload}", "Tus-Resumable: 1.0.0"));
        Assert.True(answer.Status == 200, $"{answer}");
        return long.Parse(answer["Upload-Offset"]!, CultureInfo.InvariantCulture);
    }
}
