using System.Net;
using Atrium.Core.Accounts;
using Atrium.Core.Guard;

namespace Atrium.Core.Journal;

/// <summary>
/// What waits to be written. Equal entries are one with a number; what one address can fill is bounded, so that a flood of refusals
/// from one does not push out what others did.
/// </summary>
internal sealed class PendingEntries
{
    /// <summary>Rows of one batch beside reads: a unit of work has at most about a thousand, and at one batch a second these are 86 million a day.</summary>
    internal const int MaxRows = 1000;

    /// <summary>Reads of one batch: more than one processor reads different files in a second; four units that share a commit. They take no place from others.</summary>
    internal const int MaxReads = 4 * MaxRows;

    /// <summary>Different rows that one address (one /64 of IPv6) gets in a batch for what is refused to it; the rest is told as one row with a number.</summary>
    internal const int MaxRefusalsOfOneSource = 50;

    private readonly Dictionary<Key, Pending> rows = [];
    private readonly Dictionary<Network, int> sources = [];
    private readonly long[] lost = new long[Enum.GetValues<JournalKind>().Length];
    private int reads;

    internal bool IsEmpty => rows.Count == 0 && Array.TrueForAll(lost, count => count == 0);

    internal IEnumerable<Pending> Rows => rows.Values.OrderBy(row => row.At);

    /// <summary>How many entries of a kind found no place.</summary>
    internal long LostOf(JournalKind kind) => lost[(int)kind];

    internal void Add(Caller caller, JournalEntry entry, long now)
    {
        var key = new Key(caller.AccountId, caller.Name, caller.Visit.Protocol, caller.Visit.Peer, entry);
        if (rows.TryGetValue(key, out var known))
        {
            known.Count++;
            return;
        }
        if (entry.Outcome is not null && IsFull(caller.Visit.Source ?? default))
        {
            key = new Key(Caller.Anonymous, "", caller.Visit.Protocol, caller.Visit.Source?.First ?? IPAddress.None, new JournalEntry(entry.Kind, "many")
            {
                Outcome = entry.Outcome,
                Detail = "More from this network within the same second.",
            });
            if (rows.TryGetValue(key, out known))
            {
                known.Count++;
                return;
            }
        }
        if (entry.Kind == JournalKind.Read ? reads >= MaxReads : rows.Count - reads >= MaxRows)
        {
            lost[(int)entry.Kind]++;
            return;
        }
        rows.Add(key, new Pending(key, now));
        if (entry.Kind == JournalKind.Read)
            reads++;
    }

    /// <summary>Counts what could not be written.</summary>
    internal void Lose(IEnumerable<Pending> unwritten)
    {
        foreach (var row in unwritten)
            lost[(int)row.Key.Entry.Kind] += row.Count;
    }

    /// <summary>Takes over what was counted as lost and could not be told.</summary>
    internal void LoseAs(PendingEntries other)
    {
        for (var i = 0; i < lost.Length; i++)
            lost[i] += other.lost[i];
    }

    private bool IsFull(Network network)
    {
        var count = sources.GetValueOrDefault(network);
        if (count >= MaxRefusalsOfOneSource)
            return true;
        sources[network] = count + 1;
        return false;
    }

    internal sealed record Key(long Account, string Name, string Protocol, IPAddress? Peer, JournalEntry Entry);

    internal sealed class Pending(Key key, long at)
    {
        internal Key Key => key;

        internal long At => at;

        internal long Count { get; set; } = 1;
    }
}
