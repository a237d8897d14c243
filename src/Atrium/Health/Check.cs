using System.CommandLine;
using Atrium.Api;
using Atrium.CommandLine;
using Atrium.Core;
using Atrium.Core.Accounts;
using Atrium.Core.Maintenance;
using Atrium.Core.Repository;
using Atrium.Serving;
using Atrium.Storage;

namespace Atrium.Health;

/// <summary><c>atrium check</c>: on the running server, or on a folder that no server holds.</summary>
internal static class Check
{
    internal static Command Create(CommandKit kit)
    {
        var repair = new Option<bool>("--repair") { Description = "Mend what can be mended, and say what was lost" };
        var command = new ExampleCommand(
            "check", "Verify every byte, reference and count of the store; exit code 1 when something is wrong",
            "atrium check", "atrium check --repair --data /srv/atrium", "atrium check --json")
        {
            repair, kit.Options.Json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var folder = kit.Options.DataFolder(parsed, kit.Shell);
            if (!DataFolder.Exists(folder))
                throw new CommandFailedException($"There is no Atrium data folder at {folder}. Name the server's with --data.");
            var progress = new CheckDisplay(kit.Shell);
            var report = IsHeld(folder, out var held)
                ? await OverSocketAsync(kit, parsed, parsed.GetValue(repair), progress, cancellation)
                : await OnFolderAsync(held!, kit.Shell, parsed.GetValue(repair), progress, cancellation);
            progress.End();
            Write(kit, parsed, report);
            return report.Problems.All(problem => problem.Repaired) ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static bool IsHeld(string folder, out DataFolder? taken)
    {
        try
        {
            taken = DataFolder.Take(folder);
            return false;
        }
        catch (CommandFailedException) when (File.Exists(Path.Combine(folder, ServerConnection.SocketName)))
        {
            taken = null;
            return true;
        }
    }

    private static async Task<CheckReportRecord> OverSocketAsync(
        CommandKit kit, ParseResult parsed, bool repair, CheckDisplay progress, CancellationToken cancellation)
    {
        using var client = kit.Connect(parsed);
        await foreach (var line in client.Administration.CheckAsync(new CheckRequest(repair), cancellation))
        {
            if (line.Report is { } report)
                return report;
            progress.Report(new CheckProgress(line.Stage ?? "", line.Done, line.Total));
        }
        throw new CommandFailedException("The server ended the check without a report. Look at its log, then run this again.");
    }

    private static async Task<CheckReportRecord> OnFolderAsync(
        DataFolder folder, Shell shell, bool repair, CheckDisplay progress, CancellationToken cancellation)
    {
        using var held = folder;
        try
        {
            await using var store = EmbeddedStore.Open(folder.Path, new RepositoryOptions(), shell.Clock);
            using var signIn = new SignIn(store);
            var workspace = await FirstStart.OperatorAsync(signIn, cancellation);
            var checkedStore = await workspace.Administration.CheckAsync(repair ? CheckMode.Repair : CheckMode.Verify, progress, cancellation);
            if (!checkedStore.Try(out var report, out var refused))
                throw new CommandFailedException(refused.Detail);
            return new CheckReportRecord(
                [.. report.Problems.Select(p => new CheckProblemRecord(p.Kind, p.Subject, p.Detail, p.Paths, p.Repaired))],
                report.Files, report.Blobs, report.Bytes);
        }
        catch (StoreOpenException refused)
        {
            throw new CommandFailedException(refused.Message);
        }
    }

    private static void Write(CommandKit kit, ParseResult parsed, CheckReportRecord report)
    {
        if (kit.WantsJson(parsed))
        {
            JsonOutput.Write(kit.Shell, report.Problems, json => json.IReadOnlyListCheckProblemRecord);
            return;
        }
        foreach (var problem in report.Problems)
        {
            kit.Shell.Out.WriteLine($"{(problem.Repaired ? "repaired" : "PROBLEM")}  {problem.Kind}: {problem.Subject}: {problem.Detail}");
            foreach (var path in problem.Paths)
                kit.Shell.Out.WriteLine($"    {path}");
        }
        var count = report.Problems.Count == 0 ? "All is well" : report.Problems.Count == 1 ? "1 problem" : $"{report.Problems.Count} problems";
        kit.Shell.Out.WriteLine($"{count}: {report.Files} versions of files, {report.Blobs} contents, {Values.ByteSize.Format(report.Bytes)} read.");
    }
}
