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

    /// <summary>One mistake can fail many runs: the first tell enough.</summary>
    private const int ManyFailures = 10;

    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task Serve_SystemCallFails_NeverPromisesWhatIsNotOnDisk()
    {
        using var journal = new Journal(scratch.Path("journal"));
        await using var stage = await Stage.SetUpAsync(scratch.Path("data"), Space, journal);
        var points = Choose(await CountAsync(stage, journal));
        var (injected, failures) = (0, new List<string>());
        foreach (var (i, point) in points.Index())
        {
            journal.Note($"{point}");
            try
            {
                injected += await PlayWithErrorAsync(stage, Scenario.Steps(run: i + 1), point) ? 1 : 0;
            }
            catch (Exception failure)
            {
                failures.Add($"{point}: {failure.Message}\nThe server said:\n{stage.Server.Output}");
                Assert.True(failures.Count < ManyFailures, string.Join("\n\n", failures));
                await stage.StartAgainAsync();
            }
        }
        await stage.RestartAsync();
        await stage.VerifyAllAsync();
        TestRun.Say($"{points.Count} runs, {injected} met an error, {stage.Falls} ended the server");
        Assert.True(failures.Count == 0, string.Join("\n\n", failures));
        Assert.True(injected > points.Count / 2, $"Only {injected} of {points.Count} runs met an error: the injection does not work.");
    }

    /// <summary>One run; whether the error occurred.</summary>
    private async Task<bool> PlayWithErrorAsync(Stage stage, IReadOnlyList<Operation> steps, FaultPoint point)
    {
        var writer = stage.NewWriter($"{point}");
        await PlayAsync(stage, writer, steps.Take(point.Step));
        var (answer, trace) = await PlayTracedAsync(stage, writer, steps[point.Step], point);

        if (trace.Injected.FirstOrDefault(call => call.IsSync) is { } failed)
        {
            Assert.False(
                answer is { IsSuccess: true } && !WasDurableBefore(trace, failed),
                $"the client was told {answer} although {failed}:\n{trace}");
            // After a failed fsync the kernel's memory is no longer what is on disk: only a new start can tell.
            Assert.False(await stage.IsReadyAsync(), $"The client was told {answer}; the server serves on after {failed}");
        }
        // A server that gave up says that it is not ready while its last answers leave.
        if (!await stage.IsReadyAsync())
        {
            Assert.NotEqual(0, await stage.Server.ExitCodeAsync());
            await stage.RestartAsync();
        }
        else
        {
            await stage.VerifyAsync();
            if (stage.Unconfirmed >= RunsPerStart)
                await stage.RestartAsync();
        }
        return trace.Injected.Count > 0;
    }

    /// <summary>Plays the scenario once, undisturbed, and counts the calls of each step.</summary>
    private async Task<List<FaultPoint>> CountAsync(Stage stage, Journal journal)
    {
        journal.Note("counting");
        var writer = stage.NewWriter("count");
        var points = new List<FaultPoint>();
        foreach (var (step, operation) in Scenario.Steps(run: 0).Index())
        {
            await using var strace = await Strace.AttachAsync(stage.Server, scratch.Path($"count{step}"), Scenario.Trace);
            await PlayAsync(stage, writer, [operation]);
            points.AddRange(Scenario.Points(step, await strace.DetachAsync()));
        }
        return points;
    }

    private static List<FaultPoint> Choose(List<FaultPoint> points)
    {
        var fundamental = points.Where(IsFundamental).ToList();
        var rest = points.Where(point => !IsFundamental(point)).ToList();
        var room = TestRun.Long ? rest.Count : Math.Clamp(OrdinaryRuns - fundamental.Count, 0, rest.Count);
        foreach (var calls in points.GroupBy(point => (point.Step, point.Call)))
            TestRun.Say($"step {calls.Key.Step}: {calls.Key.Call} {calls.Max(point => point.Nth)} times on one thread");
        TestRun.Say($"{points.Count} points: {fundamental.Count} of fsync and rename, and {room} of {rest.Count} others");
        return [.. fundamental, .. Enumerable.Range(0, room).Select(i => rest[i * rest.Count / room])];

        static bool IsFundamental(FaultPoint point) => point.Call is "fsync" or "fdatasync" or "rename" or "renameat2";
    }

    private static async Task PlayAsync(Stage stage, Writer writer, IEnumerable<Operation> steps)
    {
        foreach (var step in steps)
        {
            var answer = await writer.StepAsync(stage.Client, step);
            Assert.True(answer is { IsSuccess: true }, $"{step} met no error and got {answer}");
        }
    }

    private async Task<(Answer? Answer, TraceLog Trace)> PlayTracedAsync(
        Stage stage, Writer writer, Operation operation, FaultPoint point)
    {
        await using var strace = await Strace.AttachAsync(stage.Server, scratch.Path($"{point}"), Scenario.Trace, point.Expression);
        var answer = await writer.StepAsync(stage.Client, operation);
        return (answer, await strace.DetachAsync());
    }

    /// <summary>
    /// True for a sync with which the catalog's log is moved into the catalog's file after a commit: what the client was
    /// promised had been synced before, so the promise holds although this one failed.
    /// </summary>
    private static bool WasDurableBefore(TraceLog trace, SystemCall failed) => trace.Calls.Any(call =>
        call.IsSync && call.Result == 0 && call.Path.EndsWith("-wal", StringComparison.Ordinal) && call.Finished < failed.Started);
}
