using System.Collections.Concurrent;

namespace Atrium.Protocols.Admission;

/// <summary>
/// How fast each of many comes. Of each, one number is kept: the moment at which all that came would have come, had it come at the rate
/// (GCRA, ITU-T I.371). Whoever has not come for a while needs none.
/// </summary>
/// <param name="burst">What may come at once after a pause, as the time in which it would come at the rate.</param>
internal sealed class RateTable<TKey>(TimeSpan burst) where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, long> dues = new();

    /// <summary>Counts one in; or says after how long it may come, and does not count it.</summary>
    internal TimeSpan? Count(TKey key, long perSecond, long now)
    {
        while (true)
        {
            var known = dues.TryGetValue(key, out var due);
            var next = Math.Max(due, now) + TimeSpan.TicksPerSecond / perSecond;
            if (next - now > burst.Ticks)
                return TimeSpan.FromTicks(next - now - burst.Ticks);
            if (known ? dues.TryUpdate(key, next, due) : dues.TryAdd(key, next))
                return null;
        }
    }

    internal void Sweep(long now)
    {
        foreach (var pair in dues)
        {
            if (pair.Value <= now)
                dues.TryRemove(pair);
        }
    }
}
