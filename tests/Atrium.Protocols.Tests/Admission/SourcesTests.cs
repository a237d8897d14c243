using System.Net;
using Atrium.Core.Guard;
using Atrium.Protocols.Admission;

namespace Atrium.Protocols.Tests.Admission;

public class SourcesTests
{
    private static readonly Network One = Network.SourceOf(IPAddress.Parse("192.0.2.7"));
    private static readonly Network Other = Network.SourceOf(IPAddress.Parse("192.0.2.8"));
    private readonly Sources sources = new();

    [Fact]
    public void TryEnter_MoreThanOneMayHave_IsRefusedUntilOneLeaves()
    {
        var limits = new AdmissionLimits(100, 2, null);
        Assert.True(sources.TryEnter(One, limits, 0));
        Assert.True(sources.TryEnter(One, limits, 0));
        Assert.False(sources.TryEnter(One, limits, 0));
        Assert.True(sources.TryEnter(Other, limits, 0));
        sources.Leave(One);
        Assert.True(sources.TryEnter(One, limits, 0));
    }

    [Fact]
    public void TryEnter_FasterThanTheRate_TakesTenSecondsWorthAndThenTheRate()
    {
        var limits = new AdmissionLimits(100_000, 100_000, 10);
        Assert.Equal(100, Enumerable.Range(0, 500).Count(_ => sources.TryEnter(One, limits, TimeSpan.TicksPerDay)));
        Assert.Equal(20, Enumerable.Range(0, 500).Count(_ => sources.TryEnter(One, limits, TimeSpan.TicksPerDay + 2 * TimeSpan.TicksPerSecond)));
        Assert.True(sources.TryEnter(Other, limits, TimeSpan.TicksPerDay));
    }

    [Fact]
    public void Sweep_OfWhomNothingIsOpen_ForgetsNobodyElse()
    {
        var limits = new AdmissionLimits(100, 1, 10);
        Assert.True(sources.TryEnter(One, limits, 0));
        sources.Sweep(TimeSpan.TicksPerDay);
        Assert.False(sources.TryEnter(One, limits, TimeSpan.TicksPerDay));
        sources.Leave(One);
        sources.Sweep(2 * TimeSpan.TicksPerDay);
        Assert.True(sources.TryEnter(One, limits, 2 * TimeSpan.TicksPerDay));
    }

    [Fact]
    public async Task TryEnter_OfManyAtOnceWhileSwept_NeverLetsInMoreThanMayBeOpen()
    {
        var limits = new AdmissionLimits(100, 3, null);
        var (open, most) = (0, 0);
        await Parallel.ForAsync(0, 20_000, TestContext.Current.CancellationToken, (i, _) =>
        {
            if (i % 7 == 0)
                sources.Sweep(TimeSpan.TicksPerDay);
            if (!sources.TryEnter(One, limits, 0))
                return ValueTask.CompletedTask;
            var now = Interlocked.Increment(ref open);
            InterlockedMax(ref most, now);
            Interlocked.Decrement(ref open);
            sources.Leave(One);
            return ValueTask.CompletedTask;
        });
        Assert.InRange(most, 1, 3);
        Assert.All(Enumerable.Range(0, 3), _ => Assert.True(sources.TryEnter(One, limits, 0)));
        Assert.False(sources.TryEnter(One, limits, 0));
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
            // Somebody else was faster.
        }
    }
}
