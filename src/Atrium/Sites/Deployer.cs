using System.Net;
using Atrium.Api;
using Atrium.Client;
using Atrium.CommandLine;
using Atrium.Core.Sites;
using Atrium.Protocols.Http.Sites.Rules;
using Atrium.Transfer;

namespace Atrium.Sites;

/// <summary>Deploys a local folder: asks what is missing, sends that, and lets visitors see the whole.</summary>
internal sealed class Deployer(SitesClient sites, Shell shell)
{
    private readonly TransferTally tally = new();

    internal long Sent => tally.Done;

    internal long SentBytes => tally.DoneBytes;

    /// <summary>What visitors see now.</summary>
    internal DeploymentRecord? Deployment { get; private set; }

    internal async Task<(int Files, IReadOnlyList<SiteFileRecord> Missing)> PlanAsync(string host, string folder, CancellationToken cancellation)
    {
        var found = await ReadAsync(folder, cancellation);
        var answer = await sites.DeployAsync(host, new DeployRequest([.. found.Files.Select(file => file.Record)], DryRun: true), cancellation);
        var missing = answer.Missing.ToHashSet(StringComparer.Ordinal);
        // The server has not got the files yet.
        Tell(await ProblemsAsync(found, cancellation));
        return (found.Files.Count, [.. found.Files.Select(file => file.Record).Where(file => missing.Contains(file.Sha256))]);
    }

    internal async Task<int> RunAsync(string host, string folder, CancellationToken cancellation)
    {
        var found = await ReadAsync(folder, cancellation);
        var request = new DeployRequest([.. found.Files.Select(file => file.Record)]);
        var answer = await sites.DeployAsync(host, request, cancellation);
        // Once is enough, unless something that was there went meanwhile.
        for (var round = 0; answer.Deployment is null && round < 3; round++)
        {
            var upload = answer.Upload!;
            var missing = answer.Missing;
            await TransferDisplay.RunAsync(shell, tally, () => UploadAsync(host, upload, missing, found, cancellation));
            answer = await sites.DeployAsync(host, request with { Upload = upload }, cancellation);
        }
        Tell(answer.Problems ?? []);
        Deployment = answer.Deployment ?? throw new CommandFailedException("The server lost contents while they were sent. Its log may say more; deploy again.");
        return ExitCode.Done;
    }

    /// <summary>Nothing of it stops a deployment: visitors get what is right, and whoever deploys mends the rest.</summary>
    private void Tell(IReadOnlyList<SiteProblemRecord> problems)
    {
        foreach (var problem in problems)
            shell.Say($"Passed over: {problem.File}, line {problem.Line}: {problem.Message}");
    }

    private static async Task<IReadOnlyList<SiteProblemRecord>> ProblemsAsync(SiteFolder found, CancellationToken cancellation)
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var item in found.Files.Where(item => SiteRules.Files.ContainsKey(item.Record.Path)))
            files[item.Record.Path] = await File.ReadAllBytesAsync(item.Local, cancellation);
        return [.. SiteRules.Read(files.GetValueOrDefault(SiteLimits.RedirectsName), files.GetValueOrDefault(SiteLimits.HeadersName))
            .Problems.Select(problem => new SiteProblemRecord(problem.File, problem.Line, problem.Message))];
    }

    private async Task<SiteFolder> ReadAsync(string folder, CancellationToken cancellation)
    {
        var found = await SiteFolder.ReadAsync(folder, cancellation);
        if (found.LeftOut.Count > 0)
            shell.Say($"Names that begin with a dot are not shown to visitors and were left out: {string.Join(", ", found.LeftOut.Take(5))}{(found.LeftOut.Count > 5 ? ", ..." : "")}");
        return found;
    }

    private Task UploadAsync(string host, string upload, IReadOnlyList<string> missing, SiteFolder found, CancellationToken cancellation)
    {
        var byHash = found.Files.DistinctBy(file => file.Record.Sha256).ToDictionary(file => file.Record.Sha256, StringComparer.Ordinal);
        return WorkCrew.RunAsync<SiteFolder.Item>(
            async (jobs, stop) =>
            {
                foreach (var hash in missing)
                {
                    tally.Find(byHash[hash].Record.Size);
                    await jobs.WriteAsync(byHash[hash], stop);
                }
            },
            (file, stop) => SendAsync(host, upload, file, stop),
            cancellation);
    }

    private async Task SendAsync(string host, string upload, SiteFolder.Item file, CancellationToken cancellation)
    {
        try
        {
            await Retry.WhileBusyAsync(
                async () =>
                {
                    await using var local = new FileStream(
                        file.Local, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
                    var body = new MeasuredStream(local, file.Record.Size, tally.Move);
                    await sites.UploadAsync(host, upload, file.Record.Sha256, body, file.Record.Size, cancellation);
                    return true;
                },
                shell.Clock, cancellation);
            tally.Finish();
        }
        catch (AtriumRefusedException refused) when (refused.Status == HttpStatusCode.BadRequest)
        {
            throw new CommandFailedException($"{file.Local} changed while it was sent; visitors still see the old site. Deploy again.");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"{file.Local} went while it was to be sent; visitors still see the old site. Deploy again.");
        }
    }
}
