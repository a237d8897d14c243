using System.CommandLine;
using System.Net;
using Atrium.Api;
using Atrium.CommandLine;

namespace Atrium.Groups;

/// <summary><c>atrium group add</c></summary>
internal static class GroupAdd
{
    internal static Command Create(CommandKit kit)
    {
        var name = new Argument<string>("NAME") { Description = "Lower-case letters, digits, dot, dash, underscore; no account has it" };
        var command = new ExampleCommand("add", "Add a group", "atrium group add editors") { name, kit.Options.Json };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            var added = await client.Access.AddGroupAsync(new GroupRequest(parsed.GetValue(name)!), cancellation)
                .WithHint(HttpStatusCode.Conflict, "Choose another name; these are taken: atrium group list, atrium account list");
            GroupTable.Tell(kit, parsed, added, $"Added the group {added.Name}. Put somebody in it with: atrium group join {added.Name} NAME");
            return ExitCode.Done;
        });
        return command;
    }
}
