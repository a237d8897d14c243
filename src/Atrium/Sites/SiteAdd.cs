using System.CommandLine;
using System.Net;
using Atrium.Api;
using Atrium.CommandLine;

namespace Atrium.Sites;

/// <summary><c>atrium site add</c></summary>
internal static class SiteAdd
{
    internal static Command Create(CommandKit kit)
    {
        var host = SiteCommands.Host("HOST", "The name that visitors type, such as example.org");
        var from = new Option<string?>("--from") { Description = "Deploy this folder at once", HelpName = "DIR" };
        var proxy = new Option<string[]>("--proxy")
        {
            Description = "Pass requests on to this application instead of serving files; several share the load", HelpName = "URL", AllowMultipleArgumentsPerToken = true,
        };
        var http = new Option<bool>("--http") { Description = "Serve it without TLS too; otherwise clear text leads to HTTPS" };
        var command = new ExampleCommand(
            "add", "Serve a host name, from files or from an application",
            "atrium site add example.org --from ./public",
            "atrium site add app.example.org --proxy http://127.0.0.1:3000",
            "atrium site add app.example.org --proxy http://10.0.0.1:3000 --proxy http://10.0.0.2:3000",
            "atrium site add intranet --http")
        {
            host, from, proxy, http, kit.Options.Json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(from) is not null && result.GetResult(proxy) is not null)
                result.AddError("Give one of --from and --proxy: a site shows files, or passes requests on.");
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            var folder = parsed.GetValue(from) is { } given ? SiteFolder.Check(given) : null;
            using var client = kit.Connect(parsed);
            var backends = parsed.GetValue(proxy) ?? [];
            var request = new SiteRequest(parsed.GetValue(host)!, backends.FirstOrDefault(), parsed.GetValue(http))
            {
                Options = backends.Length > 1 ? new Dictionary<string, string> { ["backends"] = string.Join(' ', backends[1..]) } : null,
            };
            var site = await client.Sites.AddAsync(request, cancellation)
                .WithHint(HttpStatusCode.Conflict, $"Look at it with: atrium site show {request.Host}");
            if (folder is not null)
            {
                var code = await new Deployer(client.Sites, kit.Shell).RunAsync(site.Host, folder, cancellation);
                if (code != ExitCode.Done)
                    return code;
                site = await client.Sites.GetAsync(site.Host, cancellation);
            }
            if (kit.WantsJson(parsed))
                JsonOutput.Write<IReadOnlyList<SiteRecord>>(kit.Shell, [site], json => json.IReadOnlyListSiteRecord);
            else
                kit.Shell.Out.WriteLine($"Added. {SiteTable.Sentence(site)}");
            return ExitCode.Done;
        });
        return command;
    }
}
