using System.CommandLine;
using System.Net;
using Atrium.Api;
using Atrium.CommandLine;

namespace Atrium.Config;

/// <summary><c>atrium config apply</c></summary>
internal static class ConfigApply
{
    internal static Command Create(CommandKit kit)
    {
        var (file, prune, confirmation) = (ConfigCommands.File(), ConfigCommands.Prune(), new Confirmation(kit.Shell));
        var command = new ExampleCommand(
            "apply", "Make everything as a file says, all of it or nothing; asks before somebody or something has less than before",
            "atrium config apply server.json", "atrium config apply server.json --prune --yes")
        {
            file, prune, confirmation.Yes, kit.Options.Json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var shell = kit.Shell;
            var input = await ConfigInput.ReadAsync(parsed.GetValue(file)!, shell, cancellation);
            await using var target = await ConfigTarget.OpenAsync(kit, parsed, cancellation);
            var prunes = parsed.GetValue(prune);
            var plan = await input.ExplainAsync(target.PlanAsync(input.Bytes, prunes, cancellation));
            if (!kit.WantsJson(parsed))
                ConfigDisplay.Write(shell.Out, plan);
            if (plan.Changes.Count(change => change.TakesAway) is > 0 and var taken)
                confirmation.Require(parsed, $"{taken} of {plan.Changes.Count} changes take something away.");
            // What was shown is what is done: a state that somebody else has changed meanwhile is refused.
            if (plan.Changes.Count > 0)
            {
                plan = await input.ExplainAsync(target.ApplyAsync(input.Bytes, prunes, plan.State, cancellation))
                    .WithHint(HttpStatusCode.PreconditionFailed, "Run this again to see the new plan.");
            }
            Tell(kit, parsed, plan);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Tell(CommandKit kit, ParseResult parsed, ConfigPlanRecord plan)
    {
        if (kit.WantsJson(parsed))
        {
            JsonOutput.Write(kit.Shell, plan, json => json.ConfigPlanRecord);
            return;
        }
        kit.Shell.Out.WriteLine(plan.Changes.Count == 0 ? "Everything is as the file says." : $"Applied: {ConfigDisplay.Count(plan, "added", "changed", "removed")}.");
        if (plan.Changes.FirstOrDefault(change => change is { Kind: "added", Section: "accounts" }) is { } added)
        {
            var others = plan.Changes.Count(change => change is { Kind: "added", Section: "accounts" }) - 1;
            kit.Shell.Out.WriteLine(
                $"Nobody can sign in to {added.Name}{(others > 0 ? $" and {others} other new accounts" : "")} yet: set a password with: atrium account password {added.Name}");
        }
    }
}
