using System.CommandLine;
using System.Net;
using Atrium.Api;
using Atrium.CommandLine;
using Atrium.Core.Sites.Options;

namespace Atrium.Sites;

/// <summary><c>atrium site set</c></summary>
internal static class SiteSet
{
    private const string Http = "http";

    internal static Command Create(CommandKit kit)
    {
        var host = SiteCommands.Host("HOST", "A site that is there: atrium site list");
        var option = new Argument<string>("OPTION")
        {
            Description = $"{string.Join("; ", SiteOptionBook.All.Select(one => $"{one.Name}: {one.Summary} ({one.Forms})"))}; {Http}: serve it without TLS too (on or off)",
        };
        option.CompletionSources.Add(_ => [.. SiteOptionBook.All.Select(one => new System.CommandLine.Completions.CompletionItem(one.Name)), new(Http)]);
        var values = new Argument<string[]>("VALUE") { Description = "What shall hold; several are put in a list", Arity = ArgumentArity.ZeroOrMore };
        var reset = new Option<bool>("--default") { Description = "Go back to what holds where nothing is said" };
        var command = new ExampleCommand(
            "set", "Serve a site in another way; it holds at once",
            "atrium site set example.org clean-urls on",
            "atrium site set example.org hsts 'max-age=31536000; includeSubDomains'",
            "atrium site set example.org headers 'X-Frame-Options: DENY' 'Referrer-Policy: same-origin'",
            "atrium site set example.org headers --default")
        {
            host, option, values, reset, kit.Options.Json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(reset) == result.GetValue(values) is { Length: > 0 })
                result.AddError("Give a VALUE, or --default to go back to what holds where nothing is said.");
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            using var client = kit.Connect(parsed);
            var (name, said) = (parsed.GetValue(option)!, parsed.GetValue(values) ?? []);
            if (name == Http && said is not ([] or ["on"] or ["off"]))
                throw new CommandFailedException("http is on or off.");
            var request = name == Http
                ? new SitePatchRequest(Http: said is ["on"])
                : new SitePatchRequest(Options: new Dictionary<string, string?> { [name] = said.Length == 0 ? null : string.Join('\n', said) });
            var site = await client.Sites.SetAsync(parsed.GetValue(host)!, request, cancellation).WithHint(HttpStatusCode.NotFound, "These are there: atrium site list");
            if (kit.WantsJson(parsed))
                JsonOutput.Write<IReadOnlyList<SiteRecord>>(kit.Shell, [site], json => json.IReadOnlyListSiteRecord);
            else
                SiteTable.WriteOptions(kit.Shell, site);
            return ExitCode.Done;
        });
        return command;
    }
}
