using System.CommandLine;
using Atrium.CommandLine;

namespace Atrium.Groups;

/// <summary><c>atrium group list</c></summary>
internal static class GroupList
{
    internal static Command Create(CommandKit kit)
    {
        var command = new ExampleCommand("list", "List the groups with their members", "atrium group list", "atrium group list --json") { kit.Options.Json };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            GroupTable.Write(kit, parsed, await client.Access.ListGroupsAsync(cancellation));
            return ExitCode.Done;
        });
        return command;
    }
}
