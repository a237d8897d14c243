namespace Atrium.Protocols.Metrics;

/// <summary>The requests of one protocol: all of them, and the last minute for whoever looks.</summary>
internal sealed class RecentRequests(string protocol, TimeProvider clock)
{
    /// <summary>How many steps make the minute that is looked at: a newer one begins every ten seconds.</summary>
    private const int Steps = 6;

    internal static readonly TimeSpan Step = TimeSpan.FromSeconds(10);

    private readonly LatencyBuckets buckets = new();
    private readonly Lock turning = new();
    private readonly Queue<(long At, long[] Counts)> past = new([(clock.GetTimestamp(), new long[LatencyBuckets.Count])]);
    private long refused;

    internal void Add(TimeSpan elapsed) => buckets.Add(elapsed);

    internal void AddRefused() => Interlocked.Increment(ref refused);

    /// <summary>Begins the next step; called by the one tick of all protocols.</summary>
    internal void Turn()
    {
        lock (turning)
        {
            past.Enqueue((clock.GetTimestamp(), Now()));
            while (past.Count > Steps)
                past.Dequeue();
        }
    }

    /// <summary>What is known of it now.</summary>
    internal ProtocolFigures Figures()
    {
        lock (turning)
        {
            var now = Now();
            var (at, then) = past.Peek();
            var total = now.Sum();
            Span<long> recent = stackalloc long[LatencyBuckets.Count];
            for (var i = 0; i < recent.Length; i++)
                recent[i] = now[i] - then[i];
            var count = total - then.Sum();
            var seconds = clock.GetElapsedTime(at).TotalSeconds;
            return new ProtocolFigures(
                protocol, total, Interlocked.Read(ref refused), seconds > 0 ? count / seconds : 0,
                LatencyBuckets.Quantile(recent, 0.5), LatencyBuckets.Quantile(recent, 0.99));
        }
    }

    private long[] Now()
    {
        var counts = new long[LatencyBuckets.Count];
        buckets.CopyTo(counts);
        return counts;
    }
}

/// <summary>The requests of one protocol in figures.</summary>
/// <param name="Protocol">Its short name.</param>
/// <param name="Requests">Since the start.</param>
/// <param name="Refused">Of these, refused.</param>
/// <param name="PerSecond">Over the last minute.</param>
/// <param name="Median">Of the last minute: half of the requests took at most this long.</param>
/// <param name="Percentile99">Of the last minute: 99 of 100 took at most this long.</param>
public sealed record ProtocolFigures(string Protocol, long Requests, long Refused, double PerSecond, TimeSpan Median, TimeSpan Percentile99);
