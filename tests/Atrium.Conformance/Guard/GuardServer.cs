using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Atrium.Conformance.Http;

namespace Atrium.Conformance.Guard;

/// <summary>
/// A server whose clients come from many addresses: all of 127.0.0.0/8 is this machine, and each of them is another peer. The admin comes
/// from 127.0.0.1; each test has addresses of its own, and takes back what it set.
/// </summary>
public sealed class GuardServer : IAsyncLifetime
{
    private readonly Scratch scratch = new();
    private HttpClient http = null!;

    internal AtriumProcess Process { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Process = await AtriumProcess.StartAsync(scratch.Path("data"));
        http = NewAdmin();
        await RunAsync("space", "add", "/shared/guard");
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await Process.DisposeAsync();
        scratch.Dispose();
    }

    internal async Task RestartAsync()
    {
        http.Dispose();
        Assert.Equal(0, await Process.StopAsync());
        await Process.DisposeAsync();
        Process = await AtriumProcess.StartAsync(scratch.Path("data"));
        http = NewAdmin();
    }

    internal async Task<string> RunAsync(params string[] arguments)
        => (await AtriumProgram.RunAsync([.. arguments, "--data", Process.Data])).OrThrow().Output;

    internal async Task<ShellResult> TryAsync(params string[] arguments) => await AtriumProgram.RunAsync([.. arguments, "--data", Process.Data]);

    /// <summary>Sets a setting until it is disposed of.</summary>
    internal async Task<IAsyncDisposable> SetAsync(string name, string value)
    {
        (await http.PutAsJsonAsync($"/api/v1/settings/{name}", new { value }, TestRun.Cancelled)).EnsureSuccessStatusCode();
        return new Reset(this, name);
    }

    internal async Task DenyAsync(string network)
        => (await http.PostAsJsonAsync("/api/v1/firewall/rules", new { network, action = "deny" }, TestRun.Cancelled)).EnsureSuccessStatusCode();

    internal async Task<JsonNode> UnbanAsync(string network)
    {
        using var answer = (await http.DeleteAsync($"/api/v1/firewall/bans/{network}", TestRun.Cancelled)).EnsureSuccessStatusCode();
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestRun.Cancelled))!;
    }

    internal async Task<IReadOnlyList<JsonNode>> BansAsync()
        => [.. JsonNode.Parse(await http.GetStringAsync("/api/v1/firewall/bans", TestRun.Cancelled))!["items"]!.AsArray().Select(ban => ban!)];

    /// <summary>One request on a connection of its own; null when the server closes it without a word.</summary>
    internal async Task<WireAnswer?> AskAsync(string from, string request, bool clear = false)
    {
        try
        {
            await using var wire = clear ? await Wire.ConnectClearFromAsync(IPAddress.Parse(from), Process) : await Wire.ConnectTlsFromAsync(IPAddress.Parse(from), Process);
            await wire.SendAsync(request);
            return await wire.TryAnswerAsync();
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            return null;
        }
    }

    private HttpClient NewAdmin()
    {
        var client = Process.NewHttp();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"admin:{AtriumProgram.Password}")));
        return client;
    }

    private sealed class Reset(GuardServer server, string name) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => (await server.http.DeleteAsync($"/api/v1/settings/{name}", TestRun.Cancelled)).EnsureSuccessStatusCode();
    }
}
