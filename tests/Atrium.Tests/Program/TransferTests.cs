using System.Diagnostics;

namespace Atrium.Tests.Program;

/// <summary>Import and export, against the real server.</summary>
public sealed class TransferTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task Import_ThenExport_GivesTheSameFilesAndTimes()
    {
        await using var server = await AtriumRun.ServeAsync(scratch["data"], Ports.FreeBase());
        var source = MakeTree();
        Assert.Equal(0, (await RunAsync("space", "add", "/shared/moved")).ExitCode);

        var imported = await RunAsync("import", source, "/shared/moved/in");
        var again = await RunAsync("import", source, "/shared/moved/in");
        var exported = await RunAsync("export", "/shared/moved/in", scratch["out"]);

        Assert.True(imported.ExitCode == 0, imported.Error);
        Assert.True(again.ExitCode == 0, again.Error);
        Assert.Contains("Imported 0 files", again.Output, StringComparison.Ordinal);
        Assert.True(exported.ExitCode == 0, exported.Error);
        Assert.Equal(Describe(source), Describe(scratch["out"]));
    }

    [Fact]
    public async Task Import_WhatIsNoData_IsNamedAndDoesNotStopTheRest()
    {
        await using var server = await AtriumRun.ServeAsync(scratch["data"], Ports.FreeBase());
        var source = MakeTree();
        File.CreateSymbolicLink(Path.Combine(source, "link"), "/etc/passwd");
        using (var pipe = Process.Start("mkfifo", [Path.Combine(source, "pipe")]))
            await pipe.WaitForExitAsync(TestContext.Current.CancellationToken);
        File.WriteAllText(Path.Combine(source, "bell\a"), "");
        Assert.Equal(0, (await RunAsync("space", "add", "/shared/moved")).ExitCode);

        var imported = await RunAsync("import", source, "/shared/moved");

        Assert.Equal(1, imported.ExitCode);
        foreach (var name in new[] { "link", "pipe", "bell?" })
            Assert.Contains(name, imported.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\a', imported.Error);
        Assert.Contains("Imported 4 files", imported.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_FolderBehindALink_IsRefused()
    {
        await using var server = await AtriumRun.ServeAsync(scratch["data"], Ports.FreeBase());
        var elsewhere = Directory.CreateDirectory(scratch["elsewhere"]).FullName;
        Assert.Equal(0, (await RunAsync("space", "add", "/shared/moved")).ExitCode);
        Assert.Equal(0, (await RunAsync("import", MakeTree(), "/shared/moved")).ExitCode);
        Directory.CreateSymbolicLink(Path.Combine(Directory.CreateDirectory(scratch["out"]).FullName, "folder"), elsewhere);

        var exported = await RunAsync("export", "/shared/moved", scratch["out"]);

        Assert.Equal(1, exported.ExitCode);
        Assert.Empty(Directory.EnumerateFileSystemEntries(elsewhere));
    }

    [Fact]
    public async Task Import_MissingSpace_SaysHowToMakeIt()
    {
        await using var server = await AtriumRun.ServeAsync(scratch["data"], Ports.FreeBase());

        var imported = await RunAsync("import", MakeTree(), "/shared/none/in");

        Assert.Equal(1, imported.ExitCode);
        Assert.Contains("atrium space add /shared/none", imported.Error, StringComparison.Ordinal);
    }

    private Task<AtriumResult> RunAsync(params string[] arguments) => AtriumRun.ToEndAsync([.. arguments, "--data", scratch["data"]]);

    private string MakeTree()
    {
        var source = Directory.CreateDirectory(scratch["source"]).FullName;
        Directory.CreateDirectory(Path.Combine(source, "folder", "empty"));
        File.WriteAllBytes(Path.Combine(source, "large"), new byte[300_000]);
        File.WriteAllText(Path.Combine(source, "empty.txt"), "");
        File.WriteAllText(Path.Combine(source, "ü %2F#?.txt"), "odd name");
        File.WriteAllText(Path.Combine(source, "folder", "small"), "small");
        File.SetLastWriteTimeUtc(Path.Combine(source, "large"), new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc).AddTicks(1234567));
        return source;
    }

    private static string Describe(string root) => string.Join('\n', Directory.EnumerateFileSystemEntries(root, "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Select(path => Directory.Exists(path)
            ? $"{Path.GetRelativePath(root, path)}/"
            : $"{Path.GetRelativePath(root, path)} {new FileInfo(path).Length} {File.GetLastWriteTimeUtc(path).Ticks}"));
}
