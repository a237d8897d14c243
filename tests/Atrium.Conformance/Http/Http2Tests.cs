using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Atrium.Conformance.Http;

/// <summary>HTTP/2 (RFC 9113), as curl speaks it and as an attacker does.</summary>
[Collection(HttpCollection.Name)]
public sealed class Http2Tests(HttpServer server)
{
    private const int EnhanceYourCalm = 11;

    private readonly (string, string) signIn = ("authorization", Ask.SignIn("admin", AtriumProgram.Password)["Authorization: ".Length..]);

    [Fact]
    public async Task Files_ByCurl_AreTheSameAsOverHttp11()
    {
        await server.StoreAsync("/shared/http/two.txt", "0123456789");
        const string Target = "/api/v1/files/shared/http/two.txt";

        foreach (var options in new[] { [], ["-r", "2-4"], ["-r", "0-1,5-6"], ["-r", "50-"], ["-I"], ["-H", "If-None-Match: *"], ["-H", "If-Match: \"x\""], new[] { "-X", "BREW" } })
        {
            var (one, two) = (await server.Curl.AsAdminAsync(Target, ["--http1.1", .. options]), await server.Curl.AsAdminAsync(Target, ["--http2", .. options]));
            Assert.StartsWith("HTTP/2 ", two.Headers, StringComparison.Ordinal);
            Assert.Equal(one.Status, two.Status);
            foreach (var field in new[] { "Content-Length", "Content-Range", "ETag", "Last-Modified", "Content-Security-Policy", "Content-Disposition", "Cache-Control", "Allow" })
                Assert.Equal(one.Header(field), two.Header(field));
            // The boundary is another each time; with -I curl writes the head where the body would be.
            if (!options.Contains("-I") && two.Header("Content-Type")?.StartsWith("multipart/", StringComparison.Ordinal) != true)
                Assert.Equal(one.Text, two.Text);
            Assert.Null(two.Header("Connection"));
            Assert.Null(two.Header("Transfer-Encoding"));
        }
    }

    [Fact]
    public async Task Upload_Large_ComesWhole()
    {
        var bytes = new byte[20_000_000];
        new Dice(2).Fill(bytes);
        var file = server.Scratch.Path("http2-large");
        await File.WriteAllBytesAsync(file, bytes, TestRun.Cancelled);

        Assert.Equal(201, (await server.Curl.AsAdminAsync("/api/v1/files/shared/http/two-large", "--http2", "-T", file)).Status);
        Assert.Equal(SHA256.HashData(bytes), SHA256.HashData((await server.Curl.AsAdminAsync("/api/v1/files/shared/http/two-large", "--http2")).Body));
    }

    [Fact]
    public async Task Request_ForAnotherName_421()
    {
        await using var wire = await Http2Wire.ConnectAsync(server.Process);
        await wire.SendAsync(Http2Wire.Frame(
            Http2Wire.Headers, Http2Wire.EndHeaders | Http2Wire.EndStream, 1,
            Http2Wire.Fields((":method", "GET"), (":scheme", "https"), (":path", "/livez"), (":authority", "evil.example"))));

        Assert.Equal("421", await StatusAsync(wire, 1));
    }

    [Theory]
    [InlineData("x-a", "b\u0001c")]
    [InlineData("x-a", "b\u007f")]
    [InlineData("x(a", "b")]
    [InlineData("X-A", "b")] // upper case is malformed here (8.2.1)
    [InlineData("connection", "close")] // and so is this (8.2.2)
    [InlineData("transfer-encoding", "chunked")]
    [InlineData("content-length", "+5")]
    public async Task Attack3_BrokenField_IsRefused(string name, string value)
    {
        await using var wire = await Http2Wire.ConnectAsync(server.Process);
        await wire.SendAsync(Http2Wire.Frame(
            Http2Wire.Headers, Http2Wire.EndHeaders | Http2Wire.EndStream, 1, Http2Wire.Request("GET", "/livez", (name, value))));

        Assert.NotEqual("200", await StatusAsync(wire, 1));
    }

