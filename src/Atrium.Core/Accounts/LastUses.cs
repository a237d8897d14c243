using System.Collections.Concurrent;
using Atrium.Core.Durability;
using Atrium.Core.Ports;

namespace Atrium.Core.Accounts;

/// <summary>
/// When credentials were last used. Remembered in memory and written together, at most once a minute and at the end: a sign-in must
/// not cost an fsync.
/// </summary>
internal sealed class LastUses : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>A unit has at most about a thousand rows.</summary>
    private const int RowsOfOneUnit = 500;

    private readonly ICatalog catalog;
    private readonly FailStop failStop;
    private readonly TimeProvider clock;
    private readonly ConcurrentDictionary<long, UseRow> pending = new();
    private readonly ITimer timer;
    private int isScheduled;

    internal LastUses(ICatalog catalog, FailStop failStop, TimeProvider clock)
    {
        (this.catalog, this.failStop, this.clock) = (catalog, failStop, clock);
        timer = clock.CreateTimer(_ => WriteInTime(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    internal void Note(long credential, Visit visit)
    {
        pending[credential] = new UseRow(clock.GetUtcNow().UtcTicks, visit.Peer?.ToString(), SignInProtocols.Of(visit));
        if (Interlocked.Exchange(ref isScheduled, 1) == 0)
            timer.Change(Interval, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What is known of a credential, written or not.</summary>
    internal UseRow? Of(CredentialRow credential) => pending.GetValueOrDefault(credential.Id) ?? credential.LastUse;

    public async ValueTask DisposeAsync()
    {
        await timer.DisposeAsync();
        await WriteAsync();
    }

    private async void WriteInTime()
    {
        Interlocked.Exchange(ref isScheduled, 0);
        try
        {
            await WriteAsync();
        }
        catch (Exception) when (failStop.IsTripped)
        {
            // The server stops; nothing is written any more.
        }
    }

    private async ValueTask WriteAsync()
    {
        foreach (var part in pending.ToArray().Chunk(RowsOfOneUnit))
        {
            // A refusal (a full disk) loses a time of last use, and nothing else; the next sign-in brings another.
            await catalog.CommitAsync<Done>(
                Caller.OfSystem("sign-in"),
                tx =>
                {
                    foreach (var (credential, use) in part)
                        tx.NoteUse(credential, use);
                    return default(Done);
                },
                CancellationToken.None);
            foreach (var written in part)
                pending.TryRemove(written);
        }
    }
}
