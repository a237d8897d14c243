using System.CommandLine;
using System.Net;
using Atrium.Api;
using Atrium.CommandLine;
using Atrium.Completions;
using Atrium.Values;

namespace Atrium.Spaces;

/// <summary><c>atrium space remove</c></summary>
internal static class SpaceRemove
{
    internal static Command Create(CommandKit kit)
    {
        var path = Parsed.Path("PATH", "/shared/NAME or /sites/HOST; a home goes with its account").Completing(kit, Completion.Spaces);
        var delete = new Option<bool>("--delete") { Description = "Delete what is in it too, with its past; it cannot be brought back" };
        var confirmation = new Confirmation(kit.Shell);
        var command = new ExampleCommand(
            "remove", "Remove a space; one that holds anything, only when that is said",
            "atrium space remove /shared/plans", "atrium space remove /shared/plans --delete --yes")
        {
            path, delete, confirmation.Yes, kit.Options.Json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            var name = parsed.GetValue(path)!;
            if (await FindAsync(client, name, cancellation) is not { } space)
                throw new CommandFailedException($"The space {name} does not exist. These are there: atrium space list");
            if (parsed.GetValue(delete))
                confirmation.Require(parsed, $"{name} goes, with {Bytes(space.Used)} in it and {Bytes(space.History)} of its past. Nothing brings them back but a backup.");
            else
                confirmation.Ask(parsed, $"{name} goes, if nothing is in it and nothing ever was.");
            await client.Administration.RemoveSpaceAsync(name, parsed.GetValue(delete), cancellation)
                .WithHint(HttpStatusCode.NotFound, "These are there: atrium space list");
            if (kit.WantsJson(parsed))
                JsonOutput.Write<IReadOnlyList<SpaceRecord>>(kit.Shell, [space], json => json.IReadOnlyListSpaceRecord);
            else
                kit.Shell.Out.WriteLine($"Removed {name}.");
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<SpaceRecord?> FindAsync(Client.AtriumClient client, string path, CancellationToken cancellation)
        => (await client.Administration.ListSpacesAsync(cancellation)).FirstOrDefault(space => space.Path == path);

    private static string Bytes(long? bytes) => ByteSize.Format(bytes ?? 0);
}
