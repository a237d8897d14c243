using System.Globalization;

namespace Atrium.Conformance.Http;

/// <summary>Uploads and downloads stream: the server's memory does not grow with the file.</summary>
[Collection(HttpCollection.Name)]
public sealed class LargeFileTests(HttpServer server)
{
    /// <summary>ATRIUM_TEST_LONG=1: 10 GB, which need as much room below the temporary folder.</summary>
    private static readonly long Size = TestRun.Long ? 10_000_000_000 : 400_000_000;

    /// <summary>Buffers, and the garbage that the runtime lets lie: a fraction of the smallest file here.</summary>
    private const long MostGrowth = 128 * 1024 * 1024;

    /// <summary>A slow disk and a shared machine: at 20 MB/s it is still in time.</summary>
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(60 + Size / 20_000_000);

    [Theory]
    [InlineData("--http1.1", "Expect:")]
    [InlineData("--http1.1", "Transfer-Encoding: chunked")]
    [InlineData("--http2", "Expect:")]
    public async Task Transfer_LargeFile_TakesConstantMemory(string protocol, string field)
    {
        var file = server.Scratch.Path("large");
        await using (var content = File.Create(file))
            content.SetLength(Size); // zeros, which take no room here
        var url = $"https://127.0.0.1:{server.Process.HttpsPort}/api/v1/files/shared/http/large.bin";
        var curl = $"curl -sS --fail-with-body --cacert '{server.Process.CaPath}' -u admin:{AtriumProgram.Password} {protocol}";

        var up = await GrowthAsync($"{curl} -H '{field}' -T '{file}' '{url}'");
        var down = await GrowthAsync($"{curl} '{url}' | cmp - '{file}'");

        TestRun.Say($"{Size:N0} bytes {protocol} {field}: the server grew by {up:N0} bytes while it took them, by {down:N0} while it gave them.");
        Assert.InRange(up, 0, MostGrowth);
        Assert.InRange(down, 0, MostGrowth);
        Assert.Equal(204, (await server.AskAsync(Ask.Admin("DELETE /api/v1/files/shared/http/large.bin"))).Status);
    }

    /// <summary>How far the server's resident memory rises above what it was.</summary>
    private async Task<long> GrowthAsync(string command)
    {
        await File.WriteAllTextAsync($"/proc/{server.Process.Id}/clear_refs", "5", TestRun.Cancelled); // proc(5): the peak begins anew
        var before = await MemoryAsync("VmRSS");
        (await Shell.RunAsync("bash", ["-o", "pipefail", "-c", command], input: null, Most)).OrThrow();
        return Math.Max(0, await MemoryAsync("VmHWM") - before);
    }

    private async Task<long> MemoryAsync(string name)
    {
        var lines = await File.ReadAllLinesAsync($"/proc/{server.Process.Id}/status", TestRun.Cancelled);
        var line = lines.Single(one => one.StartsWith(name + ":", StringComparison.Ordinal));
        return 1024 * long.Parse(line[(name.Length + 1)..].Replace("kB", "", StringComparison.Ordinal), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);
    }
}
