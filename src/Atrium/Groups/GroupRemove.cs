using System.CommandLine;
using System.Net;
using Atrium.CommandLine;

namespace Atrium.Groups;

/// <summary><c>atrium group remove</c></summary>
internal static class GroupRemove
{
    internal static Command Create(CommandKit kit)
    {
        var name = GroupCommands.Name(kit, "NAME");
        var confirmation = new Confirmation(kit.Shell);
        var command = new ExampleCommand(
            "remove", "Remove a group, with all that was granted to it; its members stay", "atrium group remove editors", "atrium group remove editors --yes")
        {
            name, confirmation.Yes, kit.Options.Json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            var group = await client.Access.GetGroupAsync(parsed.GetValue(name)!, cancellation)
                .WithHint(HttpStatusCode.NotFound, "These are there: atrium group list");
            confirmation.Ask(
                parsed, $"The group {group.Name} goes, and with it all that was granted to it: its {group.Members.Count} direct members lose that at once.");
            await client.Access.RemoveGroupAsync(group.Name, cancellation);
            GroupTable.Tell(kit, parsed, group, $"Removed the group {group.Name} and all that was granted to it.");
            return ExitCode.Done;
        });
        return command;
    }
}
