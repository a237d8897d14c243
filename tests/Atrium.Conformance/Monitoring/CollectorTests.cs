using System.Net;
using System.Text;
using Atrium.Conformance.Contract;

namespace Atrium.Conformance.Monitoring;

/// <summary>Metrics and traces go to a collector of OpenTelemetry, where one is configured.</summary>
public sealed class CollectorTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task Collector_OfTheConfiguration_GetsTracesAndMetricsWithoutPaths()
    {
        using var collector = new HttpListener();
        var port = Ports.FreeBase();
        collector.Prefixes.Add($"http://127.0.0.1:{port}/");
        collector.Start();
        var received = ReceiveAsync(collector);
        var config = scratch.Path("config.json");
        await File.WriteAllTextAsync(config, $$"""{"telemetry.collector": "http://127.0.0.1:{{port}}", "telemetry.protocol": "http"}""", TestRun.Cancelled);
        await using var server = await AtriumProcess.StartAsync(new ServerStart(scratch.Path("data")) { MoreArguments = ["--config", config] });
        using var client = server.NewClient();
        // Gathering begins beside the server.
        await Until.TrueAsync(
            async () => (await client.PutAsync("/home/admin/a-path-of-somebody", [1, 2, 3])).IsSuccess && (await new Curl(server, scratch).AnonymousAsync("/metrics")).Status == 200,
            () => server.Output);
        Assert.True((await client.PutAsync("/home/admin/a-path-of-somebody", [1, 2, 3])).IsSuccess);

        // What is left is sent at the end.
        Assert.Equal(0, await server.StopAsync());
        collector.Stop();

        var all = await received;
        var traces = string.Concat(all.Where(one => one.Path == "/v1/traces").Select(one => one.Body));
        var metrics = string.Concat(all.Where(one => one.Path == "/v1/metrics").Select(one => one.Body));
        Assert.Contains("PUT /api/v1/files/*", traces, StringComparison.Ordinal);
        Assert.Contains("catalog commit", traces, StringComparison.Ordinal);
        Assert.Contains("atrium.request.duration", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("somebody", traces + metrics, StringComparison.Ordinal);
    }

    private static async Task<List<(string Path, string Body)>> ReceiveAsync(HttpListener collector)
    {
        var received = new List<(string, string)>();
        while (true)
        {
            try
            {
                var context = await collector.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                received.Add((context.Request.Url!.AbsolutePath, Encoding.Latin1.GetString(body.ToArray())));
                context.Response.StatusCode = 200;
                context.Response.Close();
            }
            catch (Exception ended) when (ended is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return received;
            }
        }
    }
}
