using System.Text;
using Atrium.Conformance.Contract;

namespace Atrium.Conformance.Http;

/// <summary>One server for all dialogues: whatever a test does to it, it must go on serving the next.</summary>
public sealed class HttpServer : IAsyncLifetime
{
    internal const string GuestPassword = "sunken-lantern-orchard";

    internal Scratch Scratch { get; } = new();

    internal AtriumProcess Process { get; private set; } = null!;

    internal Curl Curl { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Process = await AtriumProcess.StartAsync(Scratch.Path("data"));
        Curl = new Curl(Process, Scratch);
        await RunAsync(null, "space", "add", "/shared/http");
        await RunAsync(null, "space", "add", "/shared/http-sibling");
        await RunAsync(null, "space", "add", "/shared/narrow", "--quota", "1MB");
        await RunAsync(GuestPassword + "\n", "account", "add", "guest", "--password-stdin");
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        Scratch.Dispose();
    }

    /// <summary>A new connection, over TLS.</summary>
    internal Task<Wire> ConnectAsync() => Wire.ConnectTlsAsync(Process);

    /// <summary>One request on a connection of its own.</summary>
    internal async Task<WireAnswer> AskAsync(string request)
    {
        await using var wire = await ConnectAsync();
        await wire.SendAsync(request);
        return await wire.AnswerAsync(request.StartsWith("HEAD ", StringComparison.Ordinal) ? BodyRule.None : BodyRule.AsFramed);
    }

    /// <summary>Stores a file, and fails the test where that fails.</summary>
    internal async Task StoreAsync(string path, string content, params string[] fields)
    {
        var answer = await AskAsync(Ask.Admin($"PUT /api/v1/files{path}", [$"Content-Length: {Encoding.UTF8.GetByteCount(content)}", .. fields]) + content);
        Assert.True(answer.Status is 201 or 204, $"{answer}");
    }

    /// <summary>What stands there now; null for nothing.</summary>
    internal async Task<string?> ReadAsync(string path)
    {
        var answer = await AskAsync(Ask.Admin($"GET /api/v1/files{path}"));
        return answer.Status == 404 ? null : answer.Text;
    }

    private async Task RunAsync(string? input, params string[] arguments) =>
        (await Shell.RunAsync("dotnet", [await AtriumProgram.DllAsync(), .. arguments, "--data", Process.Data], input)).OrThrow();
}

/// <summary>The tests that share it.</summary>
[CollectionDefinition(Name)]
public sealed class HttpCollection : ICollectionFixture<HttpServer>
{
    public const string Name = "http";
}
