using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Atrium.Conformance.Contract;

namespace Atrium.Conformance.Monitoring;

/// <summary><c>/metrics</c>: what Prometheus reads, and who may.</summary>
public sealed partial class MetricsTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private AtriumProcess Server => fixture.Server;

    [Fact]
    public async Task Metrics_AfterRequests_CountEachByOperationAndStatus()
    {
        const string Stored = "atrium_request_duration_seconds_count{otel_scope_name=\"Atrium.Requests\",operation=\"PUT /api/v1/files/*\",protocol=\"https\",status=\"201\"}";
        const string Missing = "atrium_request_duration_seconds_count{otel_scope_name=\"Atrium.Requests\",operation=\"GET /api/v1/files/*\",protocol=\"https\",status=\"404\"}";
        const string Refused = "atrium_refusals_total{otel_scope_name=\"Atrium.Requests\",kind=\"not-found\",protocol=\"https\"}";
        using var client = Server.NewClient();
        await client.PutAsync("/shared/curl/first", [1]);
        var before = await ReadAsync();

        for (var i = 0; i < 3; i++)
        {
            Assert.True((await client.PutAsync($"/shared/curl/counted-{i}", new byte[100_000 + i])).IsSuccess);
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/shared/curl/nothing")).Status);
        }
        var after = await ReadAsync();

        Assert.Equal(3, after.GetValueOrDefault(Stored) - before.GetValueOrDefault(Stored));
        Assert.Equal(3, after.GetValueOrDefault(Missing) - before.GetValueOrDefault(Missing));
        Assert.Equal(3, after.GetValueOrDefault(Refused) - before.GetValueOrDefault(Refused));
        Assert.True(Sum(after, "atrium_sign_ins_total{otel_scope_name=\"Atrium.SignIn\",mechanism=\"PLAIN\",protocol=\"https\",result=\"success\"}") >= 7);
        foreach (var raised in new[] { "atrium_catalog_units_total{", "atrium_catalog_batches_total{", "atrium_blobs_written_total{", "atrium_blobs_written_size_bytes_total{", "atrium_catalog_sync_duration_seconds_count{", "atrium_blobs_sync_duration_seconds_count{", "atrium_cache_hits_total{otel_scope_name=\"Atrium.Catalog\"" })
            Assert.True(Sum(after, raised) > Sum(before, raised), $"{raised} has not risen");
        foreach (var shown in new[] { "atrium_catalog_size_bytes{", "atrium_storage_free_bytes{", "atrium_sign_in_hashes_total{", "dotnet_gc_heap_total_allocated_bytes_total{" })
            Assert.True(Sum(after, shown) > 0, $"{shown} is not shown");
    }

    [Fact]
    public async Task Metrics_OfManyPaths_HaveOneSeries()
    {
        using var client = Server.NewClient();
        for (var i = 0; i < 20; i++)
            await client.GetAsync($"/shared/curl/path-{i}?anything=person-{i}");
        var text = await fixture.Curl.AnonymousAsync("/metrics");
        Assert.DoesNotContain("path-", text.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("person-", text.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_OverClearTextFromTheMachineItself_AreShown()
    {
        var answer = (await Shell.RunAsync("curl", "-sS", "-w", "%{http_code} %{content_type}", "-o", fixture.Scratch.Path("clear"), $"http://127.0.0.1:{Server.PortBase + 80}/metrics")).OrThrow();
        Assert.StartsWith("200 text/plain; version=0.0.4", answer.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X-Forwarded-For: 192.0.2.7")]
    [InlineData("Forwarded: for=192.0.2.7")]
    [InlineData("Via: 1.1 proxy")]
    public async Task Metrics_PassedOnByAProxyOfTheMachine_AskForASignIn(string field)
    {
        Assert.Equal(401, (await fixture.Curl.AnonymousAsync("/metrics", "-H", field)).Status);
        Assert.Equal(200, (await fixture.Curl.AsAdminAsync("/metrics", "-H", field)).Status);
    }

    [Fact]
    public async Task Metrics_ForAnAccountThatIsNoAdministrator_AreRefused()
    {
        (await Shell.RunAsync("dotnet", [await AtriumProgram.DllAsync(), "account", "add", "looker", "--password-stdin", "--data", Server.Data], "sunken lantern orchard\n")).OrThrow();
        Assert.Equal(403, (await fixture.Curl.AnonymousAsync("/metrics", "-u", "looker:sunken lantern orchard")).Status);
        Assert.Equal(401, (await fixture.Curl.AnonymousAsync("/metrics", "-u", "looker:amber lattice harbour")).Status);
    }

    private static double Sum(Dictionary<string, double> series, string prefix) => series.Where(one => one.Key.StartsWith(prefix, StringComparison.Ordinal)).Sum(one => one.Value);

    private async Task<Dictionary<string, double>> ReadAsync()
    {
        // What was gathered for one scrape is kept for others for a moment (300 ms): this one is newer.
        await Task.Delay(TimeSpan.FromMilliseconds(400), TestRun.Cancelled);
        var answer = await fixture.Curl.AnonymousAsync("/metrics");
        Assert.Equal(200, answer.Status);
        return answer.Text.Split('\n').Select(line => Series().Match(line)).Where(match => match.Success)
            .ToDictionary(match => match.Groups[1].Value, match => double.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"^([a-z][^ {]*(?:\{.*\})?) ([-+0-9.eE]+)$")]
    private static partial Regex Series();
}
