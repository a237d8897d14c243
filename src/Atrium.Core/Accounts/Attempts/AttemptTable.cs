namespace Atrium.Core.Accounts.Attempts;

/// <summary>
/// Failed attempts by subject, which stands under a number that nobody outside can choose. The memory is the same whatever is counted: a
/// new subject takes the place of the one in its row that has the fewest, so a name that is attacked stays, however many others are
/// made up beside it.
/// </summary>
internal sealed class AttemptTable
{
    private const int PlacesOfRow = 8;

    private readonly Place[] places;

    /// <summary>Makes a table.</summary>
    /// <param name="size">How many subjects it holds: a power of two; 24 bytes each.</param>
    internal AttemptTable(int size) => places = new Place[size];

    /// <summary>What is counted of a subject now.</summary>
    internal double CountOf_NeedsLock(ulong subject, Pace pace, TimeSpan now)
        => Row(subject) is var row && Find(row, subject) is >= 0 and var at ? Count(row[at], pace, now) : 0;

    /// <summary>How long until the next attempt is looked at; zero for now.</summary>
    internal TimeSpan WaitFor_NeedsLock(ulong subject, Pace pace, TimeSpan now)
    {
        var row = Row(subject);
        var at = Find(row, subject);
        if (at < 0)
            return TimeSpan.Zero;
        // The pause does not get shorter while it lasts: it is that of the count at the last attempt.
        var wait = row[at].At + pace.PauseAt(row[at].Count) - now;
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    /// <summary>Counts an attempt, before it is known how it ends: of a thousand at once, no more are looked at than of a thousand in turn.</summary>
    internal void Add_NeedsLock(ulong subject, double weight, Pace pace, TimeSpan now)
    {
        var row = Row(subject);
        var at = Find(row, subject);
        if (at < 0)
        {
            at = Least(row, pace, now);
            row[at] = new Place { Subject = subject };
        }
        row[at].Count = Math.Min(Count(row[at], pace, now) + weight, pace.Most);
        row[at].At = now;
    }

    /// <summary>Takes back what was counted.</summary>
    internal void Subtract_NeedsLock(ulong subject, double weight)
    {
        var row = Row(subject);
        if (Find(row, subject) is >= 0 and var at)
            row[at].Count = Math.Max(0, row[at].Count - weight);
    }

    /// <summary>Forgets a subject.</summary>
    internal void Clear_NeedsLock(ulong subject)
    {
        var row = Row(subject);
        if (Find(row, subject) is >= 0 and var at)
            row[at] = default;
    }

    private Span<Place> Row(ulong subject)
    {
        var rows = (ulong)(places.Length / PlacesOfRow);
        return places.AsSpan((int)((subject >> 1) % rows) * PlacesOfRow, PlacesOfRow);
    }

    private static int Find(Span<Place> row, ulong subject)
    {
        for (var i = 0; i < row.Length; i++)
        {
            if (row[i].Subject == subject)
                return i;
        }
        return -1;
    }

    private static int Least(Span<Place> row, Pace pace, TimeSpan now)
    {
        var least = 0;
        for (var i = 1; i < row.Length; i++)
        {
            if (Count(row[i], pace, now) < Count(row[least], pace, now))
                least = i;
        }
        return least;
    }

    private static double Count(in Place place, Pace pace, TimeSpan now) => Math.Max(0, place.Count - ((now - place.At) / pace.Forgotten));

    private struct Place
    {
        internal ulong Subject;
        internal double Count;
        internal TimeSpan At;
    }
}
