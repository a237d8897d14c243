using System.CommandLine;
using Atrium.Api;
using Atrium.CommandLine;
using Atrium.Completions;
using Atrium.Values;

namespace Atrium.Tree;

/// <summary><c>atrium ls</c></summary>
internal static class List
{
    internal static Command Create(CommandKit kit)
    {
        var path = Parsed.Path("PATH", "A folder, or a file [default: /]").Completing(kit);
        path.Arity = ArgumentArity.ZeroOrOne;
        var detailed = new Option<bool>("--long", "-l") { Description = "Show sizes and times of modification" };
        var recursive = new Option<bool>("--recursive", "-R") { Description = "Go into folders" };
        var at = Parsed.At(kit.Shell.Clock, "The state of this moment; without it, the present one");
        var command = new ExampleCommand(
            "ls", "List a folder of the tree", "atrium ls", "atrium ls -l /shared/plans", "atrium ls -R /shared/plans --at \"1d ago\" --json")
        {
            path, detailed, recursive, at, kit.Options.Json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            var top = parsed.GetValue(path) ?? "/";
            var found = TreeListing.ReadAsync(client.Files, top, parsed.GetValue(at), parsed.GetValue(recursive), cancellation);
            if (kit.WantsJson(parsed))
                JsonOutput.Write<IReadOnlyList<FileRecord>>(kit.Shell, await CollectAsync(found), json => json.IReadOnlyListFileRecord);
            else if (parsed.GetValue(detailed))
                await WriteTableAsync(kit.Shell, found);
            else
                await WriteNamesAsync(kit.Shell, found);
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<List<FileRecord>> CollectAsync(IAsyncEnumerable<FileRecord> found)
    {
        var all = new List<FileRecord>();
        await foreach (var entry in found)
            all.Add(entry);
        return all;
    }

    private static async Task WriteNamesAsync(Shell shell, IAsyncEnumerable<FileRecord> found)
    {
        await foreach (var entry in found)
            shell.Out.WriteLine(Shown(entry));
    }

    private static async Task WriteTableAsync(Shell shell, IAsyncEnumerable<FileRecord> found)
    {
        var table = new Table(new Column("Size", IsNumber: true), "Modified", "Name");
        await foreach (var entry in found)
            table.Add(entry.Size is { } size ? ByteSize.Format(size) : "-", Moment.Format(entry.Modified, shell.Clock), Shown(entry));
        table.Write(shell);
    }

    // The server takes no control characters; but it is the server that says so.
    private static string Shown(FileRecord entry) => Shell.Printable(entry.Kind == "folder" ? entry.Name + "/" : entry.Name);
}
