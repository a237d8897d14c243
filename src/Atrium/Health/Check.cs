using System.CommandLine;
using Atrium.Api;
using Atrium.CommandLine;

namespace Atrium.Health;

/// <summary><c>atrium check</c></summary>
internal static class Check
{
    internal static Command Create(CommandKit kit)
    {
        var repair = new Option<bool>("--repair") { Description = "Mend what can be mended, and say what was lost" };
        var command = new ExampleCommand(
            "check", "Verify every hash, reference and counter of the store, on a running server or on a folder that no server holds",
            "atrium check", "atrium check --repair --data /srv/atrium", "atrium check --json")
        {
            repair, kit.Options.Json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var shell = kit.Shell;
            var request = new CheckRequest(parsed.GetValue(repair));
            CheckReportRecord report;
            // The one that holds the lock looks at the store: the running server, or this process.
            using (var folder = kit.TryHoldFolder(parsed))
            {
                if (folder is null)
                {
                    using var client = kit.Connect(parsed);
                    report = await CheckDisplay.FollowAsync(shell, client.Administration.CheckAsync(request, cancellation));
                }
                else
                {
                    report = await CheckDisplay.FollowAsync(shell, OwnCheck.RunAsync(folder, request, shell.Clock, cancellation));
                }
            }
            return CheckDisplay.Write(shell, report, kit.WantsJson(parsed));
        });
        return command;
    }
}
