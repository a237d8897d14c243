using System.CommandLine;
using System.Net;
using Atrium.CommandLine;

namespace Atrium.Sites;

/// <summary><c>atrium site show</c></summary>
internal static class SiteShow
{
    internal static Command Create(CommandKit kit)
    {
        var host = SiteCommands.Host("HOST", "A site that is there: atrium site list");
        var command = new ExampleCommand("show", "Show a site with the deployments that it can be rolled back to", "atrium site show example.org", "atrium site show example.org --json")
        {
            host, kit.Options.Json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            var name = parsed.GetValue(host)!;
            var site = await client.Sites.GetAsync(name, cancellation).WithHint(HttpStatusCode.NotFound, "These are there: atrium site list");
            var deployments = await client.Sites.DeploymentsAsync(name, cancellation);
            if (kit.WantsJson(parsed))
            {
                JsonOutput.Write(kit.Shell, deployments, json => json.IReadOnlyListDeploymentRecord);
                return ExitCode.Done;
            }
            SiteTable.Write(kit.Shell, [site]);
            SiteTable.WriteOptions(kit.Shell, site);
            if (site.Backends is { Count: > 0 } backends)
                SiteTable.Write(kit.Shell, backends);
            if (deployments.Count > 0)
                SiteTable.Write(kit.Shell, deployments);
            foreach (var problem in site.Problems ?? [])
                kit.Shell.Say($"Passed over: {problem.File}, line {problem.Line}: {problem.Message}");
            return ExitCode.Done;
        });
        return command;
    }
}
