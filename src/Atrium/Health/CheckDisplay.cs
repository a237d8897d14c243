using Atrium.Api;
using Atrium.CommandLine;
using Atrium.Transfer;
using Atrium.Values;
using Spectre.Console;

namespace Atrium.Health;

/// <summary>The progress of a check and its report, for a person or a program.</summary>
internal static class CheckDisplay
{
    /// <summary>Reads the lines to the last one, and shows them as they come; the report.</summary>
    internal static async Task<CheckReportRecord> FollowAsync(Shell shell, IAsyncEnumerable<CheckLineRecord> lines)
    {
        if (!shell.OutIsTerminal)
            return await LastAsync(lines, _ => { });
        return await shell.Terminal.Value.Status().StartAsync(
            "Checking", display => LastAsync(lines, line => display.Status = Markup.Escape(Describe(line))));
    }

    /// <summary>Writes the report; the exit code.</summary>
    internal static int Write(Shell shell, CheckReportRecord report, bool asJson)
    {
        if (asJson)
        {
            JsonOutput.Write(shell, report.Problems, json => json.IReadOnlyListCheckProblemRecord);
        }
        else
        {
            foreach (var problem in report.Problems)
                WriteProblem(shell.Out, problem);
            var looked = $"Looked at {TransferDisplay.Count(report.Files)} files and {TransferDisplay.Count(report.Blobs)} blobs, {ByteSize.Format(report.Bytes)}";
            var left = report.Problems.Count(problem => !problem.Repaired);
            shell.Out.WriteLine(
                report.Problems.Count == 0 ? $"{looked}: all is well."
                : left == 0 ? $"{looked}: {Count(report.Problems.Count)}, all mended."
                : $"{looked}: {Count(report.Problems.Count)}, {left} not mended. What can be mended is, with: atrium check --repair. What is lost comes back from a backup or another copy.");
        }
        return report.Problems.All(problem => problem.Repaired) ? ExitCode.Done : ExitCode.Failed;
    }

    private static string Count(int problems) => problems == 1 ? "1 problem" : $"{problems} problems";

    private static void WriteProblem(TextWriter output, CheckProblemRecord problem)
    {
        output.WriteLine($"{problem.Kind}{(problem.Repaired ? " (mended)" : "")}: {problem.Subject}: {problem.Detail}");
        foreach (var path in problem.Paths)
            output.WriteLine($"  {path}");
    }

    private static async Task<CheckReportRecord> LastAsync(IAsyncEnumerable<CheckLineRecord> lines, Action<CheckLineRecord> show)
    {
        await foreach (var line in lines)
        {
            if (line.Report is { } report)
                return report;
            show(line);
        }
        throw new CommandFailedException("The check ended without a report. Look at the server's log, then run it again.");
    }

    private static string Describe(CheckLineRecord line)
        => line.Total > 0 ? $"{line.Stage}: {TransferDisplay.Count(line.Done)} of {TransferDisplay.Count(line.Total)}" : $"{line.Stage}: {TransferDisplay.Count(line.Done)}";
}
