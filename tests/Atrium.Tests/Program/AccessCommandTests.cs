using System.Text.Json;

namespace Atrium.Tests.Program;

/// <summary>Groups, grants and the completion of their names, on a real server.</summary>
public sealed class AccessCommandTests : IAsyncLifetime
{
    private readonly Scratch scratch = new();
    private AtriumRun server = null!;

    private string Data => scratch["data"];

    public async ValueTask InitializeAsync()
    {
        server = await AtriumRun.ServeAsync(Data, Ports.FreeBase(), new Dictionary<string, string> { ["ATRIUM_ADMIN_PASSWORD"] = "a long enough secret" });
        foreach (var command in (string[][])[["space", "add", "/shared/plans"], ["group", "add", "editors"], ["account", "add", "alice"]])
            Assert.Equal(0, (await RunAsync(command)).ExitCode);
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        scratch.Dispose();
    }

    [Fact]
    public async Task Group_FromItsFirstMemberToItsEnd_IsTold()
    {
        Assert.Equal("alice is in editors, with all that is granted to it.\n", (await RunAsync("group", "join", "editors", "alice")).Output);
        Assert.Contains("editors  alice", (await RunAsync("group", "list")).Output, StringComparison.Ordinal);
        var shown = JsonDocument.Parse((await RunAsync("group", "show", "editors", "--json")).Output).RootElement;
        Assert.Equal("alice", shown[0].GetProperty("members")[0].GetString());
        Assert.Equal(1, (await RunAsync("group", "join", "editors", "editors")).ExitCode);
        var owned = await RunAsync("space", "set", "/shared/plans", "--owner", "editors");
        Assert.Contains("owner editors", owned.Output, StringComparison.Ordinal);
        var refused = await RunAsync("group", "remove", "editors");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("atrium space set /shared/plans --owner", refused.Error, StringComparison.Ordinal);
        await RunAsync("space", "set", "/shared/plans", "--owner", "admin");
        Assert.Equal(0, (await RunAsync("group", "remove", "editors", "--yes")).ExitCode);
        Assert.Contains("atrium group list", (await RunAsync("group", "show", "editors")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Grant_FromGivingToRevoking_IsTold()
    {
        Assert.Equal("Granted read,create on /shared/plans to alice.\n", (await RunAsync("access", "grant", "/shared/plans", "alice", "create,read")).Output);
        Assert.Contains("granted on /shared/plans", (await RunAsync("access", "list", "/shared/plans")).Output, StringComparison.Ordinal);
        Assert.StartsWith("alice may create /shared/plans. Granted: ", (await RunAsync("access", "explain", "alice", "create", "/shared/plans")).Output, StringComparison.Ordinal);
        var told = JsonDocument.Parse((await RunAsync("access", "explain", "alice", "write", "/shared/plans", "--json")).Output).RootElement[0];
        Assert.False(told.GetProperty("allowed").GetBoolean());
        Assert.Equal(2, (await RunAsync("access", "grant", "/shared/plans", "alice", "fly")).ExitCode);
        Assert.Equal(2, (await RunAsync("access", "inherit", "/shared/plans", "perhaps")).ExitCode);
        Assert.Equal(1, (await RunAsync("access", "inherit", "/shared/plans", "off")).ExitCode);
        // Without a terminal nothing is asked: what a script says, it means.
        Assert.Equal(0, (await RunAsync("access", "grant", "/shared/plans", "anyone", "read")).ExitCode);
        Assert.Equal(0, (await RunAsync("access", "revoke", "/shared/plans", "anyone")).ExitCode);
        Assert.Equal(0, (await RunAsync("access", "revoke", "/shared/plans", "alice")).ExitCode);
        var again = await RunAsync("access", "revoke", "/shared/plans", "alice");
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("atrium access list /shared/plans", again.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("atrium gro", "group")]
    [InlineData("./atrium group re", "remove")]
    [InlineData("atrium group join ", "editors")]
    [InlineData("atrium group join editors ", "admin alice editors")]
    [InlineData("atrium access grant /shared/p", "/shared/plans")]
    [InlineData("atrium access grant /shared/plans e", "editors everyone")]
    [InlineData("atrium access grant /shared/plans alice ", "create delete list manage read share write")]
    [InlineData("atrium access inherit /shared/plans o", "off on")]
    [InlineData("atrium space set /shared/plans --owner a", "admin alice")]
    [InlineData("atrium access list --js", "--json")]
    [InlineData("atrium access list /shared/plans ", "")]
    [InlineData("atrium nonsense ", "")]
    public async Task Suggest_OfALine_AreTheWordsThatMayFollow(string line, string words)
    {
        var suggested = await RunAsync("completion", "suggest", "--", $"{line.Length}", line);
        Assert.Equal((0, words), (suggested.ExitCode, string.Join(' ', suggested.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))));
    }

    /// <summary>In a real shell: the script is read, and its function asked.</summary>
    [Fact]
    public async Task Script_OfBash_CompletesNames()
    {
        var folder = Directory.CreateDirectory(scratch["bin"]).FullName;
        var program = Path.Combine(folder, "atrium");
        await File.WriteAllTextAsync(program, $"#!/bin/sh\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "Atrium.dll")}' \"$@\"\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var start = new System.Diagnostics.ProcessStartInfo(
            "bash",
            [
                "-c",
                "source <(atrium completion bash); COMP_WORDS=(atrium access list /sha); COMP_CWORD=3; COMP_LINE='atrium access list /sha'; COMP_POINT=23; _atrium; echo \"${COMPREPLY[@]}\"",
            ])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["PATH"] = $"{folder}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["ATRIUM_DATA"] = Data;
        using var bash = System.Diagnostics.Process.Start(start)!;
        Assert.Equal("/shared/plans\n", await bash.StandardOutput.ReadToEndAsync());
        await bash.WaitForExitAsync();
    }

    private Task<AtriumResult> RunAsync(params string[] arguments)
        => AtriumRun.ToEndAsync(arguments, new Dictionary<string, string> { ["ATRIUM_DATA"] = Data });
}

/// <summary>Completion where no server runs.</summary>
public sealed class CompletionTests
{
    [Theory]
    [InlineData("atrium access list /sh", "")]
    [InlineData("atrium acc", "access account")]
    public async Task Suggest_WithoutAServer_SaysNothingOfNames(string line, string words)
    {
        var suggested = await AtriumRun.ToEndAsync(
            ["completion", "suggest", "--", $"{line.Length}", line], new Dictionary<string, string> { ["ATRIUM_DATA"] = "/nonexistent" });
        Assert.Equal((0, words, ""), (suggested.ExitCode, string.Join(' ', suggested.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)), suggested.Error));
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public async Task Script_OfEachShell_AsksTheProgram(string shell)
        => Assert.Contains("completion suggest -- ", (await AtriumRun.ToEndAsync("completion", shell)).Output, StringComparison.Ordinal);
}
