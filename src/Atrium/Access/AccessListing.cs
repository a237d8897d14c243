using System.CommandLine;
using Atrium.CommandLine;

namespace Atrium.Access;

/// <summary><c>atrium access list</c></summary>
internal static class AccessListing
{
    internal static Command Create(CommandKit kit)
    {
        var path = AccessCommands.Path(kit);
        var command = new ExampleCommand(
            "list", "List who may do what with a node, and why", "atrium access list /shared/plans", "atrium access list /shared/plans --json")
        {
            path, kit.Options.Json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            var list = await client.Access.ListAsync(parsed.GetValue(path)!, cancellation);
            if (kit.WantsJson(parsed))
            {
                JsonOutput.Write(kit.Shell, list.Entries, json => json.IReadOnlyListGrantRecord);
                return ExitCode.Done;
            }
            var table = new Table("Who", "Rights", "Why");
            foreach (var entry in list.Entries)
            {
                table.Add(
                    entry.Kind is "group" ? $"{entry.Principal} (group)" : entry.Principal, entry.Rights,
                    entry.Reason switch
                    {
                        "owner" => $"owns {entry.Path}",
                        "administrator" => "administers the server",
                        "site" => $"the site shows what is in {entry.Path} to its visitors",
                        _ => $"granted on {entry.Path}",
                    });
            }
            table.Write(kit.Shell);
            if (!list.Inherits)
                kit.Shell.Out.WriteLine($"{list.Path} inherits nothing from above.");
            return ExitCode.Done;
        });
        return command;
    }
}