    /// <summary>ATTACKS 6 (CVE-2023-44487): requests that are opened and reset at once cost the client nothing and the server a handler each.</summary>
    [Fact]
    public async Task Attack6_RapidReset_EndsWithGoAwayAndOthersAreServed()
    {
        await server.StoreAsync("/shared/http/reset", new string('x', 60_000));
        var request = Http2Wire.Request("GET", "/api/v1/files/shared/http/reset", signIn);

        await AttackAsync(stream => [
            .. Http2Wire.Frame(Http2Wire.Headers, Http2Wire.EndHeaders | Http2Wire.EndStream, stream, request),
            .. Http2Wire.Frame(Http2Wire.ResetStream, 0, stream, [0, 0, 0, 8]),
        ]);
    }

    /// <summary>ATTACKS 6 (CVE-2025-8671, MadeYouReset): the client breaks a rule, so that the server itself resets the stream.</summary>
    [Theory]
    [InlineData(Http2Wire.WindowUpdate, new byte[] { 0, 0, 0, 0 })] // by nothing
    [InlineData(Http2Wire.WindowUpdate, new byte[] { 127, 255, 255, 255 })] // beyond the largest window
    [InlineData(Http2Wire.Data, new byte[] { 1, 2, 3 })] // behind the end of the stream
    public async Task Attack6_MadeYouReset_EndsWithGoAwayAndOthersAreServed(byte type, byte[] payload)
    {
        await server.StoreAsync("/shared/http/reset", new string('x', 60_000));
        var request = Http2Wire.Request("GET", "/api/v1/files/shared/http/reset", signIn);

        await AttackAsync(stream => [
            .. Http2Wire.Frame(Http2Wire.Headers, Http2Wire.EndHeaders | Http2Wire.EndStream, stream, request),
            .. Http2Wire.Frame(type, 0, stream, payload),
        ]);
    }

    /// <summary>CVE-2024-27316 and its like: a head that never ends.</summary>
    [Fact]
    public async Task Attack4_EndlessContinuation_IsClosed()
    {
        await using var wire = await Http2Wire.ConnectAsync(server.Process);
        var rest = wire.ReceiveRestAsync();
        await wire.SendAsync(Http2Wire.Frame(Http2Wire.Headers, 0, 1, Http2Wire.Request("GET", "/livez")));
        const int Most = 10_000;
        var i = 0;
        while (i < Most && !rest.IsCompleted
            && await wire.TrySendAsync(Http2Wire.Frame(Http2Wire.Continuation, 0, 1, Http2Wire.Fields(($"x-{i}", new string('a', 1000))))))
            i++;

        Assert.InRange(i, 0, Most - 1);
        Assert.DoesNotContain(await rest, frame => frame.Type == Http2Wire.Headers);
        Assert.Equal(200, (await server.AskAsync(Ask.Nobody("GET /readyz"))).Status);
    }

    /// <summary>ATTACKS 6 (CVE-2019-9512, -9515, -9518 and their like): frames that ask for work and bring nothing.</summary>
    [Theory]
    [InlineData(Http2Wire.Ping, 0, 0, 8)]
    [InlineData(Http2Wire.Settings, 0, 0, 0)]
    [InlineData(Http2Wire.Settings, 0, 0, 6)]
    [InlineData(2 /* PRIORITY */, 0, 1, 5)]
    [InlineData(77 /* of no known type */, 0, 1, 3)]
    public async Task Attack6_FloodOfFrames_IsClosedAndOthersAreServed(byte type, byte flags, int stream, int length)
    {
        await server.StoreAsync("/shared/http/reset", new string('x', 60_000));
        await AttackAsync(_ => Http2Wire.Frame(type, flags, stream, new byte[length]));
    }

    /// <summary>Data that is none, for an upload that never ends.</summary>
    [Fact]
    public async Task Attack6_FloodOfEmptyData_IsClosedAndOthersAreServed()
    {
        await server.StoreAsync("/shared/http/reset", new string('x', 60_000));
        var request = Http2Wire.Request("PUT", "/api/v1/files/shared/http/never", signIn);
        await AttackAsync(stream => stream == 1
            ? Http2Wire.Frame(Http2Wire.Headers, Http2Wire.EndHeaders, 1, request)
            : Http2Wire.Frame(Http2Wire.Data, 0, 1, []));
        Assert.Null(await server.ReadAsync("/shared/http/never"));
    }

