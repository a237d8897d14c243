using System.Security.Cryptography;

namespace Atrium.Conformance.Dav;

/// <summary>Real clients, on files that come and go.</summary>
[Collection(DavCollection.Name)]
public sealed class ClientTests(DavServer server)
{
    private const int Files = 200;

    [Theory]
    [InlineData("other")]
    [InlineData("owncloud")]
    [InlineData("nextcloud")]
    public async Task Rclone_SyncThereAndBack_IsIdenticalAndASecondRunTransfersNothing(string vendor)
    {
        var source = MakeTree($"source-{vendor}");
        var rclone = await RcloneAsync();
        var target = $"{vendor}:shared/x/rclone-{vendor}";
        (await rclone("sync", source, target, "--transfers", "8")).OrThrow();
        (await rclone("check", "--download", source, target)).OrThrow();
        var again = (await rclone("sync", source, target, "-v")).OrThrow();
        Assert.Contains("There was nothing to transfer", again.Error, StringComparison.Ordinal);
        var back = server.Scratch.Path($"back-{vendor}");
        (await rclone("sync", target, back)).OrThrow();
        (await Shell.RunAsync("diff", "-r", source, back)).OrThrow();
        // Where it can set times it has: without them a second run would only have compared sizes.
        if (vendor != "other")
            Assert.Equal(File.GetLastWriteTimeUtc(Path.Combine(source, "a", "file-0")), File.GetLastWriteTimeUtc(Path.Combine(back, "a", "file-0")));
    }

    [Fact]
    public async Task Restic_ThroughRclone_BacksUpChecksAndRestores()
    {
        var source = MakeTree("source-restic");
        await RcloneAsync();
        Task<ShellResult> Restic(params string[] arguments) => Shell.RunAsync(
            "env", [$"RCLONE_CONFIG={server.Scratch.Path("rclone.conf")}", $"RCLONE_CA_CERT={server.Process.CaPath}", "RESTIC_PASSWORD=sunken lantern orchard",
                $"RESTIC_CACHE_DIR={server.Scratch.Path("restic-cache")}", "restic", "-r", "rclone:owncloud:shared/x/restic", .. arguments]);
        (await Restic("init")).OrThrow();
        (await Restic("backup", source)).OrThrow();
        (await Restic("check", "--read-data")).OrThrow();
        var restored = server.Scratch.Path("restored");
        (await Restic("restore", "latest", "--target", restored)).OrThrow();
        (await Shell.RunAsync("diff", "-r", source, restored + source)).OrThrow();
    }

    [Fact]
    public async Task Cadaver_InADialogue_DoesWhatItIsTold()
    {
        var folder = await server.FolderAsync();
        var (home, local) = (Directory.CreateDirectory(server.Scratch.Path("cadaver")).FullName, server.Scratch.Path("cadaver-file"));
        await File.WriteAllTextAsync(local, "what cadaver brings", TestRun.Cancelled);
        // Its file of passwords knows none with spaces in it.
        var password = (await server.RunAsync(null, "account", "app-password", "admin", "--name", "cadaver", "--protocols", "dav"))
            .Split('\n').First(line => line.StartsWith("Password", StringComparison.Ordinal)).Split(' ')[^1];
        await File.WriteAllTextAsync(Path.Combine(home, ".netrc"), $"machine localhost\nlogin admin\npassword {password}\n", TestRun.Cancelled);
        string[] commands =
        [
            "mkcol made", "cd made", $"put {local} f2", "ls", "copy f2 f3", "move f3 f4", "lock f4", "discover f4", "propset f4 mood good", "propget f4 mood", "unlock f4",
            $"get f4 {local}-back", "delete f4", "cd ..", "rmcol made", "quit",
        ];
        // It trusts what the system trusts: for itself alone that is this server.
        var run = await Shell.RunAsync(
            "unshare",
            ["-m", "sh", "-c", $"mount --bind '{server.Process.CaPath}' /etc/ssl/certs/ca-certificates.crt && HOME='{home}' cadaver https://localhost:{server.Process.HttpsPort}{folder}/"],
            string.Join('\n', commands) + "\n");
        run.OrThrow();
        Assert.Equal(11, run.Output.Split("succeeded").Length - 1);
        Assert.DoesNotContain("failed", run.Output, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Value of mood is: good", run.Output, StringComparison.Ordinal);
        Assert.Equal("what cadaver brings", await File.ReadAllTextAsync($"{local}-back", TestRun.Cancelled));
    }

    private async Task<Func<string[], Task<ShellResult>>> ConfigureAsync()
    {
        var config = server.Scratch.Path("rclone.conf");
        var password = (await Shell.RunAsync("rclone", "obscure", AtriumProgram.Password)).OrThrow().Output.Trim();
        await File.WriteAllTextAsync(
            config,
            string.Concat(new[] { "other", "owncloud", "nextcloud" }.Select(vendor => $"[{vendor}]\ntype = webdav\nurl = {server.Url}/dav\nvendor = {vendor}\nuser = admin\npass = {password}\n\n")),
            TestRun.Cancelled);
        return arguments => Shell.RunAsync("rclone", ["--config", config, "--ca-cert", server.Process.CaPath, .. arguments]);
    }

    private async Task<Rclone> RcloneAsync()
    {
        var run = await ConfigureAsync();
        return arguments => run(arguments);
    }

    private delegate Task<ShellResult> Rclone(params string[] arguments);

    private string MakeTree(string name)
    {
        var root = server.Scratch.Path(name);
        foreach (var folder in (string[])["a", "b/c", "of a name ü&<x%20"])
            Directory.CreateDirectory(Path.Combine(root, folder));
        for (var i = 0; i < Files; i++)
        {
            var bytes = RandomNumberGenerator.GetBytes(RandomNumberGenerator.GetInt32(100_000));
            var file = Path.Combine(root, i % 3 == 0 ? "a" : i % 3 == 1 ? "b/c" : "of a name ü&<x%20", $"file-{i}");
            File.WriteAllBytes(file, bytes);
            File.SetLastWriteTimeUtc(file, new DateTime(2020, 2, 2, 2, 2, i % 60, DateTimeKind.Utc));
        }
        return root;
    }
}
