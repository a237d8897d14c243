using System.CommandLine;
using System.Net;
using Atrium.Api;
using Atrium.CommandLine;
using Atrium.Values;

namespace Atrium.Past;

/// <summary><c>atrium undelete</c></summary>
internal static class Undelete
{
    internal static Command Create(CommandKit kit)
    {
        var path = Parsed.Path("PATH", "What was deleted, or what shall be as it was");
        var at = Parsed.At(kit.Shell.Clock, "The state of this moment; without it, what was last deleted there");
        var to = Parsed.PathOption("--to", "Bring it back to another place");
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace what is there now; that can be undeleted in turn" };
        var command = new ExampleCommand(
            "undelete", "Bring back a file or a folder from the past",
            "atrium undelete /shared/plans/house.pdf",
            "atrium undelete /shared/plans --at \"2026-11-01 12:00\" --to /shared/plans/as-it-was",
            "atrium undelete /home/alice/notes.txt --at \"2h ago\" --overwrite")
        {
            path, at, to, overwrite, kit.Options.Json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            var request = new UndeleteRequest(parsed.GetValue(path)!, parsed.GetValue(to), parsed.GetValue(overwrite), parsed.GetValue(at));
            var stored = await client.Files.UndeleteAsync(request, cancellation)
                .WithHint(HttpStatusCode.NotFound, "Check the path (capitals count), or name a moment at which it was there, with --at.")
                .WithHint(HttpStatusCode.Conflict, "Bring it back to another place with --to, or replace what is there with --overwrite.");
            if (kit.WantsJson(parsed))
                JsonOutput.Write<IReadOnlyList<StoredRecord>>(kit.Shell, [stored], json => json.IReadOnlyListStoredRecord);
            else
                kit.Shell.Out.WriteLine($"{stored.Path} is there again: a {stored.Kind} of {ByteSize.Format(stored.Size ?? 0)}, last modified {Moment.Format(stored.Modified, kit.Shell.Clock)}.");
            return ExitCode.Done;
        });
        return command;
    }
}
