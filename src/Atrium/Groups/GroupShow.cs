using System.CommandLine;
using System.Net;
using Atrium.CommandLine;

namespace Atrium.Groups;

/// <summary><c>atrium group show</c></summary>
internal static class GroupShow
{
    internal static Command Create(CommandKit kit)
    {
        var name = GroupCommands.Name(kit, "NAME");
        var command = new ExampleCommand("show", "Show one group with its direct members", "atrium group show editors") { name, kit.Options.Json };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            var group = await client.Access.GetGroupAsync(parsed.GetValue(name)!, cancellation)
                .WithHint(HttpStatusCode.NotFound, "These are there: atrium group list");
            GroupTable.Write(kit, parsed, [group]);
            return ExitCode.Done;
        });
        return command;
    }
}
