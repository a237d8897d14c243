using System.CommandLine;
using System.Net;
using Atrium.Api;
using Atrium.CommandLine;

namespace Atrium.Tree;

/// <summary><c>atrium rm</c></summary>
internal static class Remove
{
    internal static Command Create(CommandKit kit)
    {
        var paths = TreeArguments.Paths(kit, "Files and folders of the tree");
        var recursive = new Option<bool>("--recursive", "-r") { Description = "Folders with all that is in them" };
        var command = new ExampleCommand(
            "rm", "Delete files and empty folders; within the retention of their space they can be brought back", "atrium rm /shared/plans/draft.txt",
            "atrium rm -r /shared/plans/old", "atrium undelete /shared/plans/old")
        {
            paths, recursive, kit.Options.Json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            var removed = new List<FileRecord>();
            foreach (var path in parsed.GetValue(paths)!.Select(TreeArguments.Normal))
            {
                var entry = await client.Files.StatAsync(path, null, cancellation);
                if (parsed.GetValue(recursive))
                    await client.Files.DeleteTreeAsync(path, cancellation);
                else
                    await client.Files.DeleteAsync(path, cancellation).WithHint(HttpStatusCode.Conflict, $"To delete it with all that is in it: atrium rm -r {ServerConnection.Quote(path)}");
                removed.Add(entry with { Name = path });
            }
            if (kit.WantsJson(parsed))
                JsonOutput.Write<IReadOnlyList<FileRecord>>(kit.Shell, removed, json => json.IReadOnlyListFileRecord);
            return ExitCode.Done;
        });
        return command;
    }
}
