using System.CommandLine;
using System.Net;
using Atrium.Api;
using Atrium.CommandLine;
using Atrium.Transfer;
using Atrium.Values;

namespace Atrium.Sites;

/// <summary><c>atrium site deploy</c></summary>
internal static class SiteDeploy
{
    internal static Command Create(CommandKit kit)
    {
        var host = SiteCommands.Host("HOST", "A site that is there: atrium site list");
        var from = new Argument<string>("DIR") { Description = "A folder on this machine with everything that the site shall have" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what would be sent" };
        var command = new ExampleCommand(
            "deploy", "Show a folder as a site: only what changed is sent, and visitors see the old site whole or the new one",
            "atrium site deploy example.org ./public", "atrium site deploy example.org ./public --dry-run")
        {
            host, from, dryRun, kit.Options.Json,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var folder = SiteFolder.Check(parsed.GetValue(from)!);
            using var client = kit.Connect(parsed);
            var name = parsed.GetValue(host)!;
            var deployer = new Deployer(client.Sites, kit.Shell);
            if (parsed.GetValue(dryRun))
                return await PlanAsync(kit, parsed, deployer, name, folder, cancellation);
            var code = await deployer.RunAsync(name, folder, cancellation).WithHint(HttpStatusCode.NotFound, $"Add it with: atrium site add {name} --from DIR");
            if (code != ExitCode.Done || deployer.Deployment is not { } deployment)
                return code;
            if (kit.WantsJson(parsed))
                JsonOutput.Write<IReadOnlyList<DeploymentRecord>>(kit.Shell, [deployment], json => json.IReadOnlyListDeploymentRecord);
            else
            {
                kit.Shell.Out.WriteLine(
                    $"{name} shows deployment {deployment.Number}: {TransferDisplay.Count(deployment.Files)} files, {ByteSize.Format(deployment.Bytes)}; {TransferDisplay.Count(deployer.Sent)} contents were sent, {ByteSize.Format(deployer.SentBytes)}. Undo it with: atrium site rollback {name}");
            }
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<int> PlanAsync(
        CommandKit kit, ParseResult parsed, Deployer deployer, string host, string folder, CancellationToken cancellation)
    {
        var (files, missing) = await deployer.PlanAsync(host, folder, cancellation)
            .WithHint(HttpStatusCode.NotFound, $"Add it with: atrium site add {host} --from DIR");
        if (kit.WantsJson(parsed))
        {
            JsonOutput.Write(kit.Shell, missing, json => json.IReadOnlyListSiteFileRecord);
            return ExitCode.Done;
        }
        var table = new Table("Would be sent", new Column("Size", IsNumber: true));
        foreach (var file in missing)
            table.Add(file.Path, ByteSize.Format(file.Size));
        if (missing.Count > 0)
            table.Write(kit.Shell);
        kit.Shell.Out.WriteLine(
            $"{TransferDisplay.Count(missing.Count)} of {TransferDisplay.Count(files)} files would be sent, {ByteSize.Format(missing.Sum(file => file.Size))}; nothing was changed.");
        return ExitCode.Done;
    }
}
