using System.CommandLine;
using Atrium.CommandLine;
using Atrium.Unix;

namespace Atrium.Transfer;

/// <summary><c>atrium import</c></summary>
internal static class Import
{
    internal static Command Create(CommandKit kit)
    {
        var from = new Argument<string>("DIR") { Description = "A folder on this machine" };
        var to = Parsed.Path("PATH", "The folder of the tree that takes what is in DIR; it is made when it is missing, its space must be there");
        var command = new ExampleCommand(
            "import", "Bring a local folder into the tree, with its times of modification; run it again to go on, or to bring what changed",
            "atrium import ./photos /home/alice/photos", "atrium import /srv/old /shared/archive --json")
        {
            from, to, kit.Options.Json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var local = Path.GetFullPath(parsed.GetValue(from)!);
            // The folder itself may be a link: it was named by whoever wants it.
            if (!Directory.Exists(local))
            {
                throw new CommandFailedException(
                    FileFacts.Of(local) is null ? $"There is no folder {local}." : $"{local} is not a folder: name the folder that holds it.");
            }
            using var client = kit.Connect(parsed);
            return await TransferRun.RunAsync(
                kit, parsed, "Imported", (tally, stop) => new Importer(client, tally, kit.Shell.Clock).RunAsync([new TransferPair(local, parsed.GetValue(to)!)], stop), cancellation);
        });
        return command;
    }
}
