using System.CommandLine;
using System.Net;
using Atrium.Api;
using Atrium.CommandLine;

namespace Atrium.Spaces;

/// <summary><c>atrium space add</c></summary>
internal static class SpaceAdd
{
    internal static Command Create(CommandKit kit)
    {
        var options = new SpaceOptions(kit);
        var command = new ExampleCommand(
            "add", "Add a space",
            "atrium space add /shared/plans --quota 10GB",
            "atrium space add /shared/archive --owner alice --retention 1y --history 100GB");
        options.AddTo(command);
        command.Add(kit.Options.Json);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            var request = options.Request(parsed) with { Path = parsed.GetValue(options.Path)! };
            var added = await client.Administration.AddSpaceAsync(request, cancellation)
                .WithHint(HttpStatusCode.Conflict, $"Change its settings with: atrium space set {ServerConnection.Quote(request.Path!)}");
            if (kit.WantsJson(parsed))
                JsonOutput.Write<IReadOnlyList<SpaceRecord>>(kit.Shell, [added], json => json.IReadOnlyListSpaceRecord);
            else
                kit.Shell.Out.WriteLine($"Added {SpaceTable.Sentence(added)}");
            return ExitCode.Done;
        });
        return command;
    }
}
