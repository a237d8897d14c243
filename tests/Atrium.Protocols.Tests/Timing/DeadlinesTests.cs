using Atrium.Protocols.Timing;
using Microsoft.Extensions.Time.Testing;

namespace Atrium.Protocols.Tests.Timing;

public sealed class DeadlinesTests : IDisposable
{
    private readonly FakeTimeProvider clock = new();
    private readonly Deadlines deadlines;

    public DeadlinesTests() => deadlines = new Deadlines(clock);

    public void Dispose() => deadlines.Dispose();

    [Fact]
    public void Start_WhenTheTimeIsOver_CallsOnce()
    {
        var called = 0;
        using var deadline = deadlines.Start(TimeSpan.FromSeconds(5), _ => called++);
        Pass(4);
        Assert.Equal(0, called);
        Pass(10);
        Assert.Equal(1, called);
    }

    [Fact]
    public void Dispose_InTime_CallsNothing()
    {
        var called = 0;
        deadlines.Start(TimeSpan.FromSeconds(5), _ => called++).Dispose();
        Pass(10);
        Assert.Equal(0, called);
    }

    [Fact]
    public void Renew_FromTheCall_CallsAgain()
    {
        var called = 0;
        using var deadline = deadlines.Start(TimeSpan.FromSeconds(5), expired =>
        {
            called++;
            expired.Renew(TimeSpan.FromSeconds(5));
        });
        Pass(16);
        Assert.Equal(3, called);
    }

    [Fact]
    public void Tick_OfManyDeadlines_IsOneTimer()
    {
        var called = 0;
        for (var i = 0; i < 1000; i++)
            deadlines.Start(TimeSpan.FromSeconds(5), _ => called++);
        Pass(5);
        Assert.Equal(1000, called);
    }

    private void Pass(int seconds)
    {
        for (var i = 0; i < seconds; i++)
            clock.Advance(TimeSpan.FromSeconds(1));
    }
}
