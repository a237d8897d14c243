using System.CommandLine;
using System.Net;
using Atrium.Api;
using Atrium.CommandLine;

namespace Atrium.Spaces;

/// <summary><c>atrium space set</c></summary>
internal static class SpaceSet
{
    internal static Command Create(CommandKit kit)
    {
        var options = new SpaceOptions(kit);
        var command = new ExampleCommand(
            "set", "Change the settings of a space; what is not named stays as it is",
            "atrium space set /shared/plans --quota 50GB --retention 90d",
            "atrium space set /shared/plans --quota none");
        options.AddTo(command);
        command.Add(kit.Options.Json);
        command.Validators.Add(result =>
        {
            if (result.GetResult(options.Quota) is null && result.GetResult(options.History) is null
                && result.GetResult(options.Retention) is null && result.GetResult(options.Owner) is null)
            {
                result.AddError("Say what to set: --quota, --history, --retention or --owner.");
            }
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            var changed = await client.Administration.SetSpaceAsync(parsed.GetValue(options.Path)!, options.Request(parsed), cancellation)
                .WithHint(HttpStatusCode.NotFound, "These are there: atrium space list");
            if (kit.WantsJson(parsed))
                JsonOutput.Write<IReadOnlyList<SpaceRecord>>(kit.Shell, [changed], json => json.IReadOnlyListSpaceRecord);
            else
                kit.Shell.Out.WriteLine($"Changed {SpaceTable.Sentence(changed)}");
            return ExitCode.Done;
        });
        return command;
    }
}
