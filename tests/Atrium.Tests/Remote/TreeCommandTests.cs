namespace Atrium.Tests.Remote;

/// <summary>The file commands, from another machine.</summary>
public sealed class TreeCommandTests
{
    private static readonly DateTime Modified = new(2020, 2, 3, 4, 5, 6, DateTimeKind.Utc);

    [Fact]
    public async Task PutThenGet_Folder_IsIdenticalWithItsTimes()
    {
        await using var user = await StartAsync();
        var source = MakeTree(user["source"]);

        await user.DoAsync("put", source, "/shared/files/in");
        var again = await user.JsonAsync("put", source, "/shared/files/in");
        await user.DoAsync("get", "/shared/files/in", user["out"]);

        Assert.Equal((0, 3), (again.GetProperty("files").GetInt32(), again.GetProperty("same").GetInt32()));
        Assert.Equal(Describe(source), Describe(user["out"]));
    }

    [Fact]
    public async Task Put_PlaceWithASlash_TakesThemUnderTheirNames()
    {
        await using var user = await StartAsync();
        var source = MakeTree(user["source"]);

        await user.DoAsync("put", Path.Combine(source, "one"), Path.Combine(source, "folder"), "/shared/files/new/");
        // A file that meets a folder goes into it; another name is its new one.
        await user.DoAsync("put", Path.Combine(source, "one"), "/shared/files");
        await user.DoAsync("put", Path.Combine(source, "one"), "/shared/files/renamed");

        Assert.Equal(["new/", "one", "renamed", "new/folder/", "new/one", "new/folder/deep/", "new/folder/two", "new/folder/deep/three"], await ListAsync(user, "/shared/files"));
    }

    [Fact]
    public async Task Get_SeveralOrSlash_GoIntoTheFolderUnderTheirNames()
    {
        await using var user = await StartAsync();
        await user.DoAsync("put", MakeTree(user["source"]), "/shared/files/in");

        await user.DoAsync("get", "/shared/files/in/one", "/shared/files/in/folder", user["out"]);
        await user.DoAsync("get", "/shared/files/in/one", user["out"] + "/other");
        await user.DoAsync("get", "/shared/files/in/one", user["out"] + "/folder");

        Assert.Equal(
            ["folder", "folder/deep", "folder/deep/three", "folder/one", "folder/two", "one", "other"], Describe(user["out"]).Select(line => line.Split('|')[0]));
    }

    [Fact]
    public async Task CopyMoveRemove_OnTheServer_DoWhatTheySay()
    {
        await using var user = await StartAsync();
        await user.DoAsync("put", MakeTree(user["source"]), "/shared/files/in");
        await user.DoAsync("mkdir", "/shared/files/a/b");

        await user.DoAsync("cp", "/shared/files/in/one", "/shared/files/a");
        await user.DoAsync("mv", "/shared/files/a/one", "/shared/files/a/moved");
        var meets = await user.RunAsync("cp", "/shared/files/in/folder/two", "/shared/files/a/moved");
        await user.DoAsync("cp", "/shared/files/in/folder/two", "/shared/files/a/moved", "--overwrite");
        var notEmpty = await user.RunAsync("rm", "/shared/files/in");
        await user.DoAsync("rm", "-r", "/shared/files/in");

        Assert.Equal(1, meets.ExitCode);
        Assert.Contains("--overwrite", meets.Error, StringComparison.Ordinal);
        Assert.Equal(1, notEmpty.ExitCode);
        Assert.Contains("atrium rm -r /shared/files/in", notEmpty.Error, StringComparison.Ordinal);
        Assert.Equal(["a/", "a/b/", "a/moved"], await ListAsync(user, "/shared/files"));
        Assert.Equal("two", await user.DoAsync("cat", "/shared/files/a/moved") is var text ? text.TrimEnd('\n') : null);
    }

