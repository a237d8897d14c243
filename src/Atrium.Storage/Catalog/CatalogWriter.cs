using System.Diagnostics;
using Atrium.Core;
using Atrium.Core.Durability;
using Atrium.Core.Ports;
using Atrium.Storage.Sqlite;

namespace Atrium.Storage.Catalog;

/// <summary>
/// The one writer: takes what has gathered, runs it in one transaction, makes it durable with one fsync, and only then
/// releases the outcomes. While the disk works, the next batch gathers: load makes batches larger, not waits longer.
/// </summary>
internal sealed class CatalogWriter : IDisposable
{
    /// <summary>Units of one commit: enough that the fsync no longer counts, few enough that nobody waits long behind them.</summary>
    private const int MaxBatch = 512;

    /// <summary>Units that may wait: some seconds of work. More would only be told later that it is too late.</summary>
    private const int MaxWaiting = 20_000;

    /// <summary>
    /// Whoever was just told that his change is on disk often comes back at once with the next one. Waiting a moment for so many
    /// makes one batch of two halves that would take turns: a third fewer pages to write for each change, with 64 writers. As
    /// long as about one fsync of a quick disk; and never for a few, who would only be made to wait.
    /// </summary>
    private const int Patience = 200 /* microseconds */, ManyReturning = 16;

    private readonly SqliteConnection connection;
    private readonly CatalogTransaction transaction;
    private readonly NumberSource numbers;
    private readonly FailStop failStop;
    private readonly Action<long, long> changed;
    private readonly Queue<PendingUnit> waiting = new();
    private readonly Checkpointer checkpointer;
    private readonly CatalogMetrics metrics;
    private readonly Thread thread;
    private bool isClosing;
    private int returning;
    private long units, batches;

    internal CatalogWriter(
        SqliteConnection connection, SqliteConnection copying, AccessCache access, TimeProvider clock, FailStop failStop, CatalogMetrics metrics,
        Action<long, long> changed)
    {
        (this.connection, this.failStop, this.metrics, this.changed) = (connection, failStop, metrics, changed);
        checkpointer = new Checkpointer(connection, copying, failStop);
        numbers = new NumberSource();
        numbers.Load(connection);
        FirstNewNode = numbers.Peek(Sequence.Node);
        transaction = new CatalogTransaction(connection, access, numbers, clock);
        thread = new Thread(Loop) { Name = "catalog writer", IsBackground = true };
        thread.Start();
    }

    internal long FirstNewNode { get; }

    internal (long Units, long Batches) Statistics => (Interlocked.Read(ref units), Interlocked.Read(ref batches));

    /// <summary>Units that wait for their batch.</summary>
    internal int Waiting
    {
        get
        {
            lock (waiting)
                return waiting.Count;
        }
    }

    internal void Enqueue(PendingUnit unit)
    {
        Refused refused;
        lock (waiting)
        {
            if (failStop.IsTripped || isClosing)
            {
                refused = Refused.Unavailable("The server is stopping; nothing was changed.");
            }
            else if (waiting.Count >= MaxWaiting)
            {
                refused = new Refused(Refusal.Busy, "Too many changes at once; nothing was changed. Try again in a moment.");
            }
            else
            {
                waiting.Enqueue(unit);
                if (waiting.Count == 1)
                    Monitor.Pulse(waiting);
                return;
            }
        }
        unit.Refuse(refused);
    }

    /// <summary>Ends after what is waiting is done.</summary>
    public void Dispose()
    {
        lock (waiting)
        {
            isClosing = true;
            Monitor.Pulse(waiting);
        }
        thread.Join();
        checkpointer.Dispose();
    }

    private void Loop()
    {
        var batch = new List<PendingUnit>(MaxBatch);
        while (Gather(batch))
        {
            if (failStop.IsTripped)
                RefuseAll(batch, Refused.Unavailable("The server's disk failed, and the server stops; nothing was changed."));
            else
                RunGuarded(batch);
            batch.Clear();
        }
    }

    private void AwaitReturning()
    {
        if (returning < ManyReturning)
            return;
        // Of the machine, not of the store's clock, which a test may have stopped.
        var started = Stopwatch.GetTimestamp();
        // A glance without the lock, which those who come need.
        while (waiting.Count < returning && Stopwatch.GetElapsedTime(started).TotalMicroseconds < Patience)
            Thread.Yield();
    }

