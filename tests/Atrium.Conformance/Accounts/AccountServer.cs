using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace Atrium.Conformance.Accounts;

/// <summary>One server for the tests of accounts, each of which makes the accounts that it needs.</summary>
public sealed class AccountServer : IAsyncLifetime
{
    internal const string Password = "sunken lantern orchard";

    internal Scratch Scratch { get; } = new();

    internal AtriumProcess Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await AtriumProcess.StartAsync(Scratch.Path("data"));

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Scratch.Dispose();
    }

    /// <summary><c>atrium account ...</c></summary>
    internal async Task<JsonArray> AccountAsync(params string[] arguments) => (JsonArray)JsonNode.Parse((await RunAsync(null, arguments)).OrThrow().Output)!;

    internal async Task<ShellResult> RunAsync(string? input, params string[] arguments)
        => await Shell.RunAsync("dotnet", [await AtriumProgram.DllAsync(), "account", .. arguments, "--json", "--data", Server.Data], input);

    internal async Task AddAsync(string name, params string[] options)
        => (await RunAsync(Password + "\n", ["add", name, "--password-stdin", .. options])).OrThrow();

    internal async Task<string> AppPasswordAsync(string name, string label, params string[] options)
        => (string)(await AccountAsync(["app-password", name, "--name", label, .. options]))[0]!["password"]!;

    internal async Task<string> TokenAsync(string name, string label, params string[] options)
        => (string)(await AccountAsync(["token", "add", name, "--name", label, .. options]))[0]!["token"]!;

    /// <summary>curl's options for a sign-in with a password or app password.</summary>
    internal static string[] Basic(string name, string password) => ["-u", $"{name}:{password}"];

    internal static string[] Bearer(string token) => ["-H", $"Authorization: Bearer {token}"];

    /// <summary>One request, whose answer must come.</summary>
    internal async Task<CurlReply> AskAsync(string[] signIn, string target, params string[] options)
    {
        var reply = await CurlAsync(signIn, target, options);
        Assert.True(reply.ExitCode == 0, $"curl ended with {reply.ExitCode}: {reply.Body}");
        return reply;
    }

    /// <summary>One request, whose answer may be cut off.</summary>
    internal async Task<CurlReply> CurlAsync(string[] signIn, string target, params string[] options)
    {
        var headers = Scratch.Path($"headers-{Guid.NewGuid():N}");
        var result = await Shell.RunAsync(
            "curl",
            [
                "-sS", "--cacert", Server.CaPath, "-D", headers, "-w", "\n%{http_code} %{size_download}", .. signIn, .. options,
                $"https://127.0.0.1:{Server.HttpsPort}{target}",
            ],
            input: null);
        var last = result.Output.LastIndexOf('\n');
        var numbers = result.Output[(last + 1)..].Split(' ');
        return new CurlReply(
            result.ExitCode, (HttpStatusCode)int.Parse(numbers[0], CultureInfo.InvariantCulture), long.Parse(numbers[1], CultureInfo.InvariantCulture),
            File.Exists(headers) ? await File.ReadAllTextAsync(headers, TestRun.Cancelled) : "", result.Output[..last]);
    }
}

/// <summary>What curl got.</summary>
internal sealed record CurlReply(int ExitCode, HttpStatusCode Status, long Received, string Headers, string Body)
{
    internal JsonNode Json => JsonNode.Parse(Body)!;

    /// <summary>All that could tell one refusal from another; the time of day could not.</summary>
    internal string WithoutDate => $"{string.Join('\n', Headers.Split('\n').Where(line => !line.StartsWith("date:", StringComparison.OrdinalIgnoreCase)))}\n{Body}";
}
