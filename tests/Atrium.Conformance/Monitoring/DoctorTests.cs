using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Atrium.Conformance.Monitoring;

/// <summary><c>atrium doctor</c> finds what was planted, says what to do, and is content when it is mended.</summary>
public sealed class DoctorTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task Doctor_NothingWrong_SaysSoOnARunningServerAndOnAFolder()
    {
        await using var server = await AtriumProcess.StartAsync(Data);
        var running = await AtriumProgram.RunAsync("doctor", "--data", Data);
        // The machine of a test may have little room on its disk.
        Assert.DoesNotContain("problem:", running.Output.Replace("problem: disk-space", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(0, await server.StopAsync());
        var stopped = await AtriumProgram.RunAsync("doctor", "--data", Data);
        foreach (var looked in new[] { "disk-space", "certificates", "database", "contents", "public-access", "doors" })
        {
            Assert.Contains(looked, running.Output.Split("Looked at")[^1], StringComparison.Ordinal);
            Assert.Contains(looked, stopped.Output.Split("Looked at")[^1], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Doctor_DiskNearlyFull_NamesDiskSpace()
    {
        await using var disk = await SmallDisk.CreateAsync(scratch, megabytes: 64);
        await using var server = await AtriumProcess.StartAsync(Path.Combine(disk.Folder, "data"));
        await AssertFoundAsync(server.Data, "disk-space", "problem", server.Data);
    }

    [Fact]
    public async Task Doctor_NoMoreFilesPossible_NamesInodes()
    {
        var folder = Directory.CreateDirectory(scratch.Path("inodes")).FullName;
        var mounted = await Shell.RunAsync("mount", "-t", "tmpfs", "-o", "size=3g,nr_inodes=400", "tmpfs", folder);
        Assert.SkipWhen(mounted.ExitCode != 0, $"This machine does not allow a tmpfs mount: {mounted.Error}");
        try
        {
            await using var server = await AtriumProcess.StartAsync(Path.Combine(folder, "data"));
            for (var i = 0; i < 375; i++)
                await File.WriteAllTextAsync(Path.Combine(folder, $"filler-{i}"), "", TestRun.Cancelled);
            await AssertFoundAsync(server.Data, "inodes", "problem", server.Data);
        }
        finally
        {
            await Shell.RunAsync("umount", "--lazy", folder);
        }
    }

    [Fact]
    public async Task Doctor_CertificateThatEndsSoon_NamesItsFile()
    {
        await using var server = await AtriumProcess.StartAsync(Data);
        var certificate = await IssueAsync("soon.example", days: 5, keyMode: "600");
        await AssertFoundAsync(Data, "certificates", "warning", certificate);
    }

    [Fact]
    public async Task Doctor_CertificateWithAnotherKey_NamesItsFile()
    {
        await using var server = await AtriumProcess.StartAsync(Data);
        var certificate = await IssueAsync("pair.example", days: 300, keyMode: "600");
        var other = await IssueAsync("other.example", days: 300, keyMode: "600");
        File.Copy(Path.ChangeExtension(other, ".key"), Path.ChangeExtension(certificate, ".key"), overwrite: true);
        await AssertFoundAsync(Data, "certificates", "problem", certificate);
    }

    [Fact]
    public async Task Doctor_KeyThatEverybodyMayRead_NamesItsFile()
    {
        await using var server = await AtriumProcess.StartAsync(Data);
        var certificate = await IssueAsync("key.example", days: 300, keyMode: "644");
        await AssertFoundAsync(Data, "key-files", "warning", Path.ChangeExtension(certificate, ".key"));
    }

    [Fact]
    public async Task Doctor_FewOpenFilesAllowed_NamesTheLimit()
    {
        await using var server = await AtriumProcess.StartAsync(new ServerStart(Data) { Through = ["prlimit", "--nofile=1000:1000"] });
        await AssertFoundAsync(Data, "open-files", "warning", "1000");
    }

    [Fact]
    public async Task Doctor_FolderThatOthersMayChange_NamesIt()
    {
        await using var server = await AtriumProcess.StartAsync(Data);
        File.SetUnixFileMode(Data, (UnixFileMode)0b111_111_111);
        await AssertFoundAsync(Data, "folder", "problem", Data);
        File.SetUnixFileMode(Data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await AssertNotFoundAsync(Data, "folder");
    }

    [Fact]
    public async Task Doctor_DamagedPageOfTheDatabase_NamesTheDatabase()
    {
        await using (var server = await AtriumProcess.StartAsync(Data))
        {
            using var client = server.NewClient();
            for (byte i = 0; i < 40; i++)
                Assert.True((await client.PutAsync($"/home/admin/{i}", [.. Enumerable.Repeat(i, 60_000)])).IsSuccess);
            Assert.Equal(0, await server.StopAsync());
        }
        // The last pages hold the contents of the last files: the server starts, and would not see it for years.
        using (var file = new FileStream(Path.Combine(Data, "catalog.db"), FileMode.Open, FileAccess.ReadWrite))
        {
            file.Position = file.Length - 3 * 4096;
            file.Write([.. Enumerable.Repeat((byte)0xFF, 4096)]);
        }
        await using var again = await AtriumProcess.StartAsync(Data);
        await AssertFoundAsync(Data, "database", "problem", "catalog.db");
    }

    [Fact]
    public async Task Doctor_FlippedBitInAContent_NamesTheFile()
    {
        await using var server = await AtriumProcess.StartAsync(Data);
        using var client = server.NewClient();
        var bytes = new byte[300_000];
        new Dice(11).Fill(bytes);
        Assert.True((await client.PutAsync("/home/admin/damaged.bin", bytes)).IsSuccess);
        BlobFiles.FlipOneBit(BlobFiles.Holding(Data, bytes), offset: 200_000);
        await AssertFoundAsync(Data, "contents", "problem", "/home/admin/damaged.bin");
    }

    [Fact]
    public async Task Doctor_FolderThatAnyoneMayChange_NamesItUntilThatIsTakenBack()
    {
        await using var server = await AtriumProcess.StartAsync(Data);
        (await AtriumProgram.RunAsync("space", "add", "/shared/open", "--data", Data)).OrThrow();
        (await AtriumProgram.RunAsync("access", "grant", "/shared/open", "anyone", "read,write", "--data", Data)).OrThrow();
        await AssertFoundAsync(Data, "public-access", "warning", "/shared/open");
        (await AtriumProgram.RunAsync("access", "revoke", "/shared/open", "anyone", "--data", Data)).OrThrow();
        await AssertNotFoundAsync(Data, "public-access");
    }

    [Fact]
    public async Task Doctor_SpaceOverItsQuota_NamesIt()
    {
        await using var server = await AtriumProcess.StartAsync(Data);
        using var client = server.NewClient();
        (await AtriumProgram.RunAsync("space", "add", "/shared/tight", "--quota", "100B", "--data", Data)).OrThrow();
        Assert.True((await client.PutAsync("/shared/tight/f", new byte[99])).IsSuccess);
        await AssertFoundAsync(Data, "quotas", "warning", "/shared/tight");
    }

    [Fact]
    public async Task Doctor_LogThatIsNotCopied_NamesIt()
    {
        await using var server = await AtriumProcess.StartAsync(Data);
        // As long as hours of changes that nobody could copy would have made it; the file is sparse.
        (await Shell.RunAsync("truncate", "--size=600M", Path.Combine(Data, "catalog.db-wal"))).OrThrow();
        await AssertFoundAsync(Data, "log", "warning", "catalog.db-wal");
    }

    [Fact]
    public async Task Doctor_PortTakenByAnotherProgram_NamesThePortOfAStoppedServer()
    {
        int portBase;
        await using (var server = await AtriumProcess.StartAsync(Data))
        {
            portBase = server.PortBase;
            await server.StopAsync();
        }
        await File.WriteAllTextAsync(Path.Combine(Data, "atrium.json"), $$"""{"bind": "127.0.0.1", "portBase": {{portBase}}}""", TestRun.Cancelled);
        using var other = new TcpListener(IPAddress.Loopback, portBase + 443);
        other.Start();
        await AssertFoundAsync(Data, "doors", "problem", $"127.0.0.1:{portBase + 443}");
        other.Stop();
        await AssertNotFoundAsync(Data, "doors");
    }

    [Fact]
    public async Task Doctor_SenderThatMayTakeForEver_NamesTheSetting()
    {
        await using var server = await AtriumProcess.StartAsync(Data);
        (await AtriumProgram.RunAsync("setting", "set", "http.min-upload-rate", "none", "--data", Data)).OrThrow();
        await AssertFoundAsync(Data, "settings", "warning", "http.min-upload-rate");
    }

    [Fact]
    public async Task Report_OfADoctorThatLooked_IsShownByStatusAndByTheNextStart()
    {
        await using (var server = await AtriumProcess.StartAsync(Data))
        {
            (await AtriumProgram.RunAsync("setting", "set", "http.min-upload-rate", "none", "--data", Data)).OrThrow();
            Assert.Equal(1, (await AtriumProgram.RunAsync("doctor", "--data", Data)).ExitCode);
            Assert.Contains("http.min-upload-rate", (await AtriumProgram.RunAsync("status", "--data", Data)).OrThrow().Output, StringComparison.Ordinal);
            Assert.Equal(0, await server.StopAsync());
        }
        await using var again = await AtriumProcess.StartAsync(Data);
        await Until.TrueAsync(
            () => Task.FromResult(again.Output.Contains("What to do: atrium setting reset http.min-upload-rate", StringComparison.Ordinal)), () => again.Output);
    }

    private string Data => scratch.Path("data");

    private static async Task AssertFoundAsync(string data, string check, string severity, string named)
    {
        var findings = await FindingsAsync(data);
        var found = findings.Where(finding => finding.Check == check).ToList();
        Assert.Contains(found, finding => finding.Severity == severity && (finding.Subject + finding.Detail).Contains(named, StringComparison.Ordinal));
        Assert.All(found, finding => Assert.NotEmpty(finding.Advice));
        var text = await AtriumProgram.RunAsync("doctor", "--data", data);
        Assert.Equal(1, text.ExitCode);
        Assert.Contains($"{severity}: {check}: ", text.Output, StringComparison.Ordinal);
        Assert.Contains("What to do: ", text.Output, StringComparison.Ordinal);
    }

    private static async Task AssertNotFoundAsync(string data, string check)
        => Assert.DoesNotContain(await FindingsAsync(data), finding => finding.Check == check && finding.Severity != "notice");

    private static async Task<List<(string Check, string Severity, string Subject, string Detail, string Advice)>> FindingsAsync(string data)
    {
        var result = await AtriumProgram.RunAsync("doctor", "--json", "--data", data);
        var findings = JsonNode.Parse(result.Output)!.AsArray()
            .Select(one => (Text(one!, "check"), Text(one!, "severity"), Text(one!, "subject"), Text(one!, "detail"), Text(one!, "advice"))).ToList();
        Assert.Equal(findings.Exists(finding => finding.Item2 != "notice") ? 1 : 0, result.ExitCode);
        return findings;
    }

    private static string Text(JsonNode finding, string name) => finding[name]!.GetValue<string>();

    /// <summary>A pair of the operator's, made with openssl; the path of the certificate.</summary>
    private async Task<string> IssueAsync(string name, int days, string keyMode)
    {
        var path = Path.Combine(Data, "tls", "certs", name);
        (await Shell.RunAsync(
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", $"{days}", "-subj", $"/CN={name}",
            "-addext", $"subjectAltName=DNS:{name}", "-keyout", $"{path}.key", "-out", $"{path}.crt")).OrThrow();
        (await Shell.RunAsync("chmod", keyMode, $"{path}.key")).OrThrow();
        return $"{path}.crt";
    }
}
