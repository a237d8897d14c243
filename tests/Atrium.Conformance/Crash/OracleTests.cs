namespace Atrium.Conformance.Crash;

/// <summary>An oracle that cannot complain proves nothing: here the server's state is doctored behind its back.</summary>
public sealed class OracleTests : IAsyncLifetime
{
    private const string Space = "/shared/oracle";

    private readonly Scratch scratch = new();
    private Journal journal = null!;
    private AtriumProcess server = null!;
    private AtriumClient client = null!;
    private Writer writer = null!;

    public async ValueTask InitializeAsync()
    {
        journal = new Journal(scratch.Path("journal"));
        server = await AtriumProcess.StartAsync(scratch.Path("data"));
        (await AtriumProgram.RunAsync("space", "add", Space, "--data", server.Data)).OrThrow();
        client = server.NewClient();
        writer = new Writer($"{Space}/w0", seed: 1, journal);
        foreach (var operation in new Operation[]
        {
            new Put("a/small", new Piece(11, 1000)),
            new Put("a/large", new Piece(12, 300_000)),
            new Append("a/small", new Piece(13, 500)),
            new Copy("a/small", "b/copy"),
        })
        {
            var answer = await writer.StepAsync(client, operation);
            Assert.True(answer is { IsSuccess: true }, $"{operation}: {answer}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await server.DisposeAsync();
        journal.Dispose();
        scratch.Dispose();
    }

    [Fact]
    public async Task Complaints_NothingDoctored_None() =>
        Assert.Empty(await Oracle.ComplaintsAsync(client, writer, Depth.Everything));

    [Theory]
    [InlineData("a/small", "file a/small is missing")]
    [InlineData("b/copy", "file b/copy is missing")]
    public async Task Complaints_AcknowledgedFileDeleted_NamesIt(string path, string expected)
    {
        await client.DeleteAsync($"{writer.Root}/{path}");

        Assert.Contains(await Oracle.ComplaintsAsync(client, writer, Depth.Changed), line => line.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Complaints_AcknowledgedBytesReplaced_NamesTheFile()
    {
        var bytes = new Piece(12, 300_000).Bytes();
        bytes[150_000] ^= 1;
        await client.PutAsync($"{writer.Root}/a/large", bytes);

        Assert.Contains(await Oracle.ComplaintsAsync(client, writer, Depth.Changed), line => line.Contains("a/large", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Complaints_BitFlippedOnDisk_NamesTheFile()
    {
        BlobFiles.FlipOneBit(BlobFiles.Holding(server.Data, new Piece(12, 300_000).Bytes()), offset: 150_000);

        var complaints = await Oracle.ComplaintsAsync(client, writer, Depth.Everything);

        Assert.Contains(complaints, line => line.Contains("a/large", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Complaints_FileThatNobodySent_NamesIt()
    {
        await client.PutAsync($"{writer.Root}/a/stranger", [1]);

        Assert.Contains(
            await Oracle.ComplaintsAsync(client, writer, Depth.Changed),
            line => line.Contains("a/stranger should not be there", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Complaints_LostRequestHalfDone_NamesBothStates()
    {
        using var nobody = new AtriumClient(server.PortBase + 24, server.CaPath); // no door there: the answer is lost
        Assert.Null(await writer.StepAsync(nobody, new Move("a", "moved")));
        await client.MoveAsync($"{writer.Root}/a/small", $"{writer.Root}/moved/small"); // one of the two files

        var complaints = await Oracle.ComplaintsAsync(client, writer, Depth.Changed);

        Assert.Contains(complaints, line => line.Contains("neither as acknowledged", StringComparison.Ordinal));
        Assert.Contains(complaints, line => line.Contains("nor as if the request without an answer", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Complaints_LostRequestDone_NoneAndTheStateIsSettled()
    {
        using var nobody = new AtriumClient(server.PortBase + 24, server.CaPath);
        Assert.Null(await writer.StepAsync(nobody, new Move("a", "moved")));
        await client.MoveAsync($"{writer.Root}/a", $"{writer.Root}/moved");

        Assert.Empty(await Oracle.ComplaintsAsync(client, writer, Depth.Changed));
        Assert.Contains("moved/small", writer.Acknowledged.Files.Keys);
        Assert.Null(writer.InFlight);
    }
}
