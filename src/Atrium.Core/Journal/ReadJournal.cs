using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Ports;

namespace Atrium.Core.Journal;

/// <summary>Looks through the journal: changes, administration, sign-ins, refusals and reads, in the order of their numbers.</summary>
internal static class ReadJournal
{
    // Rows read of each table at once.
    private const int Chunk = 500;

    // Rows that one question may look at: what it has not reached is on the next page. Far below the greatest age of a question.
    private const int MostLookedAt = 50_000;

    internal static async ValueTask<Outcome<JournalPage>> RunAsync(Store store, Caller caller, JournalQuery query, TimeSpan wait, CancellationToken cancellation)
    {
        if (Check(store, query) is { } wrong)
            return wrong;
        var end = store.Clock.GetUtcNow() + wait;
        while (true)
        {
            // What has happened by now is seen by who asks now.
            await store.Journal.SettledAsync(cancellation);
            var looked = await store.Catalog.ReadAsync(reader => Look(reader, caller, query, store.Catalog.Epoch), cancellation);
            if (!looked.Try(out var page, out _) || page.Entries.Count > 0 || store.Clock.GetUtcNow() >= end)
                return looked;
            query = query with { After = page.Next };
            // Entries come at most once a second; and whoever loses his rights while he waits is told so.
            await Task.Delay(JournalRecorder.Interval, store.Clock, cancellation);
        }
    }

    private static Refused? Check(Store store, JournalQuery query)
    {
        if (query.Limit is < 1 or > JournalQuery.MaxLimit)
            return Refused.Invalid($"A page has 1 to {JournalQuery.MaxLimit} entries.");
        if (query is { After: not null, Before: not null })
            return Refused.Invalid("Give 'after' or 'before', not both.");
        return (query.After ?? query.Before) is { } cursor && cursor.Epoch != store.Catalog.Epoch
            ? Refused.Gone("The store was restored since that cursor: start without a cursor.")
            : null;
    }

    private static Outcome<JournalPage> Look(ICatalogReader reader, Caller caller, JournalQuery query, string epoch)
    {
        if (AccessRules.NotAdministrator(reader, caller) is { } refused)
        {
            // His own sign-ins are everybody's to see.
            var isOwn = query.Kinds is [JournalKind.SignIn] && query.Account is { } name && AccountRules.ForHimselfUnlimited(reader, caller, name).Refused is null;
            if (!isOwn)
                return refused;
        }
        return new Search(reader, query, epoch).Run();
    }

    private sealed class Search(ICatalogReader reader, JournalQuery query, string epoch)
    {
        private readonly Dictionary<long, string?> names = [];
        private readonly List<JournalRecord> found = [];

        // A folder with everything below it, whether it is written with a slash at its end or not.
        private readonly string? below = query.Path is { } path ? path.TrimEnd('/') + "/" : null;

        internal JournalPage Run()
        {
            var forwards = query.After is not null;
            var place = query.After?.Number ?? query.Before?.Number ?? long.MaxValue;
            var newest = reader.LastJournalNumber();
            var (looked, isOver) = (0, false);
            while (found.Count < query.Limit && looked < MostLookedAt && !isOver)
            {
                var rows = forwards ? reader.JournalAfter(place, Chunk) : reader.JournalBefore(place, Chunk);
                isOver = rows.Count < Chunk;
                foreach (var row in rows)
                {
                    looked++;
                    place = row.Number;
                    if (Matches(row))
                        found.Add(Describe(row));
                    if (found.Count == query.Limit)
                    {
                        isOver = false;
                        break;
                    }
                }
                // Newest first, all of a chunk are older than what is asked for: clocks that were set back by less do not matter.
                if (!forwards && query.Since is { } since && rows.Count > 0 && rows.All(row => row.At < since.UtcTicks))
                    isOver = true;
            }
            if (!forwards)
                found.Reverse();
            var next = forwards ? place : query.Before?.Number - 1 ?? newest;
            var earlier = forwards ? query.After!.Value.Number + 1 : place;
            var hasEarlier = forwards ? query.After!.Value.Number > 0 : !isOver;
            return new JournalPage(
                found, new JournalCursor(epoch, next), hasEarlier ? new JournalCursor(epoch, earlier) : null);
        }

        private bool Matches(AuditRow row)
            => (query.Kinds.Count == 0 || query.Kinds.Contains(row.Kind))
                && (query.Since is not { } since || row.At >= since.UtcTicks)
                && (query.Until is not { } until || row.At < until.UtcTicks)
                && (query.Protocol is not { } protocol || row.Protocol == protocol)
                && (query.Peer is not { } peer || row.Peer == peer)
                && (below is null || IsBelow(row.Subject) || IsBelow(row.Origin))
                && (query.Account is not { } account || account.Equals(NameOf(row), StringComparison.OrdinalIgnoreCase));

        private bool IsBelow(string? subject)
            => subject is not null && (subject.StartsWith(below!, StringComparison.Ordinal) || subject.AsSpan().Equals(below.AsSpan(0, below!.Length - 1), StringComparison.Ordinal));

        private string? NameOf(AuditRow row)
        {
            if (row.Name.Length > 0)
                return row.Name;
            if (!names.TryGetValue(row.Account, out var name))
                names[row.Account] = name = AccountNames.Of(reader, row.Account);
            return name;
        }

        private JournalRecord Describe(AuditRow row) => new(
            row.Number, new DateTimeOffset(row.At, TimeSpan.Zero), row.Kind, NameOf(row), row.Protocol, row.Peer, row.Action)
        {
            Subject = row.Subject,
            From = row.Origin,
            Outcome = row.Outcome,
            Detail = row.Detail,
            Rule = row.Rule,
            Before = row.Before,
            After = row.After,
            Count = row.Count,
        };
    }
}
