using System.CommandLine;
using System.Net;
using Atrium.CommandLine;

namespace Atrium.Access;

/// <summary><c>atrium access revoke</c></summary>
internal static class AccessRevoke
{
    internal static Command Create(CommandKit kit)
    {
        var path = AccessCommands.Path(kit);
        var principal = AccessCommands.Principal(kit);
        var command = new ExampleCommand(
            "revoke", "Take away what was granted to a principal on this node; what it holds by other grants stays",
            "atrium access revoke /shared/plans alice")
        {
            path, principal, kit.Options.Json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            var (where, who) = (parsed.GetValue(path)!, parsed.GetValue(principal)!);
            await client.Access.RevokeAsync(where, who, cancellation)
                .WithHint(HttpStatusCode.NotFound, $"See what is granted, and where: atrium access list {ServerConnection.Quote(where)}");
            if (kit.WantsJson(parsed))
                JsonOutput.Write(kit.Shell, (await client.Access.ListAsync(where, cancellation)).Entries, json => json.IReadOnlyListGrantRecord);
            else
                kit.Shell.Out.WriteLine($"Revoked what was granted to {who} on {where}. What is left: atrium access list {ServerConnection.Quote(where)}");
            return ExitCode.Done;
        });
        return command;
    }
}
