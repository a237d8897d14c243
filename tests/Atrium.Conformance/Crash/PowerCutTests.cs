namespace Atrium.Conformance.Crash;

/// <summary>
/// The data folder on an ext4 that stops in the middle of writes: what was not fsynced is gone, as after a real power
/// cut. SIGKILL alone cannot show a missing fsync, since the kernel keeps what it was given.
/// </summary>
public sealed class PowerCutTests : IDisposable
{
    private const string Space = "/shared/power";

    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task Serve_PowerCutInTheMiddleOfWrites_LosesNothingAcknowledged()
    {
        var cuts = TestRun.Long ? 50 : 8;
        var seed = TestRun.NewSeed();
        TestRun.Say($"ATRIUM_TEST_SEED={seed}");
        var dice = new Dice(seed);
        using var journal = new Journal(scratch.Path("journal"));
        var crew = new Crew(Space, dice, journal);
        await using var disk = await LoopMount.CreateAsync(scratch, megabytes: 1024);
        var data = Path.Combine(disk.Folder, "data");

        var server = await AtriumProcess.StartAsync(data);
        try
        {
            (await AtriumProgram.RunAsync("space", "add", Space, "--data", data)).OrThrow();
            crew.TakeOver();
            for (var cut = 1; cut <= cuts; cut++)
            {
                var writing = crew.WriteAsync(server, TestRun.Cancelled);
                await Task.WhenAny(journal.ReachedAsync(journal.Begun + dice.Between(20, 200)), writing);
                Assert.False(writing.IsCompleted, $"The writers stopped before the cut:\n{server.Output}");
                var journalAtCut = cut % 2 == 0 ? JournalAtCut.Lost : JournalAtCut.Flushed;
                journal.Close($"power cut {cut}, the file system's journal {journalAtCut}");
                await disk.CutPowerAsync(journalAtCut);
                await writing; // every writer meets an error, since nothing can be made durable any more
                await server.KillAndWaitAsync();
                await server.DisposeAsync();

                await disk.UnmountAsync();
                await disk.MountAsync();
                await Check.CleanAsync(data); // before a start could mend anything
                server = await AtriumProcess.StartAsync(data);
                journal.Open();
                using var client = server.NewClient();
                await Oracle.VerifyAsync(client, crew.All, Depth.Everything, journal);
                await Check.CleanAsync(data);
            }
            TestRun.Say($"{cuts} cuts, {journal.Begun} operations begun");
        }
        finally
        {
            await server.DisposeAsync();
        }
    }
}
