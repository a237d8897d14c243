using Atrium.Protocols.Metrics;
using CsCheck;

namespace Atrium.Protocols.Tests.Metrics;

public class LatencyBucketsTests
{
    [Fact]
    public void IndexOf_AnyTime_IsTheBucketThatEndsAtMostAnEighthAbove()
        => Gen.Long[0, (1L << 33) - 1].Sample(microseconds =>
        {
            var index = LatencyBuckets.IndexOf(microseconds);
            var end = LatencyBuckets.EndOf(index);
            return microseconds < end && end <= Math.Max(microseconds + 1, microseconds + microseconds / 8 + 1)
                && (index == 0 || LatencyBuckets.EndOf(index - 1) <= microseconds);
        });

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(1L << 40)]
    public void IndexOf_LongerThanTheLast_IsTheLast(long microseconds) => Assert.Equal(LatencyBuckets.Count - 1, LatencyBuckets.IndexOf(microseconds));

    [Fact]
    public void IndexOf_ClockThatWentBack_IsTheFirst() => Assert.Equal(0, LatencyBuckets.IndexOf(-5));

    [Fact]
    public void Quantile_OfManyTimes_IsTheOneThatSoManyDoNotExceed()
    {
        var buckets = new LatencyBuckets();
        for (var milliseconds = 1; milliseconds <= 1000; milliseconds++)
            buckets.Add(TimeSpan.FromMilliseconds(milliseconds));
        Span<long> counts = stackalloc long[LatencyBuckets.Count];
        buckets.CopyTo(counts);

        Assert.InRange(LatencyBuckets.Quantile(counts, 0.5).TotalMilliseconds, 500, 500 * 1.125 + 1);
        Assert.InRange(LatencyBuckets.Quantile(counts, 0.99).TotalMilliseconds, 990, 990 * 1.125 + 1);
    }

    [Fact]
    public void Quantile_OfNothing_IsZero() => Assert.Equal(TimeSpan.Zero, LatencyBuckets.Quantile(new long[LatencyBuckets.Count], 0.99));
}