    private bool Gather(List<PendingUnit> batch)
    {
        AwaitReturning();
        lock (waiting)
        {
            while (waiting.Count == 0)
            {
                if (isClosing)
                    return false;
                Monitor.Wait(waiting);
            }
            while (batch.Count < MaxBatch && batch is not [{ IsRehearsal: true }] && waiting.TryPeek(out var unit)
                && (!unit.IsRehearsal || batch.Count == 0))
                batch.Add(waiting.Dequeue());
        }
        for (var i = batch.Count - 1; i >= 0; i--)
        {
            if (!batch[i].Cancellation.IsCancellationRequested)
                continue;
            batch[i].Cancel();
            batch.RemoveAt(i);
        }
        return true;
    }

    private void RunGuarded(List<PendingUnit> batch)
    {
        try
        {
            if (batch.Count == 0)
                return;
            if (batch is [{ IsRehearsal: true } rehearsal])
            {
                Rehearse(rehearsal);
                return;
            }
            var began = CatalogMetrics.Begin();
            if (!TryRun(batch))
                RunOneByOne(batch);
            Commit(batch);
            metrics.Committed(began);
            checkpointer.AfterCommit();
        }
        catch (SqliteFailure failure) when (failure.IsDiskFull)
        {
            TakeBack();
            RefuseAll(batch, new Refused(Refusal.DiskFull, "The server's disk is full; nothing was changed. Its operator must make room."));
        }
        catch (Exception failure)
        {
            // Whether the last commit is on disk is not known any more: nothing is acknowledged from here on, and the next
            // start finds out. Outcomes that were released already are durable.
            failStop.Trip(failure);
            RefuseAll(batch, Refused.Unavailable("The server's disk failed, and the server stops; whether the change was kept shows when it runs again."));
        }
    }

    /// <summary>
    /// Runs a batch without savepoints: units decide before they write, so there is seldom something to take back, and a
    /// savepoint copies every page it touches. False when there was: then nothing of the batch has happened.
    /// </summary>
    private bool TryRun(List<PendingUnit> batch)
    {
        Begin();
        foreach (var unit in batch)
        {
            if (!RunOne(unit) && transaction.HasWritten)
            {
                TakeBack();
                return false;
            }
        }
        return true;
    }

    /// <summary>The same with a savepoint for each unit.</summary>
    private void RunOneByOne(List<PendingUnit> batch)
    {
        Begin();
        foreach (var unit in batch)
        {
            var newSpaces = transaction.NewSpaces;
            // What is held back must not be written within the savepoint of another unit, and taken back with it.
            transaction.WriteFolderChanges();
            connection.Use("savepoint unit").Run();
            if (!RunOne(unit) && transaction.HasWritten)
            {
                connection.Use("rollback to unit").Run();
                transaction.DropNewSpaces(newSpaces);
            }
            connection.Use("release unit").Run();
        }
    }

    private void Rehearse(PendingUnit unit)
    {
        Begin();
        RunOne(unit);
        TakeBack();
        unit.Release();
    }

    private bool RunOne(PendingUnit unit)
    {
        transaction.BeginUnit(unit.Caller);
        try
        {
            if (unit.Run(transaction))
            {
                transaction.KeepUnit();
                return true;
            }
        }
        catch (Exception exception) when (IsOfTheUnitAlone(exception))
        {
            // Its caller gets it, with the batch; the others of the batch do not.
            unit.Fail(exception);
        }
        transaction.DropUnit();
        return false;
    }

    // Some errors make SQLite take the whole transaction back by itself: then nothing of the batch is left to go on with.
    private bool IsOfTheUnitAlone(Exception exception)
        => exception is not SqliteFailure { IsDiskFull: true } and not SqliteFailure { IsFatal: true } && connection.IsInTransaction;

    private void Begin()
    {
        connection.Use("begin immediate").Run();
        transaction.BeginBatch();
    }

    private void Commit(List<PendingUnit> batch)
    {
        transaction.EndBatch();
        var began = CatalogMetrics.Begin();
        connection.Use("commit").Run();
        metrics.Synced(began);
        numbers.Saved();
        Interlocked.Add(ref units, batch.Count);
        Interlocked.Increment(ref batches);
        returning = batch.Count + waiting.Count;
        // First: whoever hears that his change is done finds nothing in memory that is older.
        foreach (var (space, seq) in transaction.Changed)
            changed(space, seq);
        foreach (var unit in batch)
            unit.Release();
    }

    private void TakeBack()
    {
        // SQLite takes a transaction back by itself after some errors.
        if (connection.IsInTransaction)
            connection.Use("rollback").Run();
    }

    private static void RefuseAll(List<PendingUnit> batch, Refused refused)
    {
        foreach (var unit in batch)
            unit.Refuse(refused);
    }
}
