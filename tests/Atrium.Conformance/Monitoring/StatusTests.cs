using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Atrium.Conformance.Contract;

namespace Atrium.Conformance.Monitoring;

/// <summary><c>atrium status</c>: once, and again and again.</summary>
public sealed class StatusTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private AtriumProcess Server => fixture.Server;

    [Fact]
    public async Task Status_Json_TellsOfCertificatesRequestsAndFullSpaces()
    {
        using var client = Server.NewClient();
        (await AtriumProgram.RunAsync("space", "add", "/shared/tight", "--quota", "100B", "--data", Server.Data)).OrThrow();
        Assert.True((await client.PutAsync("/shared/tight/f", new byte[85])).IsSuccess);
        Assert.False((await client.GetAsync("/shared/tight/nothing")).IsSuccess);

        var status = JsonNode.Parse((await AtriumProgram.RunAsync("status", "--json", "--data", Server.Data)).OrThrow().Output)!;

        var certificate = Assert.Single(status["certificates"]!.AsArray())!;
        Assert.False(certificate["isOperators"]!.GetValue<bool>());
        Assert.Contains("127.0.0.1", certificate["names"]!.AsArray().Select(name => name!.GetValue<string>()));
        Assert.InRange(certificate["notAfter"]!.GetValue<DateTimeOffset>(), TimeProvider.System.GetUtcNow().AddDays(30), TimeProvider.System.GetUtcNow().AddDays(100));
        var https = status["protocols"]!.AsArray().Single(protocol => protocol!["protocol"]!.GetValue<string>() == "https")!;
        Assert.True(https["requests"]!.GetValue<long>() >= 3);
        Assert.True(https["refused"]!.GetValue<long>() >= 1);
        Assert.True(https["perSecond"]!.GetValue<double>() > 0);
        Assert.True(https["medianMilliseconds"]!.GetValue<double>() > 0);
        Assert.True(https["percentile99Milliseconds"]!.GetValue<double>() >= https["medianMilliseconds"]!.GetValue<double>());
        var full = Assert.Single(status["fullSpaces"]!.AsArray())!;
        Assert.Equal(("/shared/tight", 85L, 100L), (full["path"]!.GetValue<string>(), full["used"]!.GetValue<long>(), full["quota"]!.GetValue<long>()));
        Assert.Equal([".NET", "SQLite"], status["components"]!.AsArray().Select(part => part!["name"]!.GetValue<string>()));
        Assert.True(status["logBytes"]!.GetValue<long>() > 0);
    }

    [Fact]
    public async Task Status_Watched_WritesALineForEachLookUntilItIsInterrupted()
    {
        using var client = Server.NewClient();
        var start = new ProcessStartInfo("dotnet", [await AtriumProgram.DllAsync(), "status", "--watch", "--interval", "1s", "--data", Server.Data])
        {
            RedirectStandardOutput = true,
        };
        using var watching = Process.Start(start)!;
        try
        {
            var first = Figure(await watching.StandardOutput.ReadLineAsync(TestRun.Cancelled), "requests");
            for (var i = 0; i < 5; i++)
                Assert.True((await client.PutAsync($"/shared/curl/watched-{i}", [1])).IsSuccess);
            var asked = TimeProvider.System.GetUtcNow();
            string? line;
            do
                line = await watching.StandardOutput.ReadLineAsync(TestRun.Cancelled);
            while (line is not null && DateTimeOffset.Parse(line[..20], CultureInfo.InvariantCulture) <= asked);
            Assert.True(Figure(line, "requests") >= first + 5, line);

            Signals.Send(watching.Id, Signals.Interrupt);
            await watching.WaitForExitAsync(TestRun.Cancelled).WaitAsync(Until.Patience, TestRun.Cancelled);
            Assert.Equal(0, watching.ExitCode);
        }
        finally
        {
            if (!watching.HasExited)
                watching.Kill();
        }
    }

    [Theory]
    [InlineData("0s")]
    [InlineData("soon")]
    public async Task Status_IntervalOutOfRange_IsWrongUsage(string interval)
        => Assert.Equal(2, (await AtriumProgram.RunAsync("status", "--watch", "--interval", interval, "--data", Server.Data)).ExitCode);

    private static long Figure(string? line, string name)
        => long.Parse(line!.Split(' ').Single(word => word.StartsWith(name + "=", StringComparison.Ordinal))[(name.Length + 1)..], CultureInfo.InvariantCulture);
}
