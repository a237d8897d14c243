using System.CommandLine;
using System.Net;
using Atrium.Api;
using Atrium.CommandLine;
using Spectre.Console;

namespace Atrium.Sites;

/// <summary><c>atrium site remove</c></summary>
internal static class SiteRemove
{
    internal static Command Create(CommandKit kit)
    {
        var host = SiteCommands.Host("HOST", "A site that is there: atrium site list");
        var yes = new Option<bool>("--yes") { Description = "Do not ask" };
        var command = new ExampleCommand(
            "remove", "Take a site off the air; its files and deployments stay in its space", "atrium site remove example.org", "atrium site remove example.org --yes")
        {
            host, yes, kit.Options.Json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            var name = parsed.GetValue(host)!;
            var site = await client.Sites.GetAsync(name, cancellation).WithHint(HttpStatusCode.NotFound, "These are there: atrium site list");
            var names = string.Join(", ", site.Aliases.Prepend(site.Host));
            var consequence = $"Visitors of {names} get 421 (not here) from now on. The files stay in /sites/{site.Host}; adding the site again shows them again.";
            if (!parsed.GetValue(yes))
            {
                if (!kit.Shell.InIsTerminal || !kit.Shell.OutIsTerminal)
                    throw new CommandFailedException($"{consequence} Nothing was done: say --yes where nobody can be asked.", ExitCode.Usage);
                kit.Shell.Terminal.Value.WriteLine(consequence);
                if (!await kit.Shell.Terminal.Value.ConfirmAsync($"Remove {Markup.Escape(site.Host)}?", defaultValue: false, cancellation))
                    return ExitCode.Failed;
            }
            await client.Sites.RemoveAsync(site.Host, cancellation);
            if (kit.WantsJson(parsed))
                JsonOutput.Write<IReadOnlyList<SiteRecord>>(kit.Shell, [site], json => json.IReadOnlyListSiteRecord);
            else
                kit.Shell.Out.WriteLine($"Removed {site.Host}; its files stay in /sites/{site.Host}.");
            return ExitCode.Done;
        });
        return command;
    }
}
