using System.CommandLine;
using Atrium.CommandLine;
using Atrium.Core.Durability;
using Atrium.Values;

namespace Atrium.Transfer;

/// <summary>What import and export have in common: display, interruption, the report and the exit code.</summary>
internal static class TransferRun
{
    internal static async Task<int> RunAsync(
        CommandKit kit, ParseResult parsed, string verb, Func<TransferTally, CancellationToken, Task> transfer, CancellationToken cancellation)
    {
        var tally = new TransferTally();
        var started = kit.Shell.Clock.GetTimestamp();
        var complete = true;
        try
        {
            await TransferDisplay.RunAsync(kit.Shell, tally, () => transfer(tally, cancellation));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            complete = false;
            kit.Shell.Say("Interrupted. Run the same command again: it goes on where it was.");
        }
        catch (Exception error) when (Explain(error) is { } sentence)
        {
            complete = false;
            kit.Shell.Say(sentence);
        }
        if (kit.WantsJson(parsed))
            kit.Shell.Out.WriteLine(new TransferReport(complete, tally.Done, tally.DoneBytes, tally.Same, tally.Folders, tally.Problems).ToJson());
        else
            Summarize(kit.Shell, tally, verb, kit.Shell.Clock.GetElapsedTime(started));
        return complete && tally.Problems.Count == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static string? Explain(Exception error) => error switch
    {
        CommandFailedException failed => failed.Message,
        Client.ServerUnreachableException unreachable => $"{ServerConnection.Explain(unreachable)} The same command goes on where it was.",
        Client.AtriumRefusedException refused => $"{ServerConnection.Explain(refused)} When that is mended, the same command goes on where it was.",
        IOException io when DurableFile.IsDiskFull(io) => "The local disk is full. Make room, and run the same command again.",
        IOException or UnauthorizedAccessException => error.Message,
        _ => null,
    };

    private static void Summarize(Shell shell, TransferTally tally, string verb, TimeSpan time)
    {
        foreach (var problem in tally.Problems.OrderBy(problem => problem.Path, StringComparer.Ordinal))
            shell.Error.WriteLine($"left out: {Shell.Printable(problem.Path)}: {Shell.Printable(problem.Reason)}");
        var seconds = Math.Max(0.001, time.TotalSeconds);
        shell.Out.WriteLine(
            $"{verb} {TransferDisplay.Count(tally.Done)} files, {ByteSize.Format(tally.DoneBytes)}, in {seconds:0.0} s ({ByteSize.Format((long)(tally.DoneBytes / seconds))}/s, {TransferDisplay.Count((long)(tally.Done / seconds))} files/s); {TransferDisplay.Count(tally.Same)} were there already, {TransferDisplay.Count(tally.Problems.Count)} left out.");
    }
}