    [Fact]
    public async Task ListAndCat_OfThePast_ShowWhatWasThere()
    {
        await using var user = await StartAsync();
        await user.DoAsync("put", MakeTree(user["source"]), "/shared/files/in");
        var before = DateTimeOffset.Parse(
            (await user.JsonAsync("ls", "/shared/files"))[0].GetProperty("modified").GetString()!, System.Globalization.CultureInfo.InvariantCulture).AddTicks(1);
        await user.DoAsync("rm", "-r", "/shared/files/in");

        Assert.Empty(await ListAsync(user, "/shared/files"));
        var at = before.ToString("O", System.Globalization.CultureInfo.InvariantCulture);
        // The folder's time is its last change: all that was put into it directly is there.
        Assert.Contains("in/", await user.DoAsync("ls", "/shared/files", "--at", at), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_ConnectionIsCut_GoesOnWithTheRest()
    {
        await using var user = await StartAsync();
        var source = user["large"];
        await WriteAsync(source, 8_000_000);
        await user.DoAsync("put", source, "/shared/files/large");
        await using (var relay = new CuttingRelay(user.Url, fromServer: 5_000_000))
        {
            await user.LoggedInOverAsync(relay, "cut");
            var cut = await user.RunAsync("get", "/shared/files/large", user["out"], "--server", "cut");
            Assert.Equal(1, cut.ExitCode);
            Assert.Contains("goes on where it was", cut.Error, StringComparison.Ordinal);
        }
        Assert.False(File.Exists(user["out"]));

        await using var counting = new CuttingRelay(user.Url);
        await user.LoggedInOverAsync(counting, "counting");
        counting.Reset();
        await user.DoAsync("get", "/shared/files/large", user["out"], "--server", "counting");

        Assert.Equal(await File.ReadAllBytesAsync(source, Cancellation), await File.ReadAllBytesAsync(user["out"], Cancellation));
        // Not all of it again. How much of what was on its way the cut has thrown away is a matter of chance.
        Assert.InRange(counting.FromServer, 1, 7_900_000);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(user["out"])!, ".*atrium-part*", new EnumerationOptions { AttributesToSkip = 0 }));
    }

    [Fact]
    public async Task Get_PartOfAnotherContent_IsFetchedAnew()
    {
        await using var user = await StartAsync();
        var source = user["large"];
        await WriteAsync(source, 8_000_000);
        await user.DoAsync("put", source, "/shared/files/large");
        await using (var relay = new CuttingRelay(user.Url, fromServer: 5_000_000))
        {
            await user.LoggedInOverAsync(relay, "cut");
            Assert.Equal(1, (await user.RunAsync("get", "/shared/files/large", user["out"], "--server", "cut")).ExitCode);
        }
        await WriteAsync(source, 7_000_000);
        await user.DoAsync("put", source, "/shared/files/large", "--server", "office");

        await user.DoAsync("get", "/shared/files/large", user["out"], "--server", "office");

        Assert.Equal(await File.ReadAllBytesAsync(source, Cancellation), await File.ReadAllBytesAsync(user["out"], Cancellation));
    }

    [Fact]
    public async Task Commands_WrongPaths_AreWrongUsage()
    {
        await using var user = await StartAsync();

        foreach (var wrong in new string[][] { ["rm", "relative"], ["put", "x"], ["put", "x", "relative"], ["get", "relative", "x"], ["mv", "/shared/files/x"], ["mkdir"] })
            Assert.Equal(2, (await user.RunAsync(wrong)).ExitCode);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task<RemoteUser> StartAsync()
    {
        var user = await RemoteUser.StartAsync();
        await user.LoggedInAsync("--name", "office");
        await user.DoAsync("space", "add", "/shared/files");
        return user;
    }

    private static async Task<string[]> ListAsync(RemoteUser user, string path)
        => (await user.DoAsync("ls", "-R", path)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static Task WriteAsync(string path, int bytes) => File.WriteAllBytesAsync(path, System.Security.Cryptography.RandomNumberGenerator.GetBytes(bytes), Cancellation);

    private static string MakeTree(string top)
    {
        Directory.CreateDirectory(Path.Combine(top, "folder", "deep"));
        foreach (var (name, text) in new[] { ("one", "one"), ("folder/two", "two"), ("folder/deep/three", "three") })
        {
            File.WriteAllText(Path.Combine(top, name), text);
            File.SetLastWriteTimeUtc(Path.Combine(top, name), Modified.AddTicks(name.Length * 1_234_567));
        }
        return top;
    }

    private static string[] Describe(string top)
        => [.. Directory.EnumerateFileSystemEntries(top, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 }).Order(StringComparer.Ordinal)
            .Select(path => $"{Path.GetRelativePath(top, path)}|{(File.Exists(path) ? $"{File.ReadAllText(path)}|{File.GetLastWriteTimeUtc(path):O}" : "")}")];
}
