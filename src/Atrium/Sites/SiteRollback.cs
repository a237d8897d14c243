using System.CommandLine;
using System.Net;
using Atrium.Api;
using Atrium.CommandLine;

namespace Atrium.Sites;

/// <summary><c>atrium site rollback</c></summary>
internal static class SiteRollback
{
    internal static Command Create(CommandKit kit)
    {
        var host = SiteCommands.Host("HOST", "A site that is there: atrium site list");
        var to = new Option<long?>("--to") { Description = "The number of a deployment that is kept [default: the one before]", HelpName = "N" };
        var command = new ExampleCommand(
            "rollback", "Show an earlier deployment of a site again, at once",
            "atrium site rollback example.org", "atrium site rollback example.org --to 12")
        {
            host, to, kit.Options.Json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            var name = parsed.GetValue(host)!;
            var hint = $"These are kept: atrium site show {name}";
            var deployment = await client.Sites.RollBackAsync(name, parsed.GetValue(to), cancellation)
                .WithHint(HttpStatusCode.NotFound, hint).WithHint(HttpStatusCode.Conflict, hint);
            if (kit.WantsJson(parsed))
                JsonOutput.Write<IReadOnlyList<DeploymentRecord>>(kit.Shell, [deployment], json => json.IReadOnlyListDeploymentRecord);
            else
                kit.Shell.Out.WriteLine($"{name} shows deployment {deployment.Number} again.");
            return ExitCode.Done;
        });
        return command;
    }
}
