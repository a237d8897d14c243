using System.CommandLine;
using System.Net;
using Atrium.Api;
using Atrium.Client;
using Atrium.CommandLine;

namespace Atrium.Tree;

/// <summary><c>atrium mv</c> and <c>atrium cp</c>: both happen on the server, and move no bytes.</summary>
internal static class Relocate
{
    private delegate Task<StoredRecord> Step(FilesClient files, TransferRequest transfer, CancellationToken cancellation);

    internal static Command CreateMove(CommandKit kit) => Create(
        kit,
        new ExampleCommand(
            "mv", "Move or rename files and folders of the tree", "atrium mv /shared/plans/draft.txt /shared/plans/final.txt",
            "atrium mv /shared/plans/a.txt /shared/plans/b.txt /shared/archive/"),
        null, (files, transfer, cancellation) => files.MoveAsync(transfer, cancellation));

    internal static Command CreateCopy(CommandKit kit) => Create(
        kit,
        new ExampleCommand(
            "cp", "Copy files and folders of the tree, on the server", "atrium cp /shared/plans /shared/plans-of-november",
            "atrium cp /shared/plans/todo.txt /home/alice/ --at \"1d ago\""),
        Parsed.At(kit.Shell.Clock, "Copy the state of this moment; without it, the present one"), (files, transfer, cancellation) => files.CopyAsync(transfer, cancellation));

    private static ExampleCommand Create(CommandKit kit, ExampleCommand command, Option<DateTimeOffset?>? at, Step step)
    {
        var names = TreeArguments.PathsAndPlace(
            kit, "FROM... TO", "Files and folders, and last the place that they go to; with a slash at its end, or where a folder is, they go into it under their own names");
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace what is there; what was there can be brought back" };
        command.Add(names);
        if (at is not null)
            command.Add(at);
        command.Add(overwrite);
        command.Add(kit.Options.Json);
        command.SetAction(async (parsed, cancellation) =>
        {
            var given = parsed.GetValue(names)!;
            using var client = kit.Connect(parsed);
            var into = await TreeArguments.GoesIntoAsync(client.Files, given[^1], given.Length - 1, meetsFolders: true, cancellation);
            var place = TreeArguments.Normal(given[^1]);
            var done = new List<StoredRecord>();
            foreach (var from in given[..^1].Select(TreeArguments.Normal))
            {
                var to = into ? RemotePath.Combine(place, TreeArguments.NameOf(from)) : place;
                var transfer = new TransferRequest(from, to, parsed.GetValue(overwrite), at is null ? null : parsed.GetValue(at));
                done.Add(await step(client.Files, transfer, cancellation).WithHint(HttpStatusCode.Conflict, "To replace what is there, add --overwrite."));
            }
            if (kit.WantsJson(parsed))
                JsonOutput.Write<IReadOnlyList<StoredRecord>>(kit.Shell, done, json => json.IReadOnlyListStoredRecord);
            return ExitCode.Done;
        });
        return command;
    }
}
