using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Atrium.Conformance.Contract;

/// <summary>
/// What can be wrong at a start: one sentence on standard error that says what to do, exit code 1, and the folder as it was.
/// </summary>
public sealed partial class StartProblemTests : IAsyncDisposable
{
    private readonly Scratch scratch = new();

    private string Data => scratch.Path("data");

    public ValueTask DisposeAsync()
    {
        scratch.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Serve_PortInUse_NamesThePortAndMakesNoFolder()
    {
        var portBase = Ports.FreeBase();
        using var other = new TcpListener(IPAddress.Loopback, portBase + 80);
        other.Start();

        var result = await ServeAsync("--port-base", $"{portBase}");

        AssertSentence(result, $"Port {portBase + 80}", "--port-base", "--bind");
        Assert.False(Directory.Exists(Data));
    }

    [Fact]
    public async Task Serve_AddressOfAnotherMachine_NamesItAndMakesNoFolder()
    {
        var result = await AtriumProgram.RunAsync("serve", "--data", Data, "--bind", "192.0.2.1", "--port-base", $"{Ports.FreeBase()}");

        AssertSentence(result, "192.0.2.1", "--bind");
        Assert.False(Directory.Exists(Data));
    }

    [Fact]
    public async Task Serve_PrivilegedPort_NamesItAndMakesNoFolder()
    {
        await SkipUnlessRootAsync();

        var result = await AsNobodyAsync("serve", "--data", Data, "--bind", "127.0.0.1", "--port-base", "0");

        AssertSentence(result, "Port 443", "CAP_NET_BIND_SERVICE", "--port-base");
        Assert.False(Directory.Exists(Data));
    }

    [Fact]
    public async Task Serve_FolderHeldByAnotherServer_NamesTheProcessAndLeavesItServing()
    {
        await using var first = await AtriumProcess.StartAsync(Data);
        var before = Describe(Data);

        // The same ports too: the sentence is about the folder, which says more.
        var result = await AtriumProgram.RunAsync("serve", "--data", Data, "--bind", "127.0.0.1", "--port-base", $"{first.PortBase}");

        AssertSentence(result, Data, $"process {first.Id}", "--data");
        Assert.Equal(before, Describe(Data));
        using var client = first.NewClient();
        Assert.True(await client.IsReadyAsync());
        (await AtriumProgram.RunAsync("status", "--data", Data)).OrThrow(); // its socket is still there
    }

    [Fact]
    public async Task Serve_FolderWithForeignFiles_NamesOneAndTouchesNothing()
    {
        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(Path.Combine(Data, "thesis.txt"), "mine", TestRun.Cancelled);
        File.SetUnixFileMode(Data, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        var before = Describe(Data);

        var result = await ServeAsync();

        AssertSentence(result, Data, "thesis.txt", "--data");
        Assert.Equal(before, Describe(Data));
    }

    [Fact]
    public async Task Serve_FolderOfAnotherUser_SaysWhoseAndTouchesNothing()
    {
        await SkipUnlessRootAsync();
        Directory.CreateDirectory(Data);
        (await Shell.RunAsync("chown", "65534", Data)).OrThrow();
        var before = Describe(Data);

        var result = await ServeAsync();

        AssertSentence(result, Data, "uid 65534", "--data");
        Assert.Equal(before, Describe(Data));
    }

    [Fact]
    public async Task Serve_FolderMayNotBeMade_SaysSo()
    {
        await SkipUnlessRootAsync();

        // Nobody may not write where root's scratch folder is.
        var result = await AsNobodyAsync("serve", "--data", "/usr/atrium-test", "--bind", "127.0.0.1", "--port-base", $"{Ports.FreeBase()}");

        AssertSentence(result, "/usr/atrium-test", "--data");
        Assert.False(Directory.Exists("/usr/atrium-test"));
    }

    [Theory]
    [InlineData("data")]
    [InlineData("data/below")]
    public async Task Serve_FileInsteadOfAFolder_SaysSo(string path)
    {
        await File.WriteAllTextAsync(Data, "mine", TestRun.Cancelled);

        var result = await AtriumProgram.RunAsync("serve", "--data", scratch.Path(path), "--bind", "127.0.0.1", "--port-base", $"{Ports.FreeBase()}");

        AssertSentence(result, $"{Data} is not a folder", "--data");
        Assert.Equal("mine", await File.ReadAllTextAsync(Data, TestRun.Cancelled));
    }

    [Fact]
    public async Task Serve_FolderOfANewerVersion_SaysWhichAndTouchesNothing()
    {
        await MakeStoreAsync();
        await WriteIntoCatalogAsync(60, [0x00, 0x00, 0x27, 0x0F]); // user_version (sqlite.org/fileformat.html, 1.3): 9999
        var before = Describe(Data);

        var result = await ServeAsync();

        AssertSentence(result, "newer", "9999", "--data");
        Assert.Equal(before, Describe(Data));
    }

    [Fact]
    public async Task Serve_DamagedCatalog_SaysWhatToDoAndTouchesNothing()
    {
        await MakeStoreAsync();
        await WriteIntoCatalogAsync(0, "this was a catalog"u8.ToArray());
        var before = Describe(Data);

        var result = await ServeAsync();

        AssertSentence(result, Path.Combine(Data, "catalog.db"), "backup");
        Assert.Equal(before, Describe(Data));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Serve_CatalogOfStoredContentIsGone_DoesNotBeginAnew(bool emptied)
    {
        await using (var server = await AtriumProcess.StartAsync(Data))
        {
            using var client = server.NewClient();
            Assert.True((await client.PutAsync("/home/admin/kept", new byte[300_000])).IsSuccess);
            Assert.Equal(0, await server.StopAsync());
        }
        if (emptied)
            await File.WriteAllBytesAsync(Path.Combine(Data, "catalog.db"), [], TestRun.Cancelled);
        else
            File.Delete(Path.Combine(Data, "catalog.db"));
        var before = Describe(Data);

        var result = await ServeAsync();

        AssertSentence(result, Data, "catalog.db", "backup");
        Assert.Equal(before, Describe(Data));
    }

    [Fact]
    public async Task Serve_FullDisk_SaysSoAndMakesNoFolder()
    {
        await using var disk = await SmallDisk.CreateAsync(scratch, megabytes: 1);
        var data = Path.Combine(disk.Folder, "data");

        var result = await AtriumProgram.RunAsync("serve", "--data", data, "--bind", "127.0.0.1", "--port-base", $"{Ports.FreeBase()}");

        AssertSentence(result, data, "full", "Make room");
        Assert.False(Directory.Exists(data));
    }

    [Fact]
    public async Task Serve_DiskFilledSinceTheLastStart_SaysSoAndStartsOnceThereIsRoom()
    {
        await using var disk = await SmallDisk.CreateAsync(scratch, megabytes: 8);
        var data = Path.Combine(disk.Folder, "data");
        await using (var server = await AtriumProcess.StartAsync(data))
            Assert.Equal(0, await server.StopAsync());
        var filler = Path.Combine(disk.Folder, "filler");
        await Shell.RunAsync("dd", "if=/dev/zero", $"of={filler}", "bs=1024"); // ends when nothing more fits

        var full = await AtriumProgram.RunAsync("serve", "--data", data, "--bind", "127.0.0.1", "--port-base", $"{Ports.FreeBase()}");

        AssertSentence(full, data, "full", "Make room");
        File.Delete(filler);
        await using var again = await AtriumProcess.StartAsync(data);
        using var client = again.NewClient();
        Assert.True((await client.PutAsync("/home/admin/note", [1])).IsSuccess);
    }

    [Fact]
    public async Task Serve_BadCertificate_IsOneSentenceAndMakesNoFolder()
    {
        await File.WriteAllTextAsync(scratch.Path("site.crt"), "-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----", TestRun.Cancelled);
        await File.WriteAllTextAsync(scratch.Path("site.key"), "", TestRun.Cancelled);
        await File.WriteAllTextAsync(
            scratch.Path("c.json"), $$"""{"tls.certificate": "{{scratch.Path("site.crt")}}", "tls.key": "{{scratch.Path("site.key")}}"}""", TestRun.Cancelled);

        var result = await ServeAsync("--config", scratch.Path("c.json"));

        AssertSentence(result, scratch.Path("site.crt"), scratch.Path("site.key"), "PEM");
        Assert.False(Directory.Exists(Data));
    }

    [Fact]
    public async Task Serve_CertificateWithoutKey_NamesTheMissingKey()
    {
        await File.WriteAllTextAsync(scratch.Path("c.json"), """{"tls": {"certificate": "site.crt"}}""", TestRun.Cancelled);

        var result = await ServeAsync("--config", scratch.Path("c.json"));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("tls.key", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Data));
    }

    [Fact]
    public async Task Serve_WrongOptions_AreWrongUsageAndNameAllOfThem()
    {
        var result = await AtriumProgram.RunAsync("serve", "--data", Data, "--bind", "here", "--port-base", "70000", "--name", "a b");

        Assert.Equal(2, result.ExitCode);
        foreach (var expected in new[] { "--bind", "127.0.0.1", "--port-base", "62000", "--name", "serve --help" })
            Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Data));
    }

