using System.CommandLine;
using Atrium.CommandLine;

namespace Atrium.Spaces;

/// <summary><c>atrium space list</c></summary>
internal static class SpaceList
{
    internal static Command Create(CommandKit kit)
    {
        var command = new ExampleCommand("list", "List the spaces with what they hold", "atrium space list", "atrium space list --json")
        {
            kit.Options.Json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            var spaces = await client.Administration.ListSpacesAsync(cancellation);
            if (kit.WantsJson(parsed))
                JsonOutput.Write(kit.Shell, spaces, json => json.IReadOnlyListSpaceRecord);
            else
                SpaceTable.Write(kit.Shell, spaces);
            return ExitCode.Done;
        });
        return command;
    }
}
