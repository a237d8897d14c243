using Atrium.Core;
using Atrium.Core.Accounts;
using Atrium.Core.Durability;
using Atrium.Core.Journal.Sealing;
using Atrium.Core.Repository;
using Atrium.Storage.Blobs;
using Atrium.Storage.Catalog;
using Atrium.Storage.Sqlite;

namespace Atrium.Storage;

/// <summary>The store of one machine: a SQLite catalog and a folder of blobs. The caller holds the folder's lock.</summary>
public static class EmbeddedStore
{
    /// <summary>Opens the store in a data folder, and creates what is missing.</summary>
    /// <exception cref="StoreOpenException">It cannot be opened; the message says what to do.</exception>
    public static Store Open(string folder, RepositoryOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        var failStop = new FailStop();
        try
        {
            DurableFile.CreateDirectory(folder);
            var blobs = new FileBlobStore(Path.Combine(folder, "blobs"), failStop);
            var key = SealKey.Open(folder);
            var catalog = EmbeddedCatalog.Open(Path.Combine(folder, "catalog.db"), clock, failStop);
            try
            {
                if (key.IsNew)
                    Begin(folder, catalog, key);
                return new Store(catalog, blobs, failStop, options, clock, key);
            }
            catch
            {
                // Nothing waits in it any more; the error is what counts.
                catalog.DisposeAsync().AsTask().GetAwaiter().GetResult();
                key.Dispose();
                throw;
            }
        }
        catch (SqliteFailure failure) when (failure.IsDiskFull)
        {
            throw new StoreOpenException($"The disk that holds {folder} is full. Make room, and start again.", failure);
        }
        catch (SqliteFailure failure)
        {
            throw new StoreOpenException(
                $"The catalog {Path.Combine(folder, "catalog.db")} cannot be opened ({failure.Message}). Close other programs that have it open; when it is damaged, keep a copy of the folder, check the disk, and bring the folder back from a backup.",
                failure);
        }
        catch (IOException failure)
        {
            throw new StoreOpenException(
                DurableFile.IsDiskFull(failure)
                    ? $"The disk that holds {folder} is full. Make room, and start again."
                    : $"The data folder {folder} cannot be used: {failure.Message}. Check the disk, or give another folder with --data.",
                failure);
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new StoreOpenException($"The data folder {folder} may not be written: {failure.Message} Run as its owner, or give another folder with --data.", failure);
        }
    }

    /// <summary>
    /// Signs that nothing is sealed yet, and only then keeps the key: a folder with a key has a signed list, and when it has none,
    /// somebody took it away. A kill in between leaves no key, and the next start does it again.
    /// </summary>
    private static void Begin(string folder, EmbeddedCatalog catalog, SealKey key)
    {
        var signed = catalog.CommitAsync<Done>(
            Caller.OfSystem("seal"),
            tx =>
            {
                // Seals of a key that was lost are left as they are, for the check to find.
                if (tx.SegmentHeads().Count == 0)
                    Segments.WriteRoll(tx, key);
                return default(Done);
            },
            CancellationToken.None);
        if (signed.AsTask().GetAwaiter().GetResult().Refused is { } refused)
            throw new StoreOpenException($"The journal of {folder} cannot be begun: {refused.Detail} Make room, and start again.");
        key.Save();
    }
}
