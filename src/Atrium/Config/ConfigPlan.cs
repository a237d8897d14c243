using System.CommandLine;
using Atrium.CommandLine;

namespace Atrium.Config;

/// <summary><c>atrium config plan</c></summary>
internal static class ConfigPlan
{
    internal static Command Create(CommandKit kit)
    {
        var (file, prune) = (ConfigCommands.File(), ConfigCommands.Prune());
        var command = new ExampleCommand(
            "plan", $"Show what applying a file would change; the exit code is 0 when that is nothing, and {ExitCode.Changes} when it is something",
            "atrium config plan server.json", "atrium config plan server.json --prune --json")
        {
            file, prune, kit.Options.Json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var shell = kit.Shell;
            var input = await ConfigInput.ReadAsync(parsed.GetValue(file)!, shell, cancellation);
            await using var target = await ConfigTarget.OpenAsync(kit, parsed, cancellation);
            var plan = await input.ExplainAsync(target.PlanAsync(input.Bytes, parsed.GetValue(prune), cancellation));
            if (kit.WantsJson(parsed))
            {
                JsonOutput.Write(shell, plan, json => json.ConfigPlanRecord);
            }
            else
            {
                ConfigDisplay.Write(shell.Out, plan);
                if (ConfigDisplay.Left(plan) is { Length: > 0 } left)
                    shell.Out.WriteLine(left);
                shell.Out.WriteLine(
                    plan.Changes.Count == 0 ? "Everything is as the file says."
                    : $"{ConfigDisplay.Count(plan, "to add", "to change", "to remove")}. Nothing was changed; to do it: atrium config apply {ServerConnection.Quote(parsed.GetValue(file)!)}{(parsed.GetValue(prune) ? " --prune" : "")}");
            }
            return plan.Changes.Count == 0 ? ExitCode.Done : ExitCode.Changes;
        });
        return command;
    }
}
