using System.Net;
using System.Net.Sockets;

namespace Atrium.Conformance.Contract;

/// <summary>Starting and stopping: what goes wrong is a sentence that says what to do, and exit code 1.</summary>
public sealed class StartAndStopTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task Serve_FolderHeldByAnotherServer_IsRefused()
    {
        await using var first = await AtriumProcess.StartAsync(scratch.Path("data"));

        await using var second = await AtriumProcess.LaunchAsync(new ServerStart(first.Data));

        Assert.Equal(1, await second.ExitCodeAsync());
        AssertSentence(second.Output, first.Data, $"{first.Id}");
        using var client = first.NewClient();
        Assert.True(await client.IsReadyAsync());
    }

    [Fact]
    public async Task Serve_PortInUse_IsRefused()
    {
        var portBase = Ports.FreeBase();
        using var other = new TcpListener(IPAddress.Loopback, portBase + 443);
        other.Start();

        await using var server = await AtriumProcess.LaunchAsync(new ServerStart(scratch.Path("data")) { PortBase = portBase });

        Assert.Equal(1, await server.ExitCodeAsync());
        AssertSentence(server.Output, $"{portBase + 443}");
    }

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

    /// <summary>Names what matters, on a few lines, and no stack trace.</summary>
    private static void AssertSentence(string output, params string[] named)
    {
        foreach (var text in named)
            Assert.Contains(text, output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", output, StringComparison.Ordinal);
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
