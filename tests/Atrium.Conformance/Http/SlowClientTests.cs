using System.Diagnostics;

namespace Atrium.Conformance.Http;

/// <summary>ATTACKS 7: who is too slow is closed, and all the time the others are served.</summary>
[Collection(HttpCollection.Name)]
public sealed class SlowClientTests(HttpServer server)
{
    /// <summary>The contract, and as much again for a machine that is busy.</summary>
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(30 + 30);

    private readonly (string, string) signIn = ("authorization", Ask.SignIn("admin", AtriumProgram.Password)["Authorization: ".Length..]);

    // All at once, because each of them takes its time.
    [Fact]
    public async Task Attack7_SlowHeadBodyAndReader_AreClosedWhileOthersAreServed()
    {
        var large = server.Scratch.Path("slow");
        await using (var file = File.Create(large))
            file.SetLength(64 * 1024 * 1024);
        Assert.Equal(201, (await server.Curl.AsAdminAsync("/api/v1/files/shared/http/slow.bin", "-T", large)).Status);

        var slow = new List<Task<string>>
        {
            ClosedAsync("head over TLS", Wire.ConnectTlsAsync, "GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\n", "X: y\r\n"),
            ClosedAsync("head in clear text", Wire.ConnectClearAsync, "GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\n", "X: y\r\n"),
            ClosedAsync("request line", Wire.ConnectTlsAsync, "GET /", "a"),
            ClosedAsync("body", Wire.ConnectTlsAsync, Ask.Admin("PUT /api/v1/files/shared/http/slow-body", "Content-Length: 1000000"), "x"),
            ClosedAsync("chunked body", Wire.ConnectTlsAsync, Ask.Admin("PUT /api/v1/files/shared/http/slow-body", "Transfer-Encoding: chunked"), "1\r\nx\r\n"),
            ClosedAsync("body behind 100-continue", Wire.ConnectTlsAsync, Ask.Admin("PUT /api/v1/files/shared/http/slow-body", "Content-Length: 9", "Expect: 100-continue"), ""),
            ClosedAsync("unread body", Wire.ConnectTlsAsync, Ask.Nobody("PUT /api/v1/files/shared/http/slow-body", "Content-Length: 1000000"), "x"),
            ReaderClosedAsync(),
            Http2ClosedAsync("head", 0, Http2Wire.Request("GET", "/livez"), []),
            Http2ClosedAsync("body", Http2Wire.EndHeaders, Http2Wire.Request("PUT", "/api/v1/files/shared/http/slow-body", signIn), []),
            // A window of nothing, never opened (CVE-2019-9517).
            Http2ClosedAsync("reader", Http2Wire.EndHeaders | Http2Wire.EndStream, Http2Wire.Request("GET", "/api/v1/files/shared/http/slow.bin", signIn), [0, 4, 0, 0, 0, 0]),
        };
        var all = Task.WhenAll(slow);
        var served = 0;
        using var client = server.Process.NewClient();
        while (!all.IsCompleted)
        {
            Assert.True(await client.IsReadyAsync());
            served++;
            await Task.WhenAny(all, Task.Delay(250, TestRun.Cancelled));
        }

        foreach (var what in await all)
            Assert.Equal("", what);
        Assert.True(served > 4);
        Assert.Null(await server.ReadAsync("/shared/http/slow-body"));
    }

    /// <summary>Sends a beginning, then a little now and then, until the server has enough. What was not closed in time.</summary>
    private async Task<string> ClosedAsync(string what, Func<AtriumProcess, Task<Wire>> connect, string beginning, string more)
    {
        await using var wire = await connect(server.Process);
        await wire.SendAsync(beginning);
        var rest = wire.TakeRestAsync();
        var started = Stopwatch.GetTimestamp();
        while (!rest.IsCompleted && Stopwatch.GetElapsedTime(started) < Most)
        {
            await wire.SendWhileTakenAsync(System.Text.Encoding.ASCII.GetBytes(more));
            await Task.WhenAny(rest, Task.Delay(500, TestRun.Cancelled));
        }
        return rest.IsCompleted ? "" : $"A slow {what} was not closed. ";
    }

    /// <summary>Begins a stream and does nothing more, but for keeping the connection alive with pings.</summary>
    private async Task<string> Http2ClosedAsync(string what, byte flags, byte[] fields, byte[] settings)
    {
        await using var wire = await Http2Wire.ConnectAsync(server.Process);
        await wire.SendAsync([.. Http2Wire.Frame(Http2Wire.Settings, 0, 0, settings), .. Http2Wire.Frame(Http2Wire.Headers, flags, 1, fields)]);
        var ended = wire.ReceiveRestAsync();
        var started = Stopwatch.GetTimestamp();
        // A ping between the frames of a head would be an error of its own.
        var isHead = (flags & Http2Wire.EndHeaders) == 0;
        while (!ended.IsCompleted && Stopwatch.GetElapsedTime(started) < Most)
        {
            if (!isHead)
                await wire.TrySendAsync(Http2Wire.Frame(Http2Wire.Ping, 0, 0, new byte[8]));
            await Task.WhenAny(ended, Task.Delay(500, TestRun.Cancelled));
        }
        return ended.IsCompleted ? "" : $"A slow {what} over HTTP/2 was not closed. ";
    }

    /// <summary>Asks for much and reads nothing. The end of the connection stands behind what was not read, so the kernel is asked for it.</summary>
    private async Task<string> ReaderClosedAsync()
    {
        await using var wire = await server.ConnectAsync();
        await wire.SendAsync(Ask.Admin("GET /api/v1/files/shared/http/slow.bin"));
        var started = Stopwatch.GetTimestamp();
        while (await wire.IsHeldByServerAsync())
        {
            if (Stopwatch.GetElapsedTime(started) > Most)
                return "A slow reader was not closed. ";
            await Task.Delay(500, TestRun.Cancelled);
        }
        return "";
    }
}