    [Fact]
    public async Task Serve_ManyStartsAtOnce_OneServesAndTheOthersEndWithASentence()
    {
        for (var round = 0; round < 3; round++)
        {
            var data = scratch.Path($"race{round}");
            var portBase = Ports.FreeBase();
            var servers = await Task.WhenAll(Enumerable.Range(0, 3).Select(i => AtriumProcess.LaunchAsync(
                new ServerStart(data) { PortBase = portBase + (round == 1 ? i : 0) }))); // in one round each has ports of its own
            try
            {
                await Until.TrueAsync(
                    () => Task.FromResult(servers.Count(server => server.HasExited) == 2), () => string.Join("\n--\n", servers.Select(server => server.Output)));
                var winner = Assert.Single(servers, server => !server.HasExited);
                await winner.ReadyAsync();
                foreach (var loser in servers.Where(server => server != winner))
                {
                    Assert.Equal(1, await loser.ExitCodeAsync());
                    Assert.Matches(OneSentence(), loser.Output);
                }
                (await AtriumProgram.RunAsync("status", "--data", data)).OrThrow();
                Assert.Equal(0, await winner.StopAsync());
            }
            finally
            {
                foreach (var server in servers)
                    await server.DisposeAsync();
            }
        }
    }

    private Task<ShellResult> ServeAsync(params string[] more) => AtriumProgram.RunAsync(
        ["serve", "--data", Data, "--bind", "127.0.0.1", .. more.Contains("--port-base") ? [] : (string[])["--port-base", $"{Ports.FreeBase()}"], .. more]);

