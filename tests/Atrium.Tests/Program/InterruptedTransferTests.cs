using System.Text.Json;

namespace Atrium.Tests.Program;

/// <summary>A transfer that is cut off, by a signal or by the end of either side, goes on when the same command is run again.</summary>
public sealed class InterruptedTransferTests : IAsyncDisposable
{
    /// <summary>Long enough under way to be met in the middle; sparse, so that it costs no disk here.</summary>
    private const long LargeBytes = 400_000_000;

    /// <summary>Far below the file, far above what a program of .NET needs.</summary>
    private const long MemoryBytes = 250_000_000;

    private const int SmallFiles = 50;

    private readonly Scratch scratch = new();
    private AtriumRun? server;

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
            await server.DisposeAsync();
        scratch.Dispose();
    }

    [Fact]
    public async Task Import_Interrupted_LeavesNoHalfFileAndGoesOn()
    {
        await StartAsync();
        var source = MakeTree();
        await using (var import = AtriumRun.Start("import", source, "/shared/moved/in", "--json", "--data", scratch["data"]))
        {
            await UntilAsync(() => LargestIn(Uploads) > 1_000_000, import);
            var interrupted = await import.StopAsync();
            Assert.Equal(1, interrupted.ExitCode);
            Assert.Contains("Run the same command again", interrupted.Error, StringComparison.Ordinal);
            Assert.False(Report(interrupted).GetProperty("complete").GetBoolean());
        }
        await UntilAsync(() => LargestIn(Uploads) == 0, server!);

        await AssertGoesOnAsync("import", source, "/shared/moved/in");
    }

    [Fact]
    public async Task Import_ServerIsKilled_SaysSoAndGoesOnWithTheNext()
    {
        await StartAsync();
        var source = MakeTree();
        await using (var import = AtriumRun.Start("import", source, "/shared/moved/in", "--data", scratch["data"]))
        {
            await UntilAsync(() => LargestIn(Uploads) > 1_000_000, import);
            await server!.KillAsync();
            var cut = await import.EndAsync();
            Assert.Equal(1, cut.ExitCode);
            Assert.Contains("The same command goes on where it was", cut.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", cut.Error, StringComparison.Ordinal);
        }

        await StartAsync();
        await AssertGoesOnAsync("import", source, "/shared/moved/in");
        Assert.Equal(0, (await RunAsync("check")).ExitCode);
    }

    [Fact]
    public async Task Export_InterruptedAndKilled_GoesOnWhereItWas()
    {
        await StartAsync();
        Assert.Equal(0, (await RunAsync("import", MakeTree(), "/shared/moved/in")).ExitCode);
        var target = scratch["out"];
        await using (var export = AtriumRun.Start("export", "/shared/moved/in", target, "--data", scratch["data"]))
        {
            await UntilAsync(() => LargestIn(target) > 1_000_000, export);
            var interrupted = await export.StopAsync();
            Assert.Equal(1, interrupted.ExitCode);
        }
        Assert.False(File.Exists(Path.Combine(target, "large")));
        var kept = LargestIn(target);
        Assert.InRange(kept, 1_000_000, LargeBytes);
        await using (var export = AtriumRun.Start("export", "/shared/moved/in", target, "--data", scratch["data"]))
        {
            await UntilAsync(() => LargestIn(target) > kept, export);
            await export.KillAsync();
        }
        Assert.InRange(LargestIn(target), kept + 1, LargeBytes);

        await AssertGoesOnAsync("export", "/shared/moved/in", target);
        Assert.Empty(Parts(target));
        Assert.Equal(LargeBytes, new FileInfo(Path.Combine(target, "large")).Length);
        Assert.Equal(File.GetLastWriteTimeUtc(Path.Combine(scratch["source"], "large")), File.GetLastWriteTimeUtc(Path.Combine(target, "large")));
    }

    [Fact]
    public async Task Transfer_LargeFile_NeedsNoMemoryForIt()
    {
        await StartAsync();
        foreach (var command in new string[][] { ["import", MakeTree(), "/shared/moved/in"], ["export", "/shared/moved/in", scratch["out"]] })
        {
            await using var transfer = AtriumRun.Start([.. command, "--data", scratch["data"]]);
            var most = 0L;
            while (!transfer.HasExited)
            {
                most = Math.Max(most, PeakMemory(transfer.Id));
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }
            Assert.Equal(0, (await transfer.EndAsync()).ExitCode);
            Assert.InRange(most, 1, MemoryBytes);
        }
        Assert.InRange(PeakMemory(server!.Id), 1, MemoryBytes);
    }

    private string Uploads => Path.Combine(scratch["data"], "blobs", "tmp");

    private async Task StartAsync()
    {
        var isFirst = server is null;
        if (server is not null)
            await server.DisposeAsync();
        server = await AtriumRun.ServeAsync(scratch["data"], Ports.FreeBase());
        if (isFirst)
            Assert.Equal(0, (await RunAsync("space", "add", "/shared/moved")).ExitCode);
    }

    private async Task AssertGoesOnAsync(params string[] command)
    {
        var rest = await RunAsync([.. command, "--json"]);
        Assert.True(rest.ExitCode == 0, rest.Error);
        var again = Report(await RunAsync([.. command, "--json"]));
        Assert.Equal(0, again.GetProperty("files").GetInt64());
        Assert.Equal(SmallFiles + 1, again.GetProperty("same").GetInt64());
        Assert.Equal(SmallFiles + 1, Report(rest).GetProperty("files").GetInt64() + Report(rest).GetProperty("same").GetInt64());
    }

    private Task<AtriumResult> RunAsync(params string[] arguments) => AtriumRun.ToEndAsync([.. arguments, "--data", scratch["data"]]);

    private static JsonElement Report(AtriumResult result) => JsonDocument.Parse(result.Output).RootElement;

    private string MakeTree()
    {
        var source = Directory.CreateDirectory(scratch["source"]).FullName;
        for (var i = 0; i < SmallFiles; i++)
            File.WriteAllText(Path.Combine(source, $"small{i}"), $"{i}");
        using (var large = new FileStream(Path.Combine(source, "large"), FileMode.Create))
            large.SetLength(LargeBytes);
        return source;
    }

    private static long LargestIn(string folder)
    {
        var largest = 0L;
        if (!Directory.Exists(folder))
            return largest;
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", new EnumerationOptions { AttributesToSkip = 0 }))
        {
            try
            {
                largest = Math.Max(largest, file.Length);
            }
            catch (FileNotFoundException)
            {
                // It got its name meanwhile.
            }
        }
        return largest;
    }

    private static string[] Parts(string folder) => Directory.GetFiles(folder, "*.atrium-part*", new EnumerationOptions { AttributesToSkip = 0 });

    /// <summary>VmHWM of proc(5); 0 when the process has ended.</summary>
    private static long PeakMemory(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], System.Globalization.CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static async Task UntilAsync(Func<bool> condition, AtriumRun running)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        while (!condition())
        {
            Assert.False(running.HasExited, "It ended before it could be interrupted.");
            await Task.Delay(5, patience.Token);
        }
    }
}
