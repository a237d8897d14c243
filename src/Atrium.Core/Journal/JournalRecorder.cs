using Atrium.Core.Accounts;
using Atrium.Core.Durability;
using Atrium.Core.Ports;
using Atrium.Core.Settings;

namespace Atrium.Core.Journal;

/// <summary>
/// Takes what is not a change: sign-ins, refusals, reads, bans. It is remembered in memory and written at most once a second, all
/// together, so that nobody can buy an fsync with it; who records never waits.
/// </summary>
public sealed class JournalRecorder : IAsyncDisposable
{
    /// <summary>Between two batches: short enough that who looks sees what just happened, long enough that it costs a busy server nothing.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Signs of a path or a sentence: what strangers can write with each request. The paths of changes are whole.</summary>
    private const int MaxText = 500;

    private static readonly Caller Writer = Caller.OfSystem("journal");

    private readonly ICatalog catalog;
    private readonly FailStop failStop;
    private readonly TimeProvider clock;
    private readonly Lock gate = new();
    private readonly SemaphoreSlim writing = new(1);
    private readonly ITimer timer;
    private readonly ReadChoice reads;
    private PendingEntries pending = new();
    private TaskCompletionSource? nextBatch;
    private bool isClosed;

    internal JournalRecorder(ICatalog catalog, SettingBook settings, FailStop failStop, TimeProvider clock)
    {
        (this.catalog, this.failStop, this.clock, reads) = (catalog, failStop, clock, new ReadChoice(settings));
        timer = clock.CreateTimer(_ => WriteInTime(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether what signed-in callers read is told.</summary>
    public bool RecordsReads => reads.Includes(ReadChoice.Files);

    /// <summary>Whether what visitors of sites ask for is told.</summary>
    public bool RecordsVisits => reads.Includes(ReadChoice.Sites);

    /// <summary>Records what somebody did who has not signed in. Never waits, never throws.</summary>
    public void Record(Visit visit, JournalEntry entry)
    {
        ArgumentNullException.ThrowIfNull(visit);
        Record(new Caller(Caller.Anonymous, "", visit), entry);
    }

    internal void Record(Caller caller, JournalEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.Subject is { Length: > MaxText } || entry.Detail is { Length: > MaxText })
            entry = entry with { Subject = Cut(entry.Subject), Detail = Cut(entry.Detail) };
        var now = clock.GetUtcNow().UtcTicks;
        lock (gate)
        {
            if (isClosed)
                return;
            pending.Add(caller, entry, now);
            if (nextBatch is not null)
                return;
            nextBatch = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            timer.Change(Interval, Timeout.InfiniteTimeSpan);
        }
    }

    private static string? Cut(string? text) => text is not { Length: > MaxText } ? text
        : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[MaxText - 1]) ? MaxText - 1 : MaxText), "...");

    /// <summary>Completes when all that was recorded until now can be read: with the next batch, which nobody can hasten.</summary>
    internal Task SettledAsync(CancellationToken cancellation)
    {
        lock (gate)
            return nextBatch?.Task.WaitAsync(cancellation) ?? Task.CompletedTask;
    }

    /// <summary>Writes what waits, and returns when it is on disk.</summary>
    internal async ValueTask FlushAsync()
    {
        await writing.WaitAsync();
        try
        {
            PendingEntries batch;
            TaskCompletionSource? done;
            lock (gate)
                (batch, pending, done, nextBatch) = (pending, new PendingEntries(), nextBatch, null);
            try
            {
                if (!batch.IsEmpty)
                    await WriteAsync(batch);
            }
            finally
            {
                done?.TrySetResult();
            }
        }
        finally
        {
            writing.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await timer.DisposeAsync();
        if (!failStop.IsTripped)
            await FlushAsync();
        lock (gate)
            isClosed = true;
    }

    private async void WriteInTime()
    {
        try
        {
            await FlushAsync();
        }
        catch (Exception) when (failStop.IsTripped)
        {
            // The server stops; nothing is written any more.
        }
    }

    private async ValueTask WriteAsync(PendingEntries batch)
    {
        // All at once: the units share one commit.
        PendingEntries.Pending[][] parts = [.. batch.Rows.Chunk(PendingEntries.MaxRows)];
        var losses = catalog.CommitAsync<Done>(Writer, tx => WriteLosses(tx, batch), CancellationToken.None).AsTask();
        var written = parts.Select(part => catalog.CommitAsync<Done>(Writer, tx => Write(tx, part), CancellationToken.None).AsTask()).ToList();
        // A full disk, or too many changes at once: what was lost is counted, and told as soon as it can be.
        for (var i = 0; i < parts.Length; i++)
        {
            if (await IsWrittenAsync(written[i]))
                continue;
            lock (gate)
                pending.Lose(parts[i]);
        }
        if (await IsWrittenAsync(losses))
            return;
        lock (gate)
            pending.LoseAs(batch);
    }

    // One row that cannot be written takes its unit along, and not the server.
    private async Task<bool> IsWrittenAsync(Task<Outcome<Done>> writing)
    {
        try
        {
            return (await writing).Refused is null;
        }
        catch (Exception) when (!failStop.IsTripped)
        {
            return false;
        }
    }

    private static Outcome<Done> Write(ICatalogTransaction tx, IEnumerable<PendingEntries.Pending> rows)
    {
        foreach (var row in rows)
        {
            var ((account, name, protocol, peer, entry), at) = (row.Key, row.At);
            tx.InsertAudit(new AuditRow(tx.Next(Sequence.Journal), at, entry.Kind, account, entry.Name ?? name, protocol, peer?.ToString(), entry.Action)
            {
                Subject = entry.Subject,
                Outcome = entry.Outcome is { } refusal ? RefusalWords.Format(refusal) : null,
                Detail = entry.Detail,
                Rule = entry.Rule,
                Before = entry.Before,
                After = entry.After,
                Count = row.Count,
            });
        }
        return default(Done);
    }

    private static Outcome<Done> WriteLosses(ICatalogTransaction tx, PendingEntries batch)
    {
        foreach (var kind in Enum.GetValues<JournalKind>())
        {
            if (batch.LostOf(kind) is > 0 and var lost)
            {
                tx.InsertAudit(new AuditRow(tx.Next(Sequence.Journal), tx.Now, JournalKind.Server, Caller.System, "system", "system", null, "lost")
                {
                    Subject = JournalKinds.Format(kind),
                    Detail = "Entries came faster than they could be written; only their number is known.",
                    Count = lost,
                });
            }
        }
        return default(Done);
    }
}