    private async Task MakeStoreAsync()
    {
        await using var server = await AtriumProcess.StartAsync(Data);
        Assert.Equal(0, await server.StopAsync());
    }

    private async Task WriteIntoCatalogAsync(long position, byte[] bytes)
    {
        await using var catalog = new FileStream(Path.Combine(Data, "catalog.db"), FileMode.Open);
        catalog.Position = position;
        await catalog.WriteAsync(bytes, TestRun.Cancelled);
    }

    private static async Task SkipUnlessRootAsync()
    {
        var id = await Shell.RunAsync("id", "-u");
        Assert.SkipWhen(id.Output.Trim() != "0", "Only root can give a folder to another user or act as one.");
    }

    private static async Task<ShellResult> AsNobodyAsync(params string[] arguments)
    {
        var dll = await AtriumProgram.DllAsync();
        var result = await Shell.RunAsync("setpriv", ["--reuid", "65534", "--regid", "65534", "--clear-groups", "--bounding-set", "-all", "dotnet", dll, .. arguments]);
        Assert.SkipWhen(result.Error.Contains("does not exist", StringComparison.Ordinal), "The build lies where no other user may read.");
        return result;
    }

    /// <summary>One line on standard error with all that is named, nothing on standard output.</summary>
    private static void AssertSentence(ShellResult result, params string[] named)
    {
        Assert.True(result.ExitCode == 1, $"{result}");
        Assert.Empty(result.Output);
        Assert.Matches(OneSentence(), result.Error);
        foreach (var text in named)
            Assert.Contains(text, result.Error, StringComparison.Ordinal);
    }

    /// <summary>Names, modes, owners and contents, but for the lock's text, which is whoever held it last.</summary>
    private static string Describe(string folder)
    {
        var lines = Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Prepend(folder)
            .Select(path => $"{path} {File.GetUnixFileMode(path)} {Content(path)}");
        return string.Join('\n', lines);
    }

    private static string Content(string path)
        => Path.GetFileName(path) is "lock" or "atrium.sock" || Path.GetFileName(path).EndsWith("-shm", StringComparison.Ordinal) || Directory.Exists(path)
            ? "" : Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)));

    [GeneratedRegex(@"\Aatrium: [^\n]+\.\s*\z")]
    private static partial Regex OneSentence();
}
