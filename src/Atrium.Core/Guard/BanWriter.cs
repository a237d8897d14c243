using System.Collections.Concurrent;
using Atrium.Core.Accounts;
using Atrium.Core.Ports;

namespace Atrium.Core.Guard;

/// <summary>
/// Writes bans a moment after they were made: whoever is banned must not be able to buy an fsync with it, nor need the door wait for one. A
/// kill in that moment loses a ban, whose offender earns it again.
/// </summary>
internal sealed class BanWriter : IAsyncDisposable
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);

    /// <summary>A unit has at most about a thousand rows.</summary>
    private const int RowsOfOneUnit = 500;

    /// <summary>Some 20 MB. Beyond it those go that ended, or end, first.</summary>
    private const int MaxBans = 100_000;

    private readonly ICatalog catalog;
    private readonly ConcurrentDictionary<Network, Ban> bans;
    private readonly ConcurrentDictionary<Network, bool> pending = new();
    private readonly SemaphoreSlim writing = new(1);
    private readonly ITimer timer;
    private int isScheduled;

    internal BanWriter(ICatalog catalog, ConcurrentDictionary<Network, Ban> bans, TimeProvider clock)
    {
        (this.catalog, this.bans) = (catalog, bans);
        timer = clock.CreateTimer(_ => WriteInTime(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The ban of a source is another one than before.</summary>
    internal void Note(Network source)
    {
        pending[source] = true;
        if (Interlocked.Exchange(ref isScheduled, 1) == 0)
            timer.Change(Delay, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The ban of a source is of no account any more.</summary>
    internal void Forget(Network source)
    {
        bans.TryRemove(source, out _);
        Note(source);
    }

    /// <summary>Takes bans away for somebody who waits for it.</summary>
    internal async ValueTask RemoveAsync(IReadOnlyList<Network> sources, Caller caller, CancellationToken cancellation)
    {
        await writing.WaitAsync(cancellation);
        try
        {
            foreach (var part in sources.Chunk(RowsOfOneUnit))
            {
                await catalog.CommitAsync<Done>(
                    caller,
                    tx =>
                    {
                        foreach (var source in part)
                            tx.DeleteBan(source);
                        return default(Done);
                    },
                    cancellation);
                foreach (var source in part)
                {
                    bans.TryRemove(source, out _);
                    pending.TryRemove(source, out _);
                }
            }
        }
        finally
        {
            writing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await timer.DisposeAsync();
        await WriteAsync();
        writing.Dispose();
    }

    private async void WriteInTime()
    {
        Interlocked.Exchange(ref isScheduled, 0);
        try
        {
            await WriteAsync();
        }
        catch (Exception)
        {
            // The server stops, or a row cannot be written: bans hold from memory, and nobody waits for this.
        }
    }

    private async ValueTask WriteAsync()
    {
        await writing.WaitAsync();
        try
        {
            if (bans.Count > MaxBans)
            {
                foreach (var ban in bans.Values.OrderBy(ban => ban.Until).Take(bans.Count - MaxBans))
                {
                    bans.TryRemove(ban.Source, out _);
                    pending[ban.Source] = true;
                }
            }
            foreach (var part in pending.Keys.Chunk(RowsOfOneUnit))
            {
                foreach (var source in part)
                    pending.TryRemove(source, out _);
                var rows = part.Select(source => (source, bans.GetValueOrDefault(source))).ToList();
                // A refusal (a full disk) loses bans at the next start, and nothing else: they hold from memory.
                await catalog.CommitAsync<Done>(
                    Caller.OfSystem("firewall"),
                    tx =>
                    {
                        foreach (var (source, ban) in rows)
                        {
                            tx.DeleteBan(source);
                            if (ban is not null)
                                tx.InsertBan(ban);
                        }
                        return default(Done);
                    },
                    CancellationToken.None);
            }
        }
        finally
        {
            writing.Release();
        }
    }
}
