using System.CommandLine;
using Atrium.CommandLine;

namespace Atrium.Transfer;

/// <summary><c>atrium export</c></summary>
internal static class Export
{
    internal static Command Create(CommandKit kit)
    {
        var from = Parsed.Path("PATH", "A folder of the tree");
        var to = new Argument<string>("DIR") { Description = "A folder on this machine; it is made when it is missing" };
        var at = Parsed.At(kit.Shell.Clock, "The state of this moment; without it, the present one");
        var command = new ExampleCommand(
            "export", "Write a folder of the tree into a local one, with its times of modification; run it again to go on",
            "atrium export /shared/plans ./plans", "atrium export /shared/plans ./plans-of-monday --at \"2026-11-02 08:00\"")
        {
            from, to, at, kit.Options.Json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var local = Path.GetFullPath(parsed.GetValue(to)!);
            if (File.Exists(local))
                throw new CommandFailedException($"{local} is a file: name a folder.");
            using var client = kit.Connect(parsed);
            return await TransferRun.RunAsync(
                kit, parsed, "Exported", (tally, stop) => new Exporter(client.Files, parsed.GetValue(at), tally, kit.Shell.Clock).RunAsync([new TransferPair(local, parsed.GetValue(from)!)], stop),
                cancellation);
        });
        return command;
    }
}
