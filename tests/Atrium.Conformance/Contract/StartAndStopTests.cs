using System.Net;
using System.Net.Sockets;

namespace Atrium.Conformance.Contract;

/// <summary>A start says what is open; a stop lets uploads finish, for a bounded time, and lets nobody in.</summary>
public sealed class StartAndStopTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task Serve_Terminated_FinishesTheUploadAndExitsWithZero()
    {
        var data = scratch.Path("data");
        await using (var server = await AtriumProcess.StartAsync(data))
        {
            using var client = server.NewClient();
            var upload = new HeldContent(new byte[200_000]);
            var answer = client.PutAsync("/home/admin/drained", upload);
            await upload.HalfSent;
            server.Terminate();
            // The server knows of it once it no longer says that it is ready.
            using var observer = server.NewClient();
            await Until.TrueAsync(async () => !await observer.IsReadyAsync(), () => "The server stays ready after SIGTERM.");
            upload.Release();

            Assert.True((await answer).IsSuccess, $"{await answer}");
            Assert.Equal(0, await server.ExitCodeAsync());
        }

        await using var next = await AtriumProcess.StartAsync(data);
        using var reader = next.NewClient();
        Assert.Equal(200_000, (await reader.GetAsync("/home/admin/drained")).Body.Length);
    }

    [Fact]
    public async Task Serve_FirstStart_NamesTheOpenDoors()
    {
        await using var server = await AtriumProcess.StartAsync(scratch.Path("data"));

        await Until.TrueAsync(() => Task.FromResult(server.Output.Contains($"{server.HttpsPort}", StringComparison.Ordinal)), () => server.Output);
        Assert.DoesNotContain(AtriumProgram.Password, server.Output, StringComparison.Ordinal); // it was given, so it is known
    }

    [Fact]
    public async Task Serve_Terminated_RefusesNewConnections()
    {
        await using var server = await AtriumProcess.StartAsync(scratch.Path("data"));
        using var client = server.NewClient();
        var upload = new HeldContent(new byte[200_000]);
        var answer = client.PutAsync("/home/admin/drained", upload);
        await upload.HalfSent;

        server.Terminate();

        foreach (var port in new[] { server.HttpsPort, server.PortBase + 80 })
            await Until.TrueAsync(async () => !await AcceptsAsync(port), () => $"Port {port} stays open:\n{server.Output}");
        Assert.False(server.HasExited); // the upload is still being waited for
        upload.Release();
        Assert.True((await answer).IsSuccess);
        Assert.Equal(0, await server.ExitCodeAsync());
    }

    [Theory]
    [InlineData(Signals.Terminate)]
    [InlineData(Signals.Interrupt)]
    public async Task Serve_SecondSignal_EndsWithoutWaitingForTheUpload(int second)
    {
        var config = scratch.Path("config.json");
        await File.WriteAllTextAsync(config, """{"drain": "1h"}""", TestRun.Cancelled);
        var data = scratch.Path("data");
        await using (var server = await AtriumProcess.StartAsync(new ServerStart(data) { MoreArguments = ["--config", config] }))
        {
            using var client = server.NewClient();
            var upload = new HeldContent(new byte[200_000]);
            var answer = client.PutAsync("/home/admin/cut", upload);
            await upload.HalfSent;
            server.Terminate();
            await Until.TrueAsync(async () => !await AcceptsAsync(server.HttpsPort), () => server.Output);
            Assert.False(server.HasExited);

            Signals.Send(server.Id, second);

            Assert.Equal(0, await server.ExitCodeAsync());
            upload.Release();
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => answer);
        }
        await AssertNothingWasStoredAsync(data, "/home/admin/cut");
    }

    [Fact]
    public async Task Serve_UploadOutlastsTheDrain_IsCutAndHasChangedNothing()
    {
        var config = scratch.Path("config.json");
        await File.WriteAllTextAsync(config, """{"drain": "1s"}""", TestRun.Cancelled);
        var data = scratch.Path("data");
        await using (var server = await AtriumProcess.StartAsync(new ServerStart(data) { MoreArguments = ["--config", config] }))
        {
            using var client = server.NewClient();
            var upload = new HeldContent(new byte[200_000]);
            var answer = client.PutAsync("/home/admin/slow", upload);
            await upload.HalfSent;

            Assert.Equal(0, await server.StopAsync());

            upload.Release();
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => answer);
        }
        await AssertNothingWasStoredAsync(data, "/home/admin/slow");
    }

    [Fact]
    public async Task Serve_LongPathOfTheFolder_HasItsSocketAllTheSame()
    {
        // sun_path takes 107 bytes (unix(7)).
        var data = Path.Combine(scratch.Path(new string('l', 100)), new string('o', 100), "data");
        await using var server = await AtriumProcess.StartAsync(data);

        (await AtriumProgram.RunAsync("status", "--data", data)).OrThrow();

        Assert.Equal(0, await server.StopAsync());
        Assert.False(File.Exists(Path.Combine(data, "atrium.sock")));
    }

    private static async Task AssertNothingWasStoredAsync(string data, string path)
    {
        await using var next = await AtriumProcess.StartAsync(data);
        using var reader = next.NewClient();
        Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync(path)).Status);
        await Check.CleanAsync(data);
    }

    private static async Task<bool> AcceptsAsync(int port)
    {
        using var socket = new TcpClient();
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, TestRun.Cancelled);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>A body whose second half waits.</summary>
    private sealed class HeldContent(byte[] bytes) : HttpContent
    {
        private readonly TaskCompletionSource halfSent = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task HalfSent => halfSent.Task;

        public void Release() => released.SetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(bytes.AsMemory(0, bytes.Length / 2));
            await stream.FlushAsync();
            halfSent.SetResult();
            await released.Task;
            await stream.WriteAsync(bytes.AsMemory(bytes.Length / 2));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = bytes.Length;
            return true;
        }
    }
}
