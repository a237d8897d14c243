namespace Atrium.Conformance.Crash;

/// <summary>A server that is killed in the middle of its work, again and again, over one data folder that grows.</summary>
public sealed class CrashTests : IDisposable
{
    private const string Space = "/shared/crash";

    /// <summary>Everything is read back this often; in between, what changed.</summary>
    private const int FullVerification = 20;

    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task Serve_KilledAtRandomPoints_LosesNothingAcknowledged()
    {
        var kills = TestRun.Long ? 1000 : 100;
        var seed = TestRun.NewSeed();
        TestRun.Say($"ATRIUM_TEST_SEED={seed}");
        var dice = new Dice(seed);
        using var journal = new Journal(scratch.Path("journal"));
        var crew = new Crew(Space, dice, journal);
        var data = scratch.Path("data");

        var server = await AtriumProcess.StartAsync(data);
        try
        {
            (await AtriumProgram.RunAsync("space", "add", Space, "--data", data)).OrThrow();
            for (var kill = 1; kill <= kills; kill++)
            {
                if (kill % FullVerification == 1)
                    crew.TakeOver();
                await WriteAndKillAsync(server, crew, journal, dice);
                await server.DisposeAsync();
                if (kill % 10 == 0)
                    await Check.CleanAsync(data); // before a start could mend anything
                if (kill % 10 == 5)
                    await KillWhileStartingAsync(data, dice);

                journal.Note($"start after kill {kill}");
                server = await AtriumProcess.StartAsync(data);
                using var client = server.NewClient();
                if (kill % FullVerification == 0)
                    await Oracle.VerifyAsync(client, crew.All, Depth.Everything, journal);
                else
                    await Oracle.VerifyAsync(client, crew.Active, Depth.Changed, journal);
            }
            await Check.CleanAsync(data);
            TestRun.Say($"{kills} kills, {journal.Begun} operations begun");
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    [Fact]
    public async Task Serve_FirstStartKilledAtRandomPoints_NextStartIsComplete()
    {
        var seed = TestRun.NewSeed();
        TestRun.Say($"ATRIUM_TEST_SEED={seed}");
        var dice = new Dice(seed);
        for (var kill = 0; kill < (TestRun.Long ? 100 : 8); kill++)
        {
            var data = scratch.Path($"first{kill}");
            await KillWhileStartingAsync(data, dice);

            await using var server = await AtriumProcess.StartAsync(data);
            using var client = server.NewClient();
            var answer = await client.PutAsync("/home/admin/first", [1, 2, 3]);
            Assert.True(answer.IsSuccess, $"{answer}\n{server.Output}");
            Assert.Equal(0, await server.StopAsync());
            await Check.CleanAsync(data);
        }
    }

    private static async Task WriteAndKillAsync(AtriumProcess server, Crew crew, Journal journal, Dice dice)
    {
        var from = journal.Begun;
        var writing = crew.WriteAsync(server, TestRun.Cancelled);
        await Task.WhenAny(journal.ReachedAsync(from + dice.Between(1, 60)), writing);
        // The moment of the kill within a request is chance, not a wait for something.
        await Task.Delay(TimeSpan.FromMicroseconds(dice.Next(20_000)), TestRun.Cancelled);
        server.Kill();
        var refusals = await writing;
        Assert.True(refusals.Count == 0, $"A healthy server refused: {string.Join('\n', refusals)}\n{server.Output}");
    }

    /// <summary>Also a start that recovers, or makes the folder, can be cut off.</summary>
    private static async Task KillWhileStartingAsync(string data, Dice dice)
    {
        await using var server = await AtriumProcess.LaunchAsync(new ServerStart(data));
        await Task.Delay(dice.Next(900), TestRun.Cancelled);
        await server.KillAndWaitAsync();
    }
}
