using Atrium.Core.Accounts;
using Atrium.Core.Journal.Sealing;
using Atrium.Core.Ports;

namespace Atrium.Core.Maintenance;

/// <summary>
/// Verifies every invariant of the store while it serves: the catalog's file, every blob's bytes, every reference, everything
/// that is counted. Each question is small and of one snapshot, so that writers never wait for it.
/// </summary>
internal sealed class StoreCheck(Store store, Caller caller, CheckMode mode, IProgress<CheckProgress>? progress)
{
    private const string Restore = "Restore the catalog from a backup.";

    private readonly CheckFindings findings = new(store, caller, mode);

    internal async ValueTask<CheckReport> RunAsync(CancellationToken cancellation)
    {
        progress?.Report(new CheckProgress("the catalog's file", 0, 0));
        await StageAsync("the catalog's file", async () =>
        {
            foreach (var damage in await Task.Run(store.Catalog.VerifyFile, cancellation))
                findings.Add(new CheckProblem("catalog", "catalog", $"{damage}. {Restore}", [], false));
        });
        var counts = default(CatalogCounts);
        await StageAsync("the catalog", async () => counts = await store.Catalog.InspectAsync(reader => reader.Counts(), cancellation));
        var blobs = new BlobCheck(store, findings);
        await StageAsync("contents", () => blobs.RunAsync(Reporting("contents", counts.Blobs), cancellation));
        var references = new ReferenceCheck(store, findings);
        await StageAsync("references", () => references.RunAsync(Reporting("references", counts.Nodes), cancellation));
        var tree = new TreeCheck(store, findings);
        await StageAsync("folders", () => tree.RunAsync(Reporting("folders", counts.Nodes), cancellation));
        await StageAsync("sites", () => new SiteCheck(store, findings).RunAsync(cancellation));
        await StageAsync("locks and properties", () => new AttachmentCheck(store, findings).RunAsync(cancellation));
        var counters = new CounterCheck(store, findings);
        await StageAsync("sizes and quotas", () => counters.RunAsync(Reporting("sizes and quotas", counts.Nodes), cancellation));
        var seals = new SealCheck(store, findings);
        await StageAsync("the journal", () => seals.RunAsync(Reporting("the journal", 0), cancellation));
        return new CheckReport(findings.Problems, references.Files, blobs.Blobs, blobs.Bytes);
    }

    private Action<long> Reporting(string stage, long total) => done => progress?.Report(new CheckProgress(stage, done, total));

    /// <summary>A catalog that cannot be read at one place ends the stage, not the report of all that was found.</summary>
    private async ValueTask StageAsync(string stage, Func<ValueTask> run)
    {
        try
        {
            await run();
        }
        catch (Exception unreadable) when (unreadable is not OperationCanceledException)
        {
            findings.Add(new CheckProblem("catalog", stage, $"It cannot be read: {unreadable.Message}. {Restore}", [], false));
        }
    }
}