    /// <summary>A field that is said once and named ten thousand times (RFC 7541): what it unpacks to counts, and not what came.</summary>
    [Fact]
    public async Task Attack4_FieldsThatUnpackToMuch_AreRefused()
    {
        await using var wire = await Http2Wire.ConnectAsync(server.Process);
        // A literal that goes into the table (6.2.1), and then its index, again and again (6.1).
        byte[] block = [.. Http2Wire.Request("GET", "/livez"), 0x40, 3, (byte)'x', (byte)'-', (byte)'a', 127, 0xC9, 0x1E, .. new byte[4040].Select(_ => (byte)'a'), .. new byte[10_000].Select(_ => (byte)0xBE)];
        await wire.SendAsync(Http2Wire.Frame(Http2Wire.Headers, Http2Wire.EndHeaders | Http2Wire.EndStream, 1, block));
        Assert.NotEqual("200", await StatusAsync(wire, 1));
        Assert.Equal(200, (await server.AskAsync(Ask.Nobody("GET /readyz"))).Status);
    }

    /// <summary>Shorter than a connection may be idle, which would end it too.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Four connections at once open as many streams as they can; meanwhile another client asks and is answered.</summary>
    private async Task AttackAsync(Func<int, byte[]> stream)
    {
        var attackers = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => AttackOnceAsync(stream)));
        using var client = server.Process.NewClient();
        var served = 0;
        do
        {
            Assert.Equal(60_000, (await client.GetAsync("/shared/http/reset")).Body.Length);
            served++;
        }
        while (!attackers.IsCompleted);

        Assert.All(await attackers, Assert.True);
        Assert.True(served > 0);
        Assert.Equal(200, (await server.AskAsync(Ask.Nobody("GET /readyz"))).Status);
    }

    /// <summary>True when the server ended it because of at most 20,000 streams; a GOAWAY that was not lost with the connection names an error.</summary>
    private async Task<bool> AttackOnceAsync(Func<int, byte[]> stream)
    {
        await using var wire = await Http2Wire.ConnectAsync(server.Process);
        var rest = wire.ReceiveRestAsync();
        const int Most = 20_000;
        var i = 0;
        while (i < Most && !rest.IsCompleted && await wire.TrySendAsync(stream(2 * i + 1)))
            i++;
        // A busy server may not have read yet what lies in the sockets' buffers: that it ends the connection counts, not when.
        if (await Task.WhenAny(rest, Task.Delay(Patience, TestRun.Cancelled)) != rest)
            return false;
        foreach (var frame in (await rest).Where(frame => frame.Type == Http2Wire.GoAway))
            Assert.InRange(BinaryPrimitives.ReadInt32BigEndian(frame.Payload.AsSpan(4)), 1, EnhanceYourCalm);
        return true;
    }

    /// <summary>The status of an answer, from the block that Kestrel writes (an index of the static table or a literal), or what ended it instead.</summary>
    private static async Task<string> StatusAsync(Http2Wire wire, int stream)
    {
        while (true)
        {
            var (type, _, of, payload) = await wire.ReceiveAsync();
            if (type == Http2Wire.GoAway)
                return "GOAWAY";
            if (type == Http2Wire.ResetStream && of == stream)
                return "RST_STREAM";
            if (type != Http2Wire.Headers || of != stream)
                continue;
            string[] known = ["200", "204", "206", "304", "400", "404", "500"]; // RFC 7541, appendix A: 8 to 14
            var at = (payload[0] & 0xE0) == 0x20 ? 1 : 0; // a table size update
            if ((payload[at] & 0x80) != 0)
                return known[(payload[at] & 0x7F) - 8];
            return System.Text.Encoding.ASCII.GetString(payload, at + 2, 3);
        }
    }
}
