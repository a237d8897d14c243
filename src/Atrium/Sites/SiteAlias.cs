using System.CommandLine;
using System.Net;
using Atrium.Api;
using Atrium.CommandLine;

namespace Atrium.Sites;

/// <summary><c>atrium site alias</c></summary>
internal static class SiteAlias
{
    internal static Command Create(CommandKit kit)
    {
        var host = SiteCommands.Host("HOST", "A site that is there: atrium site list");
        var other = SiteCommands.Alias("OTHER", "The other name; *.example.org stands for all names below example.org that no site has");
        var remove = new Option<bool>("--remove") { Description = "Take the name away again" };
        var command = new ExampleCommand(
            "alias", "Give a site another name, under which it shows the same",
            "atrium site alias example.org www.example.org", "atrium site alias example.org www.example.org --remove")
        {
            host, other, remove, kit.Options.Json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            var (name, alias) = (parsed.GetValue(host)!, parsed.GetValue(other)!);
            var isRemoval = parsed.GetValue(remove);
            var change = isRemoval ? client.Sites.RemoveAliasAsync(name, alias, cancellation) : client.Sites.AddAliasAsync(name, alias, cancellation);
            var site = await change.WithHint(HttpStatusCode.NotFound, "These are there: atrium site list");
            if (kit.WantsJson(parsed))
                JsonOutput.Write<IReadOnlyList<SiteRecord>>(kit.Shell, [site], json => json.IReadOnlyListSiteRecord);
            else
                kit.Shell.Out.WriteLine(isRemoval ? $"{alias} is no longer a name of {site.Host}." : $"{alias} shows {site.Host}.");
            return ExitCode.Done;
        });
        return command;
    }
}
