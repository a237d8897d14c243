using System.CommandLine;
using Atrium.CommandLine;
using Atrium.Completions;
using Atrium.Transfer;

namespace Atrium.Tree;

/// <summary><c>atrium get</c></summary>
internal static class Get
{
    internal static Command Create(CommandKit kit)
    {
        var names = new Argument<string[]>("PATH... [LOCAL]")
        {
            Description = "Files and folders of the tree, and last, where there is more than one name, the place on this machine; with a slash at its end they go into it under their own names [default: ./]",
            Arity = ArgumentArity.OneOrMore,
        };
        names.Validators.Add(result => TreeArguments.Check(result, result.Tokens.Count > 1 ? result.Tokens.SkipLast(1) : result.Tokens));
        var at = Parsed.At(kit.Shell.Clock, "The state of this moment; without it, the present one");
        var command = new ExampleCommand(
            "get", "Fetch files and folders of the tree, with their times of modification; run it again to go on, or to fetch what changed",
            "atrium get /shared/plans/report.pdf", "atrium get /shared/plans ./plans", "atrium get /shared/plans/report.pdf old.pdf --at \"1w ago\"")
        {
            names.Completing(kit), at, kit.Options.Json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var given = parsed.GetValue(names)!;
            var (sources, place) = given.Length == 1 ? (given, "./") : (given[..^1], given[^1]);
            using var client = kit.Connect(parsed);
            var local = Path.GetFullPath(place);
            // A file goes into a folder that is there; what a folder holds becomes what the folder there holds.
            var into = place.EndsWith('/') || place is "." or ".." || sources.Length > 1
                || (Directory.Exists(local) && (await client.Files.StatAsync(sources[0], parsed.GetValue(at), cancellation)).Kind == "file");
            var pairs = sources.Select(source => new TransferPair(into ? Path.Combine(local, LocalName(source)) : local.TrimEnd('/'), TreeArguments.Normal(source))).ToList();
            return await TransferRun.RunAsync(
                kit, parsed, "Fetched", (tally, stop) => new Exporter(client.Files, parsed.GetValue(at), tally, kit.Shell.Clock).RunAsync(pairs, stop), cancellation);
        });
        return command;
    }

    private static string LocalName(string source)
        => TreeArguments.NameOf(source) is { Length: > 0 } name ? name : throw new CommandFailedException("The whole tree has no name: say where it goes, with atrium get / DIR");
}
