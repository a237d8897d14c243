using System.CommandLine;
using Atrium.CommandLine;

namespace Atrium.Access;

/// <summary><c>atrium access mine</c></summary>
internal static class AccessMine
{
    internal static Command Create(CommandKit kit)
    {
        var command = new ExampleCommand(
            "mine", "List what was granted to you, your groups and all, wherever it is", "atrium access mine", "atrium access mine --json")
        {
            kit.Options.Json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            var shared = await client.Access.SharedWithMeAsync(cancellation);
            if (kit.WantsJson(parsed))
            {
                JsonOutput.Write(kit.Shell, shared, json => json.IReadOnlyListOwnAccessRecord);
                return ExitCode.Done;
            }
            var table = new Table("Path", "Kind", "Rights");
            foreach (var item in shared)
                table.Add(item.Path, item.Kind, item.Rights);
            table.Write(kit.Shell);
            return ExitCode.Done;
        });
        return command;
    }
}
