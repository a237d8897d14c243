using System.Text.Json;

namespace Atrium.Conformance.Contract;

/// <summary><c>atrium check</c> finds one bit of damage, and names the file that a person would miss.</summary>
public sealed class CheckTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task Check_FlippedBitInABlob_NamesTheFile()
    {
        await using var server = await AtriumProcess.StartAsync(scratch.Path("data"));
        (await AtriumProgram.RunAsync("space", "add", "/shared/checked", "--data", server.Data)).OrThrow();
        using var client = server.NewClient();
        var bytes = new byte[500_000];
        new Dice(9).Fill(bytes);
        Assert.True((await client.PutAsync("/shared/checked/photos/damaged.jpg", bytes)).IsSuccess);
        Assert.True((await client.PutAsync("/shared/checked/whole.txt", [1])).IsSuccess);
        await Check.CleanAsync(server.Data);

        BlobFiles.FlipOneBit(BlobFiles.Holding(server.Data, bytes), offset: 400_000);

        await AssertNamesAsync(server.Data, "/shared/checked/photos/damaged.jpg");
        await server.StopAsync();
        await AssertNamesAsync(server.Data, "/shared/checked/photos/damaged.jpg"); // and on a folder that no server holds
    }

    [Fact]
    public async Task Check_BlobFileRemoved_NamesTheFile()
    {
        await using var server = await AtriumProcess.StartAsync(scratch.Path("data"));
        using var client = server.NewClient();
        var bytes = new byte[500_000];
        new Dice(10).Fill(bytes);
        Assert.True((await client.PutAsync("/home/admin/lost.bin", bytes)).IsSuccess);

        File.Delete(BlobFiles.Holding(server.Data, bytes));

        await AssertNamesAsync(server.Data, "/home/admin/lost.bin");
    }

    private static async Task AssertNamesAsync(string data, string path)
    {
        var text = await AtriumProgram.RunAsync("check", "--data", data);
        Assert.Equal(1, text.ExitCode);
        Assert.Contains(path, text.Output + text.Error, StringComparison.Ordinal);

        var json = await Check.RunAsync(data);
        Assert.Equal(1, json.ExitCode);
        using var problems = JsonDocument.Parse(json.Output);
        var problem = Assert.Single(problems.RootElement.EnumerateArray());
        Assert.Equal([path], problem.GetProperty("paths").EnumerateArray().Select(one => one.GetString()!));
    }
}
