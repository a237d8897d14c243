using Atrium.Core.Accounts.Attempts;

namespace Atrium.Core.Tests.Accounts.Attempts;

public sealed class AttemptTableTests
{
    private static readonly Pace Pace = new(3, TimeSpan.FromSeconds(8), TimeSpan.FromMinutes(1));

    private readonly AttemptTable table = new(64);
    private TimeSpan now;

    [Fact]
    public void WaitFor_AfterEachFailure_DoublesUpToTheLongest()
    {
        var patient = Pace with { Forgotten = TimeSpan.FromDays(365) };
        var waits = new List<double>();
        for (var i = 0; i < 9; i++)
        {
            table.Add_NeedsLock(7, 1, patient, now);
            var wait = table.WaitFor_NeedsLock(7, patient, now);
            waits.Add(Math.Round(wait.TotalSeconds));
            now += wait;
        }
        Assert.Equal([0, 0, 1, 2, 4, 8, 8, 8, 8], waits);
    }

    [Fact]
    public void WaitFor_WhileItLasts_GetsShorterOnlyWithTime()
    {
        for (var i = 0; i < 5; i++)
            table.Add_NeedsLock(7, 1, Pace, now);
        Assert.Equal(4, table.WaitFor_NeedsLock(7, Pace, now).TotalSeconds);
        Assert.Equal(1, table.WaitFor_NeedsLock(7, Pace, now + TimeSpan.FromSeconds(3)).TotalSeconds);
        Assert.Equal(0, table.WaitFor_NeedsLock(7, Pace, now + TimeSpan.FromSeconds(4)).TotalSeconds);
    }

    [Fact]
    public void Count_AfterALongAttack_IsForgottenAsSoonAsAfterAShortOne()
    {
        for (var i = 0; i < 10_000; i++)
            table.Add_NeedsLock(7, 1, Pace, now);
        now += TimeSpan.FromMinutes(9);
        Assert.Equal(0, table.CountOf_NeedsLock(7, Pace, now));
    }

    [Fact]
    public void Add_OfAMillionOthers_KeepsTheOneThatIsAttacked()
    {
        for (var i = 0; i < 6; i++)
            table.Add_NeedsLock(7, 1, Pace, now);
        for (ulong other = 0; other < 1_000_000; other++)
            table.Add_NeedsLock((other << 1) | 0x1000_0001, 1, Pace, now);
        Assert.Equal(6, table.CountOf_NeedsLock(7, Pace, now));
    }

    [Fact]
    public void Subtract_OfAll_LeavesNothing()
    {
        for (var i = 0; i < 4; i++)
            table.Add_NeedsLock(7, 1, Pace, now);
        for (var i = 0; i < 4; i++)
            table.Subtract_NeedsLock(7, 1);
        Assert.Equal((0, TimeSpan.Zero), (table.CountOf_NeedsLock(7, Pace, now), table.WaitFor_NeedsLock(7, Pace, now)));
    }
}
