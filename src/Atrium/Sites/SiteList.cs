using System.CommandLine;
using Atrium.CommandLine;

namespace Atrium.Sites;

/// <summary><c>atrium site list</c></summary>
internal static class SiteList
{
    internal static Command Create(CommandKit kit)
    {
        var command = new ExampleCommand("list", "List the sites", "atrium site list", "atrium site list --json") { kit.Options.Json };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            var sites = await client.Sites.ListAsync(cancellation);
            if (kit.WantsJson(parsed))
                JsonOutput.Write(kit.Shell, sites, json => json.IReadOnlyListSiteRecord);
            else
                SiteTable.Write(kit.Shell, sites);
            return ExitCode.Done;
        });
        return command;
    }
}
