using Atrium.Core.Accounts;

namespace Atrium.Core.Maintenance;

/// <summary>
/// Verifies every invariant of the store while it serves: the catalog's file, every blob's bytes, every reference, everything
/// that is counted. Each question is small and of one snapshot, so that writers never wait for it.
/// </summary>
internal sealed class StoreCheck(Store store, Caller caller, CheckMode mode, IProgress<CheckProgress>? progress)
{
    private readonly CheckFindings findings = new(store, caller, mode);

    internal async ValueTask<CheckReport> RunAsync(CancellationToken cancellation)
    {
        var counts = await store.Catalog.ReadAsync(reader => reader.Counts(), cancellation);
        progress?.Report(new CheckProgress("the catalog's file", 0, 0));
        foreach (var damage in await Task.Run(store.Catalog.VerifyFile, cancellation))
            findings.Add(new CheckProblem("catalog", "catalog", $"{damage}. Restore the catalog from a backup.", [], false));

        var blobs = new BlobCheck(store, findings);
        await blobs.RunAsync(done => progress?.Report(new CheckProgress("contents", done, counts.Blobs)), cancellation);
        var references = new ReferenceCheck(store, findings);
        await references.RunAsync(done => progress?.Report(new CheckProgress("references", done, counts.Nodes)), cancellation);
        var counters = new CounterCheck(store, findings);
        await counters.RunAsync(done => progress?.Report(new CheckProgress("sizes and quotas", done, counts.Nodes)), cancellation);
        return new CheckReport(findings.Problems, references.Files, blobs.Blobs, blobs.Bytes);
    }
}
