namespace Atrium.Protocols.Congestion;

/// <summary>
/// What waits for a turn, in lanes that share the turns evenly: start-time fair queueing. Each lane has a clock of its own that runs with what
/// it has asked for; whose clock is furthest behind goes next. So one who asks for much stands behind himself, not in front of others, and a
/// lane that was silent saves nothing up. Within a lane the order stays. Not for several threads at once.
/// </summary>
/// <typeparam name="T">What waits.</typeparam>
internal sealed class FairQueue<T>
{
    private readonly PriorityQueue<(T Item, long Start), (long Start, long Arrival)> waiting = new();
    private readonly Dictionary<string, long> finish = new(StringComparer.Ordinal);
    private long now, arrivals;

    internal int Count => waiting.Count;

    /// <summary>Puts something behind what its lane has asked for already.</summary>
    /// <param name="lane">Whose it is.</param>
    /// <param name="cost">How much of a turn it takes: 1 for a request, the bytes of a piece of a transfer.</param>
    /// <param name="item">What waits.</param>
    internal void Enqueue(string lane, long cost, T item)
    {
        var start = Math.Max(now, finish.GetValueOrDefault(lane));
        finish[lane] = start + cost;
        waiting.Enqueue((item, start), (start, arrivals++));
    }

    /// <summary>Counts what was done without waiting, so that it is not free.</summary>
    internal void Charge(string lane, long cost) => finish[lane] = Math.Max(now, finish.GetValueOrDefault(lane)) + cost;

    /// <summary>Forgets what was charged, where nothing waits: otherwise what somebody did on an idle day would be held against him on a busy one.</summary>
    internal void Rest()
    {
        if (waiting.Count == 0)
            finish.Clear();
    }

    internal bool TryDequeue(out T item)
    {
        if (!waiting.TryDequeue(out var next, out _))
        {
            item = default!;
            return false;
        }
        (item, now) = (next.Item, next.Start);
        Rest();
        return true;
    }
}
