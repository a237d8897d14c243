using Atrium.Conformance.Crash;

namespace Atrium.Conformance.Faults;

/// <summary>Every system call on which durability stands fails once, in each step of one scenario.</summary>
public sealed class InjectedErrorTests : IDisposable
{
    private const string Space = "/shared/faults";

    /// <summary>
    /// Runs in an ordinary test. All failures of fsync and rename are among them, and an even choice of the many writes
    /// and opens, which take the same few paths through the program; ATRIUM_TEST_LONG=1 plays them all.
    /// </summary>
    private const int OrdinaryRuns = 200;

    /// <summary>A server that survived an error serves the next run too; this often it is restarted all the same.</summary>
    private const int RunsPerStart = 12;

    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task Serve_SystemCallFails_NeverPromisesWhatIsNotOnDisk()
    {
        using var journal = new Journal(scratch.Path("journal"));
        await using var stage = await Stage.SetUpAsync(scratch.Path("data"), Space, journal);
        var points = Choose(await CountAsync(stage, journal));
        var (injected, exits) = (0, 0);
        foreach (var point in points)
        {
            journal.Note($"{point}");
            var writer = stage.NewWriter($"{point}");
            await PlayAsync(stage, writer, Scenario.Steps.Take(point.Step), $"{point}");

            var (answer, trace) = await PlayTracedAsync(stage, writer, point);
            injected += trace.Injected.Count > 0 ? 1 : 0;
            if (trace.Injected.FirstOrDefault(call => call.IsSync) is { } failed)
            {
                Assert.False(
                    answer is { IsSuccess: true } && !WasDurableBefore(trace, failed),
                    $"{point}: the client was told {answer} although {failed}:\n{trace}");
                // After a failed fsync the kernel's memory is no longer what is on disk: only a new start can tell.
                Assert.NotEqual(0, await stage.Server.ExitCodeAsync());
            }
            if (stage.Server.HasExited)
            {
                exits++;
                Assert.NotEqual(0, await stage.Server.ExitCodeAsync());
                await stage.RestartAsync();
                continue;
            }
            await stage.VerifyAsync();
            if (stage.Unconfirmed >= RunsPerStart)
                await stage.RestartAsync();
        }
        await stage.RestartAsync();
        await stage.VerifyAllAsync();
        TestRun.Say($"{points.Count} runs, {injected} met an error, {exits} ended the server");
        Assert.True(injected > points.Count / 2, $"Only {injected} of {points.Count} runs met an error: the injection does not work.");
    }

    /// <summary>Plays the scenario once, undisturbed, and counts the calls of each step.</summary>
    private async Task<List<FaultPoint>> CountAsync(Stage stage, Journal journal)
    {
        journal.Note("counting");
        var writer = stage.NewWriter("count");
        var points = new List<FaultPoint>();
        for (var step = 0; step < Scenario.Steps.Count; step++)
        {
            await using var strace = await Strace.AttachAsync(stage.Server, scratch.Path($"count{step}"), Scenario.Trace);
            await PlayAsync(stage, writer, [Scenario.Steps[step]], "counting");
            points.AddRange(Scenario.Points(step, await strace.DetachAsync()));
        }
        return points;
    }

    private static List<FaultPoint> Choose(List<FaultPoint> points)
    {
        var fundamental = points.Where(IsFundamental).ToList();
        var rest = points.Where(point => !IsFundamental(point)).ToList();
        var room = TestRun.Long ? rest.Count : Math.Clamp(OrdinaryRuns - fundamental.Count, 0, rest.Count);
        TestRun.Say($"{points.Count} points: {fundamental.Count} of fsync and rename, and {room} of {rest.Count} others");
        return [.. fundamental, .. Enumerable.Range(0, room).Select(i => rest[i * rest.Count / room])];

        static bool IsFundamental(FaultPoint point) => point.Call is "fsync" or "fdatasync" or "rename" or "renameat2";
    }

    private static async Task PlayAsync(Stage stage, Writer writer, IEnumerable<Operation> steps, string purpose)
    {
        foreach (var step in steps)
        {
            var answer = await writer.StepAsync(stage.Client, step);
            Assert.True(answer is { IsSuccess: true }, $"{purpose}: {step} met no error and got {answer}\n{stage.Server.Output}");
        }
    }

    private async Task<(Answer? Answer, TraceLog Trace)> PlayTracedAsync(Stage stage, Writer writer, FaultPoint point)
    {
        await using var strace = await Strace.AttachAsync(stage.Server, scratch.Path($"{point}"), Scenario.Trace, point.Expression);
        var answer = await writer.StepAsync(stage.Client, Scenario.Steps[point.Step]);
        return (answer, await strace.DetachAsync());
    }

    /// <summary>
    /// True for a sync with which the catalog's log is moved into the catalog's file after a commit: what the client was
    /// promised had been synced before, so the promise holds although this one failed.
    /// </summary>
    private static bool WasDurableBefore(TraceLog trace, SystemCall failed) => trace.Calls.Any(call =>
        call.IsSync && call.Result == 0 && call.Path.EndsWith("-wal", StringComparison.Ordinal) && call.Finished < failed.Started);
}
