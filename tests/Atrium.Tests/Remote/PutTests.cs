using System.Security.Cryptography;

namespace Atrium.Tests.Remote;

/// <summary>Bringing many small files and large ones, over lines and servers that break.</summary>
public sealed class PutTests
{
    /// <summary>ATRIUM_TEST_LONG=1: as many as a real folder has.</summary>
    private static readonly int Many = Environment.GetEnvironmentVariable("ATRIUM_TEST_LONG") == "1" ? 5000 : 600;

    private const int LargeBytes = 64_000_000, Piece = 16 * 1024 * 1024;

    [Fact]
    public async Task Put_ManySmallFiles_ArriveIdenticalInFewRequests()
    {
        await using var user = await StartAsync();
        var source = MakeMany(user["source"]);
        await using var line = new CuttingRelay(user.Url);
        await user.LoggedInOverAsync(line, "line");
        line.Reset();

        var put = await user.JsonAsync("put", source, "/shared/files/many", "--server", "line");
        var sent = line.ToServer;
        await user.DoAsync("get", "/shared/files/many", user["out"]);

        Assert.Equal(Many, put.GetProperty("files").GetInt32());
        Assert.Equal(Describe(source), Describe(user["out"]));
        // What a request of its own costs each file (its head, with the token) is more than this.
        Assert.InRange(sent, 1, Many * 600L);
    }

    [Fact]
    public async Task Put_ServerKilledInTheMiddle_GoesOnAndArrivesIdentical()
    {
        await using var user = await StartAsync();
        var source = MakeMany(user["source"]);
        var large = Path.Combine(source, "large");
        await WriteAsync(large);
        // The line lets two pieces through, and then nothing that would make the third whole.
        await using (var line = new CuttingRelay(user.Url, toServer: (2 * Piece) + 8_000_000))
        {
            await user.LoggedInOverAsync(line, "line");
            var cut = await user.RunAsync("put", source, "/shared/files/in", "--server", "line");
            Assert.Equal(1, cut.ExitCode);
            Assert.Contains("goes on where it was", cut.Error, StringComparison.Ordinal);
        }
        Assert.DoesNotContain("large", await user.DoAsync("ls", "/shared/files/in", "--server", "office"), StringComparison.Ordinal);
        await user.KillAsync();
        await user.ServeAsync();

        await using var rest = new CuttingRelay(user.Url);
        await user.LoggedInOverAsync(rest, "rest");
        rest.Reset();
        await user.DoAsync("put", source, "/shared/files/in", "--server", "rest");
        Assert.InRange(rest.ToServer, 1, LargeBytes - Piece);
        await user.DoAsync("get", "/shared/files/in", user["out"]);
        Assert.Equal(Describe(source), Describe(user["out"]));
        await user.OnServerAsync("check");
    }

    [Fact]
    public async Task Put_FileChangedAfterTheCut_IsSentAnew()
    {
        await using var user = await StartAsync();
        var large = user["large"];
        await WriteAsync(large);
        await using (var line = new CuttingRelay(user.Url, toServer: Piece + 8_000_000))
        {
            await user.LoggedInOverAsync(line, "line");
            Assert.Equal(1, (await user.RunAsync("put", large, "/shared/files/large", "--server", "line")).ExitCode);
        }
        await WriteAsync(large);

        await user.DoAsync("put", large, "/shared/files/large", "--server", "office");
        await user.DoAsync("get", "/shared/files/large", user["out"], "--server", "office");

        Assert.Equal(Hash(large), Hash(user["out"]));
    }

    private static async Task<RemoteUser> StartAsync()
    {
        var user = await RemoteUser.StartAsync();
        await user.LoggedInAsync("--name", "office");
        await user.DoAsync("space", "add", "/shared/files");
        return user;
    }

    private static string MakeMany(string top)
    {
        for (var i = 0; i < Many; i++)
        {
            var path = Path.Combine(Directory.CreateDirectory(Path.Combine(top, $"folder {i % 23}")).FullName, $"näme {i}");
            File.WriteAllText(path, new string((char)('a' + (i % 26)), i % 300));
            File.SetLastWriteTimeUtc(path, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddTicks(i * 1_234_567L));
        }
        return top;
    }

    private static Task WriteAsync(string path) => File.WriteAllBytesAsync(path, RandomNumberGenerator.GetBytes(LargeBytes), TestContext.Current.CancellationToken);

    private static IEnumerable<string> Describe(string top) => Directory.EnumerateFiles(top, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
        .Order(StringComparer.Ordinal).Select(path => $"{Path.GetRelativePath(top, path)}|{Hash(path)}|{File.GetLastWriteTimeUtc(path):O}");

    private static string Hash(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
