using System.CommandLine;
using Atrium.Api;
using Atrium.CommandLine;

namespace Atrium.Tree;

/// <summary><c>atrium mkdir</c></summary>
internal static class MakeFolder
{
    internal static Command Create(CommandKit kit)
    {
        var paths = TreeArguments.Paths(kit, "Folders of the tree");
        var command = new ExampleCommand("mkdir", "Make folders, with the missing ones above them", "atrium mkdir /shared/plans/2026/november")
        {
            paths, kit.Options.Json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            var made = new List<FileRecord>();
            foreach (var path in parsed.GetValue(paths)!.Select(TreeArguments.Normal))
            {
                await client.Files.MakeFolderAsync(path, cancellation);
                if (kit.WantsJson(parsed))
                    made.Add(await client.Files.StatAsync(path, null, cancellation) with { Name = path });
            }
            if (kit.WantsJson(parsed))
                JsonOutput.Write<IReadOnlyList<FileRecord>>(kit.Shell, made, json => json.IReadOnlyListFileRecord);
            return ExitCode.Done;
        });
        return command;
    }
}
