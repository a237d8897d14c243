using System.Collections.Concurrent;
using Atrium.Core.Accounts.Attempts;
using Atrium.Core.Durability;
using Atrium.Core.Guard;
using Atrium.Core.Ports;

namespace Atrium.Core.Accounts;

/// <summary>
/// When credentials were last used, and from which addresses accounts are used. Remembered in memory and written together, at most once a
/// minute and at the end: a sign-in must not cost an fsync.
/// </summary>
internal sealed class LastUses : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>A unit has at most about a thousand rows.</summary>
    private const int RowsOfOneUnit = 500;

    /// <summary>Longer than a holiday: whoever comes back is known.</summary>
    private static readonly TimeSpan PlaceLifetime = TimeSpan.FromDays(30);

    private readonly ICatalog catalog;
    private readonly FailStop failStop;
    private readonly TimeProvider clock;
    private readonly ConcurrentDictionary<long, UseRow> pending = new();
    private readonly ConcurrentDictionary<(long Account, Network From), long> places = new();
    private readonly ITimer timer;
    private int isScheduled;

    internal LastUses(ICatalog catalog, FailStop failStop, TimeProvider clock)
    {
        (this.catalog, this.failStop, this.clock) = (catalog, failStop, clock);
        timer = clock.CreateTimer(_ => WriteInTime(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    internal void Note(CredentialRow credential, Visit visit)
    {
        var now = clock.GetUtcNow().UtcTicks;
        pending[credential.Id] = new UseRow(now, visit.Peer?.ToString(), SignInProtocols.Of(visit));
        if (visit.Peer is { } peer)
            places[(credential.Account, Network.SourceOf(peer))] = now;
        if (Interlocked.Exchange(ref isScheduled, 1) == 0)
            timer.Change(Interval, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What is known of a credential, written or not.</summary>
    internal UseRow? Of(CredentialRow credential) => pending.GetValueOrDefault(credential.Id) ?? credential.LastUse;

    /// <summary>Whether an account is used from where a visit comes from, written or not.</summary>
    internal Standing StandingOf(ICatalogReader reader, long account, Visit visit)
    {
        if (visit.Peer is null)
            return Standing.Stranger;
        var from = Network.SourceOf(visit.Peer);
        var isKnown = places.ContainsKey((account, from))
            || (reader.LastSignInFrom(account, from.ToString()) is { } at && reader.Now < at + PlaceLifetime.Ticks);
        return isKnown ? Standing.Known : Standing.Stranger;
    }

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
        var (used, seen) = (pending.ToArray(), places.ToArray());
        IEnumerable<Action<ICatalogTransaction>> rows =
        [
            .. used.Select(use => (Action<ICatalogTransaction>)(tx => tx.NoteUse(use.Key, use.Value))),
            .. seen.Select(place => (Action<ICatalogTransaction>)(tx => tx.NotePlace(place.Key.Account, place.Key.From.ToString(), place.Value))),
        ];
        foreach (var part in rows.Chunk(RowsOfOneUnit))
        {
            // A refusal (a full disk) loses a time of last use, and nothing else; the next sign-in brings another.
            await catalog.CommitAsync<Done>(
                Caller.OfSystem("sign-in"),
                tx =>
                {
                    foreach (var write in part)
                        write(tx);
                    return default(Done);
                },
                CancellationToken.None);
        }
        // Whoever has signed in meanwhile stays for the next time.
        foreach (var written in used)
            pending.TryRemove(written);
        foreach (var written in seen)
            places.TryRemove(written);
    }
}
