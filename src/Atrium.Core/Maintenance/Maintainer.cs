using Atrium.Core.Accounts;
using Atrium.Core.Journal.Sealing;
using Atrium.Core.Ports;
using Atrium.Core.Repository.Locks;
using Atrium.Core.Repository.Operations;
using Atrium.Core.Repository.Uploads;
using Atrium.Core.Settings;

namespace Atrium.Core.Maintenance;

/// <summary>What one round of maintenance has done.</summary>
/// <param name="Rows">Rows of the history that went.</param>
/// <param name="Blobs">Blobs that went.</param>
/// <param name="Orphans">Files without a row that went.</param>
public sealed record MaintenanceRound(long Rows, long Blobs, long Orphans);

/// <summary>Maintenance that fails.</summary>
/// <param name="Error">Of the last round.</param>
/// <param name="Since">When a round succeeded last; null for none since the start.</param>
public sealed record FailingMaintenance(Exception Error, DateTimeOffset? Since);

/// <summary>
/// What no person asks for: purging the history, taking apart what nothing names, collecting blobs. In small units, so that
/// people's requests never wait long behind it.
/// </summary>
public sealed class Maintainer
{
    // The others wait for the next round.
    private const int DeadSpacesOfOneRound = 100;

    private static readonly TimeSpan OrphanInterval = TimeSpan.FromDays(1);

    private readonly Store store;
    private readonly Caller caller = Caller.OfSystem("maintenance");
    private long orphansLookedFor = long.MinValue;
    private DateTimeOffset? succeeded;
    private volatile FailingMaintenance? failing;

    /// <summary>Makes the maintainer of a store. One for each store.</summary>
    public Maintainer(Store store)
    {
        ArgumentNullException.ThrowIfNull(store);
        this.store = store;
    }

    /// <summary>Why the last round has failed; null when it has not.</summary>
    public FailingMaintenance? Failing
    {
        get => failing;
        private set => failing = value;
    }

    /// <summary>Runs rounds until it is cancelled; a round that fails is tried again at the next.</summary>
    /// <param name="report">Gets what each round has done, or why it failed.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task RunAsync(Action<MaintenanceRound?, Exception?> report, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(report);
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                var round = await RunOnceAsync(cancellation);
                (Failing, succeeded) = (null, store.Clock.GetUtcNow());
                report(round, null);
                await PauseAsync(cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (!store.FailStop.IsTripped)
            {
                Failing = new FailingMaintenance(failure, succeeded);
                report(null, failure);
                await PauseAsync(cancellation);
            }
        }
    }

    // A change of the settings ends the pause: a shorter one holds at once.
    private async Task PauseAsync(CancellationToken cancellation)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellation, store.Settings.NextChange);
        await Task.Delay(TimeSpan.FromSeconds(store.Settings.Get(CoreSettings.MaintenanceInterval)!.Value), store.Clock, ends.Token)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Runs one round to its end.</summary>
    public async ValueTask<MaintenanceRound> RunOnceAsync(CancellationToken cancellation)
    {
        await AbandonStagedAsync(cancellation);
        var rows = await RepeatAsync(LockUnits.Sweep, LockUnits.SweptAtOnce, cancellation);
        foreach (var space in await store.Catalog.ReadAsync(reader => reader.Spaces().Select(s => s.Id).ToList(), cancellation))
            rows += await RepeatAsync(tx => HistoryPurge.Unit(tx, space, store.Held.OldestOf(space)), HistoryPurge.RowsOfOneUnit, cancellation);
        // After the history: what it no longer needs can go.
        foreach (var stream in await store.Catalog.ReadAsync(reader => reader.SegmentHeads().Select(head => head.Stream).ToList(), cancellation))
            rows += await RepeatAsync(tx => SegmentPurge.Unit(tx, store.Sealer.Key, stream), SegmentPurge.RowsOfOneUnit, cancellation);
        // Of those only whose nodes go in this round: as long as one is there, the space is known to be removed.
        var removed = await store.Catalog.ReadAsync(reader => reader.DeadSpaces(DeadSpacesOfOneRound), cancellation);
        rows += await RepeatAsync(DeadNodePurge.Unit, 1, cancellation);
        foreach (var space in removed)
        {
            // Said before the first row goes: a check in between finds nothing missing.
            await RepeatAsync(tx => SegmentPurge.WholeUnit(tx, store.Sealer.Key, space), HistoryPurge.RowsOfOneUnit, cancellation);
            rows += await RepeatAsync(tx => tx.PurgeDeadSpace(space, HistoryPurge.RowsOfOneUnit), HistoryPurge.RowsOfOneUnit, cancellation);
        }
        var blobs = await CollectBlobsAsync(cancellation);
        return new MaintenanceRound(rows, blobs, await RemoveOrphansAsync(cancellation));
    }

    // What was being built when an earlier process ended, and uploads that nobody has deployed.
    private async ValueTask AbandonStagedAsync(CancellationToken cancellation)
    {
        var overdue = (store.Clock.GetUtcNow() - Sites.SiteLimits.MaxUploadTime).UtcTicks;
        var idle = (store.Clock.GetUtcNow() - UploadLimits.MaxIdleTime).UtcTicks;
        // Of an earlier process, by their numbers: the clock may have been set back since. What this process is building has somebody who
        // waits for it, however long that takes.
        var abandoned = await store.Catalog.ReadAsync(
            reader => reader.StagedFolders()
                .Where(folder => reader.Upload(folder.Node) is { } upload ? upload.Touched < idle
                    : folder.Node < store.Catalog.FirstNewNode || (folder.Started < overdue && reader.SpaceOfUpload(folder.Node) is not null))
                .ToList(),
            cancellation);
        await store.Catalog.CommitAsync<Done>(
            caller,
            tx =>
            {
                tx.DeleteFinishedUploads(idle);
                return default(Done);
            },
            cancellation);
        foreach (var folder in abandoned)
        {
            await store.Catalog.CommitAsync<Done>(
                caller,
                tx =>
                {
                    // A piece may have come meanwhile.
                    if (tx.Upload(folder.Node) is not { } upload || upload.Touched < idle)
                        StagedTree.Abandon(tx, folder.Node, folder.Space);
                    return default(Done);
                },
                cancellation);
        }
    }

    private async ValueTask<long> RepeatAsync(Func<ICatalogTransaction, Outcome<int>> unit, int goOnFrom, CancellationToken cancellation)
    {
        var total = 0L;
        while (true)
        {
            // Nothing to do is the usual answer: asked of a snapshot it would cost no commit, but it would be asked twice.
            if (!(await store.Catalog.CommitAsync(caller, unit, cancellation)).Try(out var rows, out _))
                return total;
            total += rows;
            if (rows < goOnFrom)
                return total;
        }
    }

    private async ValueTask<long> CollectBlobsAsync(CancellationToken cancellation)
    {
        var total = 0L;
        var before = (store.Clock.GetUtcNow() - store.BlobGrace).UtcTicks;
        while (true)
        {
            if (!(await BlobCollection.StepAsync(store, caller, before, cancellation)).Try(out var rows, out _))
                return total;
            total += rows;
            if (rows < BlobCollection.BlobsOfOneUnit)
                return total;
        }
    }

    private async ValueTask<int> RemoveOrphansAsync(CancellationToken cancellation)
    {
        var now = store.Clock.GetUtcNow().UtcTicks;
        if (now - OrphanInterval.Ticks < orphansLookedFor)
            return 0;
        orphansLookedFor = now;
        return await BlobCollection.RemoveOrphansAsync(store, cancellation);
    }
}
