using System.CommandLine;
using Atrium.CommandLine;
using Atrium.Core.Repository;
using Atrium.Transfer;

namespace Atrium.Tree;

/// <summary><c>atrium put</c></summary>
internal static class Put
{
    internal static Command Create(CommandKit kit)
    {
        var names = new Argument<string[]>("LOCAL... PATH")
        {
            Description = "Files and folders on this machine, and last the place in the tree; with a slash at its end they go into it under their own names. Or last the address of a link that takes files",
            Arity = new ArgumentArity(2, 100_000),
        };
        names.Validators.Add(result =>
        {
            if (result.Tokens is [.., var last] && PutByLink.Link(last.Value) is null)
                TreeArguments.Check(result, [last]);
        });
        var byLink = new PutByLink(kit);
        var command = new ExampleCommand(
            "put", "Bring files and folders into the tree, with their times of modification; run it again to go on, or to bring what changed",
            "atrium put report.pdf /shared/plans/", "atrium put ./photos /home/alice/photos", "atrium put *.csv /shared/data/2026/",
            "atrium put film.mkv https://files.example.org/s/TOKEN")
        {
            names, kit.Options.Json,
        };
        foreach (var option in byLink.Options)
            command.Options.Add(option);
        command.SetAction(async (parsed, cancellation) =>
        {
            var given = parsed.GetValue(names)!;
            var sources = given[..^1].Select(Path.GetFullPath).ToList();
            foreach (var source in sources.Where(source => !Path.Exists(source)))
                throw new CommandFailedException($"There is no file or folder {source}.");
            if (PutByLink.Link(given[^1]) is { } link)
                return await byLink.RunAsync(parsed, sources, link, cancellation);
            using var client = kit.Connect(parsed);
            var into = await TreeArguments.GoesIntoAsync(client.Files, given[^1], sources.Count, !Directory.Exists(sources[0]), cancellation);
            var place = TreeArguments.Normal(given[^1]);
            var pairs = sources.Select(source => new TransferPair(source, into ? Client.RemotePath.Combine(place, NameOf(source)) : place)).ToList();
            return await TransferRun.RunAsync(
                kit, parsed, "Stored", (tally, stop) => new Importer(client, tally, kit.Shell.Clock).RunAsync(pairs, stop), cancellation);
        });
        return command;
    }

    private static string NameOf(string source)
        => NodePath.CheckName(Path.GetFileName(source.TrimEnd('/'))).Try(out var name, out var refused) ? name
            : throw new CommandFailedException($"{source} cannot keep its name in the tree: {refused.Detail} Give it another one: atrium put {ServerConnection.Quote(source)} PATH/NAME");
}
