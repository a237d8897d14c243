using System.CommandLine;
using Atrium.Api;
using Atrium.CommandLine;

namespace Atrium.Access;

/// <summary><c>atrium access inherit</c></summary>
internal static class AccessInherit
{
    internal static Command Create(CommandKit kit)
    {
        var path = AccessCommands.Path(kit);
        var state = new Argument<string>("on|off") { Description = "off: nothing that is granted above the folder holds in it" };
        state.AcceptOnlyFromAmong("on", "off");
        var confirmation = new Confirmation(kit.Shell);
        var command = new ExampleCommand(
            "inherit", "Say whether a folder inherits what is granted above it",
            "atrium access inherit /shared/plans/salaries off",
            "atrium access inherit /shared/plans/salaries on")
        {
            path, state, confirmation.Yes, kit.Options.Json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var request = new InheritanceRequest(parsed.GetValue(path)!, parsed.GetValue(state) == "on");
            confirmation.Ask(parsed, request.Inherits
                ? $"All that is granted above {request.Path} will hold in it again."
                : $"Who holds something in {request.Path} by a grant above it loses it at once; the owner of the space and administrators keep all.");
            using var client = kit.Connect(parsed);
            await client.Access.SetInheritanceAsync(request, cancellation);
            if (kit.WantsJson(parsed))
                JsonOutput.Write(kit.Shell, (await client.Access.ListAsync(request.Path, cancellation)).Entries, json => json.IReadOnlyListGrantRecord);
            else
                kit.Shell.Out.WriteLine($"{request.Path} {(request.Inherits ? "inherits what is granted above it" : "inherits nothing from above")}.");
            return ExitCode.Done;
        });
        return command;
    }
}
