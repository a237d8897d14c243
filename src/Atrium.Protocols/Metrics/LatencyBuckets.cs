using System.Numerics;

namespace Atrium.Protocols.Metrics;

/// <summary>
/// How long requests took, in buckets of which eight stand for each doubling: a quantile is at most an eighth too high. An addition is one
/// interlocked increment, whoever reads takes a copy.
/// </summary>
internal sealed class LatencyBuckets
{
    /// <summary>Bits that tell buckets of one doubling apart.</summary>
    private const int FineBits = 3;

    /// <summary>The last one begins at 2^33 microseconds: more than two hours.</summary>
    internal const int Count = (34 - FineBits + 1) << FineBits;

    private readonly long[] counts = new long[Count];

    internal void Add(TimeSpan elapsed) => Interlocked.Increment(ref counts[IndexOf((long)elapsed.TotalMicroseconds)]);

    internal void CopyTo(Span<long> target)
    {
        for (var i = 0; i < Count; i++)
            target[i] = Interlocked.Read(ref counts[i]);
    }

    /// <summary>What so many of a hundred took at most; zero where there are none.</summary>
    internal static TimeSpan Quantile(ReadOnlySpan<long> counts, double share)
    {
        var all = 0L;
        foreach (var count in counts)
            all += count;
        if (all == 0)
            return TimeSpan.Zero;
        var rank = Math.Max(1, (long)Math.Ceiling(all * share));
        var seen = 0L;
        for (var i = 0; i < counts.Length; i++)
        {
            seen += counts[i];
            if (seen >= rank)
                return TimeSpan.FromMicroseconds(EndOf(i));
        }
        return TimeSpan.FromMicroseconds(EndOf(Count - 1));
    }

    internal static int IndexOf(long microseconds)
    {
        const int Fine = 1 << FineBits;
        if (microseconds < Fine)
            return (int)Math.Max(0, microseconds);
        var doubling = BitOperations.Log2((ulong)microseconds) - FineBits;
        return Math.Min(Count - 1, ((doubling + 1) << FineBits) + (int)((microseconds >> doubling) & (Fine - 1)));
    }

    /// <summary>The first value that is no longer in a bucket.</summary>
    internal static long EndOf(int index)
    {
        const int Fine = 1 << FineBits;
        if (index < Fine)
            return index + 1;
        var doubling = (index >> FineBits) - 1;
        return (Fine + (index & (Fine - 1)) + 1L) << doubling;
    }
}
