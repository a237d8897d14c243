using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;

namespace Atrium.Conformance.Tus;

/// <summary>The official client of tus (tus-js-client), cut off in all the ways that happen.</summary>
public sealed class TusClientTests
{
    private const int Size = 60_000_000;

    /// <summary>Smaller than a piece of the server's, so that a cut comes within and between them.</summary>
    private const int Chunk = 5_000_000;

    [Fact]
    public async Task Upload_ClientAndServerKilledAgainAndAgain_IsIdentical()
    {
        using var scratch = new Scratch();
        var start = new ServerStart(scratch.Path("data"));
        var server = await AtriumProcess.StartAsync(start);
        try
        {
            (await AtriumProgram.RunAsync("space", "add", "/shared/tus", "--data", server.Data)).OrThrow();
            (await AtriumProgram.RunAsync("space", "add", "/shared/drop", "--data", server.Data)).OrThrow();
            var link = (await AtriumProgram.RunAsync("share", "create", "/shared/drop", "--upload", "--json", "--data", server.Data)).OrThrow();
            var token = JsonDocument.Parse(link.Output).RootElement[0].GetProperty("token").GetString();
            var bytes = RandomNumberGenerator.GetBytes(Size);
            await File.WriteAllBytesAsync(scratch.Path("source"), bytes, TestRun.Cancelled);
            start = start with { PortBase = server.PortBase };

            foreach (var (target, arguments) in ((string, string[])[])
            [
                ("/api/v1/uploads", ["path=/shared/tus/large.bin", $"basic=admin:{AtriumProgram.Password}"]),
                ($"/s/{token}", ["filename=large.bin"]),
            ])
            {
                string[] command = [$"https://127.0.0.1:{server.HttpsPort}{target}", scratch.Path("source"), scratch.Path($"state{target.Length}"), $"{Chunk}", .. arguments];

                // 1. The client is killed.
                await UntilAcceptedAsync(server, command, 2 * Chunk);

                // 2. The server is killed under a client that tries again by itself.
                using (var client = Start(server, command))
                {
                    await AcceptedAsync(client, 6 * Chunk);
                    await server.KillAndWaitAsync();
                    await server.DisposeAsync();
                    server = await AtriumProcess.StartAsync(start);
                    await EndAsync(client);
                }
            }
            using var reader = server.NewClient();
            var read1 = (await reader.GetAsync("/shared/tus/large.bin")).Body;
            Assert.True(bytes.AsSpan().SequenceEqual(read1));
            var read2 = (await reader.GetAsync("/shared/drop/large.bin")).Body;
            Assert.True(bytes.AsSpan().SequenceEqual(read2));
            var names = (await AtriumProgram.RunAsync("ls", "/shared/drop", "--data", server.Data)).OrThrow().Output;
            Assert.Equal("large.bin", names.Trim());
            (await AtriumProgram.RunAsync("check", "--data", server.Data)).OrThrow();
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    private static async Task UntilAcceptedAsync(AtriumProcess server, string[] command, long bytes)
    {
        using var client = Start(server, command);
        await AcceptedAsync(client, bytes);
        client.Kill();
        await client.WaitForExitAsync(TestRun.Cancelled);
    }

    private static async Task AcceptedAsync(Process client, long bytes)
    {
        while (await client.StandardOutput.ReadLineAsync(TestRun.Cancelled) is { } line)
        {
            if (line.StartsWith("accepted ", StringComparison.Ordinal) && long.Parse(line["accepted ".Length..], System.Globalization.CultureInfo.InvariantCulture) >= bytes)
                return;
            Assert.NotEqual("whole", line);
        }
        Assert.Fail($"The client ended early: {await client.StandardError.ReadToEndAsync(TestRun.Cancelled)}");
    }

    private static async Task EndAsync(Process client)
    {
        var output = await client.StandardOutput.ReadToEndAsync(TestRun.Cancelled);
        await client.WaitForExitAsync(TestRun.Cancelled);
        Assert.True(client.ExitCode == 0 && output.EndsWith("whole\n", StringComparison.Ordinal), $"{output}\n{await client.StandardError.ReadToEndAsync(TestRun.Cancelled)}");
    }

    private static Process Start(AtriumProcess server, string[] command)
    {
        var script = Path.Combine(AtriumProgram.RepositoryRoot(), "tests", "clients", "tus-upload.mjs");
        var start = new ProcessStartInfo("node", [script, .. command]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["NODE_EXTRA_CA_CERTS"] = server.CaPath;
        return Process.Start(start)!;
    }
}
