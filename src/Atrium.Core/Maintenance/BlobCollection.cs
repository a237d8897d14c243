using Atrium.Core.Accounts;
using Atrium.Core.Ports;

namespace Atrium.Core.Maintenance;

/// <summary>
/// Removes blobs that nothing refers to: condemned when the last reference went, looked at again after the grace time,
/// row first and file then. A locator is never used again, so an upload of the same bytes cannot meet the removal.
/// </summary>
internal static class BlobCollection
{
    internal const int BlobsOfOneUnit = 200;

    /// <summary>Removes the rows of the next blobs; the locators of the files to be removed after it.</summary>
    private static Outcome<(int Rows, List<string> Locators)> Unit(ICatalogTransaction tx, long condemnedBefore)
    {
        var locators = new List<string>();
        var blobs = tx.CondemnedBlobs(condemnedBefore, BlobsOfOneUnit);
        foreach (var blob in blobs)
        {
            if (tx.IsBlobReferenced(blob.Id))
            {
                tx.CondemnBlob(blob.Id, null);
                continue;
            }
            tx.DeleteBlob(blob.Id);
            if (blob.Locator is { } locator)
                locators.Add(locator);
        }
        return (blobs.Count, locators);
    }

    /// <summary>Removes the next blobs, rows and files; how many, which is less than a unit's worth at the end.</summary>
    internal static async ValueTask<Outcome<int>> StepAsync(Store store, Caller caller, long condemnedBefore, CancellationToken cancellation)
    {
        await store.Collecting.WaitAsync(cancellation);
        try
        {
            var unit = await store.Catalog.CommitAsync(caller, tx => Unit(tx, condemnedBefore), cancellation);
            if (!unit.Try(out var collected, out var refused))
                return refused;
            foreach (var locator in collected.Locators)
                store.Blobs.Delete(locator);
            return collected.Rows;
        }
        finally
        {
            store.Collecting.Release();
        }
    }

    /// <summary>Removes files that no row knows: left by a crash between a rename and its commit, or between a commit and a removal.</summary>
    internal static async ValueTask<int> RemoveOrphansAsync(Store store, CancellationToken cancellation)
    {
        var removed = 0;
        await foreach (var locator in OrphansAsync(store, cancellation))
        {
            store.Blobs.Delete(locator);
            removed++;
        }
        return removed;
    }

    /// <summary>Files without a row that are older than the grace time: no upload that is still on its way.</summary>
    internal static async IAsyncEnumerable<string> OrphansAsync(
        Store store, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var before = store.Clock.GetUtcNow() - store.BlobGrace;
        foreach (var (locator, written) in store.Blobs.List())
        {
            if (written < before && !await HasRowAsync(store, locator, cancellation) && await IsLeftAsync(store, locator, cancellation))
                yield return locator;
        }
    }

    // Looked at again when nothing is being collected.
    private static async ValueTask<bool> IsLeftAsync(Store store, string locator, CancellationToken cancellation)
    {
        await store.Collecting.WaitAsync(cancellation);
        try
        {
            using var file = store.Blobs.Open(locator);
            return file is not null && !await HasRowAsync(store, locator, cancellation);
        }
        finally
        {
            store.Collecting.Release();
        }
    }

    private static ValueTask<bool> HasRowAsync(Store store, string locator, CancellationToken cancellation)
        => store.Catalog.ReadAsync(reader => reader.HasLocator(locator), cancellation);
}
