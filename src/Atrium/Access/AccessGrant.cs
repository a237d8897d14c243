using System.CommandLine;
using System.Net;
using Atrium.Api;
using Atrium.CommandLine;

namespace Atrium.Access;

/// <summary><c>atrium access grant</c></summary>
internal static class AccessGrant
{
    internal static Command Create(CommandKit kit)
    {
        var path = AccessCommands.Path(kit);
        var principal = AccessCommands.Principal(kit);
        var rights = AccessCommands.Rights(
            kit, "RIGHTS", "list, read, create, write, delete, share, manage, with commas between several; read includes list, manage includes all");
        var confirmation = new Confirmation(kit.Shell);
        var command = new ExampleCommand(
            "grant", "Grant rights on a node and all below it, in place of what was granted to the principal there",
            "atrium access grant /shared/plans alice read",
            "atrium access grant /shared/plans editors read,create,write,delete",
            "atrium access grant /sites/example.org/pictures anyone read --yes")
        {
            path, principal, rights, confirmation.Yes, kit.Options.Json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var request = new GrantRequest(parsed.GetValue(path)!, parsed.GetValue(principal)!, parsed.GetValue(rights)!);
            if (request.Principal.ToLowerInvariant() is "anyone" or "everyone")
            {
                var who = request.Principal.Equals("anyone", StringComparison.OrdinalIgnoreCase) ? "everybody who can reach the server, without signing in" : "every account of the server";
                confirmation.Ask(parsed, $"{request.Path} and all below it that inherits becomes open ({request.Rights}) to {who}.");
            }
            using var client = kit.Connect(parsed);
            var grant = await client.Access.GrantAsync(request, cancellation)
                .WithHint(HttpStatusCode.NotFound, "Look with: atrium account list, atrium group list, atrium space list");
            if (kit.WantsJson(parsed))
                JsonOutput.Write<IReadOnlyList<GrantRecord>>(kit.Shell, [grant], json => json.IReadOnlyListGrantRecord);
            else
                kit.Shell.Out.WriteLine($"Granted {grant.Rights} on {grant.Path} to {grant.Principal}.");
            return ExitCode.Done;
        });
        return command;
    }
}
