using Atrium.Protocols.Admission;
using CsCheck;

namespace Atrium.Protocols.Tests.Admission;

public class RateTableTests
{
    [Fact]
    public void Count_AtAnyTimes_NeverTakesMoreThanBurstAndRateAllow()
        => Gen.Select(Gen.Int[1, 50], Gen.Int[0, 400].Array[1, 300]).Sample((rate, steps) =>
        {
            var table = new RateTable<string>(TimeSpan.FromSeconds(2));
            var (now, taken) = (0L, 0);
            foreach (var step in steps)
            {
                now += step * TimeSpan.TicksPerMillisecond;
                if (table.Count("one", rate, now) is null)
                    taken++;
            }
            Assert.True(taken <= rate * (2 + now / (double)TimeSpan.TicksPerSecond) + 1, $"{taken} in {now}");
        });

    [Fact]
    public void Count_AfterTheTimeItNamed_TakesIt()
    {
        var table = new RateTable<string>(TimeSpan.FromSeconds(1));
        for (var i = 0; i < 10; i++)
            Assert.Null(table.Count("one", 10, 0));
        var wait = table.Count("one", 10, 0);
        Assert.Equal(TimeSpan.FromMilliseconds(100), wait);
        Assert.Null(table.Count("other", 10, 0));
        Assert.Null(table.Count("one", 10, wait!.Value.Ticks));
    }

    [Fact]
    public void Sweep_OfWhomNothingIsKept_ChangesNoAnswer()
    {
        var table = new RateTable<string>(TimeSpan.FromSeconds(1));
        for (var i = 0; i < 10; i++)
            Assert.Null(table.Count("one", 10, 0));
        table.Sweep(0);
        Assert.NotNull(table.Count("one", 10, 0));
        table.Sweep(TimeSpan.TicksPerMinute);
        Assert.Equal(10, Enumerable.Range(0, 100).Count(_ => table.Count("one", 10, TimeSpan.TicksPerMinute) is null));
    }
}
