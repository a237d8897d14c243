using System.Net;
using System.Security.Cryptography;

namespace Atrium.Conformance.Faults;

/// <summary>A disk that is full: writes are refused in so many words, reads go on, and room that is made is used.</summary>
public sealed class FullDiskTests : IDisposable
{
    private const string Space = "/shared/full";

    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task Serve_DiskFull_RefusesWritesServesReadsAndRecovers()
    {
        await using var disk = await SmallDisk.CreateAsync(scratch, megabytes: 48);
        await using var server = await AtriumProcess.StartAsync(Path.Combine(disk.Folder, "data"));
        (await AtriumProgram.RunAsync("space", "add", Space, "--data", server.Data)).OrThrow();
        using var client = server.NewClient();
        var kept = new Dictionary<string, string>(StringComparer.Ordinal);

        // Room that others take: it can be given back without the server.
        var ballast = Path.Combine(disk.Folder, "ballast");
        await File.WriteAllBytesAsync(ballast, new byte[disk.FreeBytes / 3], TestRun.Cancelled);
        AssertSaysFull(await FillAsync(server, client, kept, "large", bytes: 1_500_000));
        AssertSaysFull(await FillAsync(server, client, kept, "small", bytes: 20_000));

        await AssertServesAsync(client, kept);
        var deletion = await client.DeleteAsync($"{Space}/large0");
        if (deletion.IsSuccess)
            kept.Remove("large0");
        else
            AssertSaysFull(deletion);
        await AssertServesAsync(client, kept);

        File.Delete(ballast);
        var answer = await client.PutAsync($"{Space}/after", new byte[2_000_000]);
        await Until.TrueAsync(
            async () => answer.IsSuccess || (answer = await client.PutAsync($"{Space}/after", new byte[2_000_000])).IsSuccess,
            () => $"There is room again, and writes are still refused: {answer}\n{server.Output}");
        Assert.True((await client.PutAsync($"{Space}/after-small", new byte[100])).IsSuccess);
        await AssertServesAsync(client, kept);
        await Check.CleanAsync(server.Data);

        Assert.Equal(0, await server.StopAsync());
        await Check.CleanAsync(server.Data);
    }

    [Fact]
    public async Task Serve_StartedOnFullDisk_SaysSoInASentence()
    {
        await using var disk = await SmallDisk.CreateAsync(scratch, megabytes: 4);
        await File.WriteAllBytesAsync(Path.Combine(disk.Folder, "ballast"), new byte[disk.FreeBytes - 8192], TestRun.Cancelled);

        await using var server = await AtriumProcess.LaunchAsync(new ServerStart(Path.Combine(disk.Folder, "data")));

        Assert.Equal(1, await server.ExitCodeAsync());
        Assert.Contains("full", server.Output, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", server.Output, StringComparison.Ordinal); // a sentence, not a stack trace
    }

    /// <summary>Stores files until one is refused; that refusal.</summary>
    private static async Task<Answer> FillAsync(AtriumProcess server, AtriumClient client, Dictionary<string, string> kept, string name, int bytes)
    {
        // More than fits in any case: an end, should nothing ever be refused.
        for (var i = 0; i < 5_000; i++)
        {
            var content = new byte[bytes];
            new Dice((ulong)(bytes + i)).Fill(content);
            try
            {
                var answer = await client.PutAsync($"{Space}/{name}{i}", content);
                if (!answer.IsSuccess)
                    return answer;
            }
            catch (HttpRequestException broken)
            {
                Assert.Fail($"{name}{i} got no answer ({broken.Message}: {broken.InnerException?.Message}):\n{server.Output}");
            }
            kept.Add($"{name}{i}", Convert.ToHexStringLower(SHA256.HashData(content)));
        }
        throw new InvalidOperationException("The small disk never became full.");
    }

    private static void AssertSaysFull(Answer answer) =>
        Assert.True(answer.Status is HttpStatusCode.InsufficientStorage or HttpStatusCode.ServiceUnavailable, $"{answer}");

    private static async Task AssertServesAsync(AtriumClient client, Dictionary<string, string> kept)
    {
        foreach (var (name, hash) in kept)
        {
            var answer = await client.GetAsync($"{Space}/{name}");
            Assert.True(answer.IsSuccess, $"{name}: {answer}");
            Assert.Equal(hash, Convert.ToHexStringLower(SHA256.HashData(answer.Body)));
        }
    }
}
