using System.Text;
using System.Text.Json;

namespace Atrium.Conformance.Contract;

/// <summary>The log: one line for each event, and no secret in it whatever the level.</summary>
public sealed class LogTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    public async Task Log_AtTheFinestLevel_HoldsNoSecret(string format)
    {
        await using var server = await StartAsync(format);
        const string Wrong = "not-the-password-4711", Added = "another-long-secret-0815";
        using var client = server.NewClient();
        Assert.True((await client.PutAsync("/home/admin/note", [1, 2, 3])).IsSuccess);
        Assert.Equal(401, (await new Curl(server, scratch).AnonymousAsync("/api/v1/spaces", "-u", $"admin:{Wrong}")).Status);
        (await Shell.RunAsync("dotnet", [await AtriumProgram.DllAsync(), "account", "add", "bob", "--password-stdin", "--data", server.Data], $"{Added}\n")).OrThrow();

        // Nor where any user of the machine looks: the command lines of the server and of what it starts.
        var processes = (await Shell.RunAsync("ps", "-o", "args", "-p", $"{server.Id}", "--ppid", $"{server.Id}")).OrThrow().Output;
        Assert.Contains("serve", processes, StringComparison.Ordinal);
        foreach (var secret in new[] { AtriumProgram.Password, Wrong, Added })
        {
            Assert.DoesNotContain(secret, processes, StringComparison.Ordinal);
            Assert.DoesNotContain(Basic(secret), processes, StringComparison.Ordinal);
        }
        Assert.Equal(0, await server.StopAsync());
        foreach (var secret in new[] { AtriumProgram.Password, Wrong, Added, "PRIVATE KEY" })
        {
            Assert.DoesNotContain(secret, server.Output, StringComparison.Ordinal);
            Assert.DoesNotContain(Basic(secret), server.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Log_AsJson_IsOneObjectOnEachLine()
    {
        await using var server = await StartAsync("json");
        Assert.Equal(0, await server.StopAsync());

        var entries = server.Output.Split('\n').Where(line => line.StartsWith('{')).Select(line => JsonDocument.Parse(line).RootElement).ToList();

        foreach (var entry in entries)
        {
            Assert.True(entry.TryGetProperty("Timestamp", out var time) && time.GetString()!.EndsWith('Z'), $"{entry}");
            foreach (var name in new[] { "EventId", "LogLevel", "Category", "Message" })
                Assert.True(entry.TryGetProperty(name, out _), $"{entry}");
        }
        // Started, stopping and stopped: what an operator asks for first.
        foreach (var id in new[] { 1000, 1001, 1002 })
            Assert.Single(entries, entry => entry.GetProperty("EventId").GetInt32() == id);
        Assert.Equal(server.Data, entries.Single(entry => entry.GetProperty("EventId").GetInt32() == 1000).GetProperty("State").GetProperty("Folder").GetString());
    }

    private async Task<AtriumProcess> StartAsync(string format)
    {
        var config = scratch.Path("config.json");
        await File.WriteAllTextAsync(config, $$"""{"log": {"level": "trace", "format": "{{format}}"} }""", TestRun.Cancelled);
        return await AtriumProcess.StartAsync(new ServerStart(scratch.Path("data")) { MoreArguments = ["--config", config] });
    }

    private static string Basic(string password) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"admin:{password}"));
}
