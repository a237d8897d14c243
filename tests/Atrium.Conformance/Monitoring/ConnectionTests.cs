using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Atrium.Conformance.Contract;

namespace Atrium.Conformance.Monitoring;

/// <summary><c>atrium connection</c>: who is connected, what moves, and the end of it.</summary>
public sealed class ConnectionTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private AtriumProcess Server => fixture.Server;

    [Fact]
    public async Task Transfer_ThatIsRunning_IsListedAndEndsWithItsConnectionAndKeepsNothing()
    {
        var body = new EndlessContent();
        using var http = Server.NewHttp();
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/v1/files/home/admin/endless.bin") { Content = body };
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"admin:{AtriumProgram.Password}")));
        var uploading = http.SendAsync(request, TestRun.Cancelled);

        JsonNode? connection = null;
        await Until.TrueAsync(
            async () => (connection = (await ListAsync()).FirstOrDefault(one => one!["transfers"]!.AsArray().Any(transfer => transfer!["bytes"]!.GetValue<long>() > 100_000))) is not null,
            () => "The transfer was not listed.");
        var transfer = Assert.Single(connection!["transfers"]!.AsArray())!;
        Assert.Equal(("upload", "/home/admin/endless.bin"), (transfer["direction"]!.GetValue<string>(), transfer["path"]!.GetValue<string>()));
        Assert.True(transfer["bytesPerSecond"]!.GetValue<double>() > 0);
        Assert.Equal(("https", "127.0.0.1", "admin", true), (connection["protocol"]!.GetValue<string>(), connection["peer"]!.GetValue<string>(), connection["account"]!.GetValue<string>(), connection["encrypted"]!.GetValue<bool>()));
        Assert.True(connection["bytesIn"]!.GetValue<long>() >= transfer["bytes"]!.GetValue<long>() / 2);

        (await AtriumProgram.RunAsync("connection", "end", connection["id"]!.GetValue<string>(), "--data", Server.Data)).OrThrow();

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => uploading);
        body.Stop();
        await Until.TrueAsync(async () => (await ListAsync()).All(one => one!["id"]!.GetValue<string>() != connection["id"]!.GetValue<string>()), () => "It is still listed.");
        Assert.Equal(404, (await fixture.Curl.AsAdminAsync("/api/v1/files/home/admin/endless.bin")).Status);
        await Until.TrueAsync(
            async () => (await AtriumProgram.RunAsync("log", "--json", "--data", Server.Data)).OrThrow().Output is var log
                && log.Contains("end-connection", StringComparison.Ordinal) && log.Contains(connection["id"]!.GetValue<string>(), StringComparison.Ordinal),
            () => "The journal does not tell of it.");
    }

    [Fact]
    public async Task End_OfNoConnection_SaysWhereTheListIs()
    {
        var ended = await AtriumProgram.RunAsync("connection", "end", "nobody", "--data", Server.Data);
        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("atrium connection list", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_WhileSomebodyIsConnected_CountsByProtocolAndAccount()
    {
        using var client = Server.NewClient();
        Assert.True((await client.PutAsync("/shared/curl/connected", [1])).IsSuccess);
        var status = JsonNode.Parse((await AtriumProgram.RunAsync("status", "--json", "--data", Server.Data)).OrThrow().Output)!;
        Assert.Contains(status["connections"]!.AsArray(), one => one!["protocol"]!.GetValue<string>() == "https" && one["account"]?.GetValue<string>() == "admin" && one["count"]!.GetValue<int>() >= 1);
    }

    [Fact]
    public async Task Metrics_OfConnections_CountBytesOfThoseThatAreClosedToo()
    {
        using (var client = Server.NewClient())
            Assert.True((await client.PutAsync("/shared/curl/counted", new byte[200_000])).IsSuccess);
        var text = (await fixture.Curl.AnonymousAsync("/metrics")).Text;
        var received = text.Split('\n').Single(line => line.StartsWith("atrium_traffic_received_bytes_total{", StringComparison.Ordinal) && line.Contains("\"https\"", StringComparison.Ordinal));
        Assert.True(double.Parse(received[(received.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture) >= 200_000, received);
        Assert.Contains("atrium_traffic_connections{", text, StringComparison.Ordinal);
    }

    private async Task<JsonArray> ListAsync()
        => JsonNode.Parse((await AtriumProgram.RunAsync("connection", "list", "--json", "--data", Server.Data)).OrThrow().Output)!.AsArray();

    /// <summary>Sends until it is stopped, or nobody takes it.</summary>
    private sealed class EndlessContent : HttpContent
    {
        private readonly CancellationTokenSource stopped = new();

        internal void Stop() => stopped.Cancel();

        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            var piece = new byte[16 * 1024];
            while (!stopped.IsCancellationRequested)
            {
                await stream.WriteAsync(piece, TestRun.Cancelled);
                await stream.FlushAsync(TestRun.Cancelled);
                await Task.Delay(10, TestRun.Cancelled);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
