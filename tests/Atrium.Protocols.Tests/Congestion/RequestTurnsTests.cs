using Atrium.Core;
using Atrium.Protocols.Congestion;
using Microsoft.Extensions.Time.Testing;

namespace Atrium.Protocols.Tests.Congestion;

public class RequestTurnsTests
{
    private readonly FakeTimeProvider clock = new();
    private readonly RequestTurns turns;
    private int begun;

    public RequestTurnsTests() => turns = new RequestTurns(clock, processors: 1, () => begun++);

    [Fact]
    public async Task Enter_WhileThereIsRoom_IsAtOnce()
    {
        var entered = new List<RequestTurn>();
        while (turns.Running < turns.Limit)
        {
            var entering = turns.EnterAsync("one", TestContext.Current.CancellationToken);
            Assert.True(entering.IsCompletedSuccessfully);
            entered.Add((await entering).Value);
        }
        Assert.False(turns.EnterAsync("one", TestContext.Current.CancellationToken).AsTask().IsCompleted);
        Assert.Equal((1, 1), (begun, turns.Waiting));
    }

    [Fact]
    public async Task Leave_Twice_CountsOnce()
    {
        var turn = await EnterAsync("one");
        turn.Dispose();
        turn.Dispose();
        Assert.Equal(0, turns.Running);
    }

    /// <summary>However many somebody asks for at once, another who asks for one gets it with the next turn.</summary>
    [Fact]
    public async Task Leave_WhileAFloodWaits_LetsThePoliteInNext()
    {
        var inside = await FillAsync("flood");
        var flood = Enumerable.Range(0, 500).Select(_ => turns.EnterAsync("flood", TestContext.Current.CancellationToken).AsTask()).ToList();
        var polite = turns.EnterAsync("polite", TestContext.Current.CancellationToken).AsTask();
        inside[0].Dispose();
        inside[1].Dispose();
        Assert.True((await polite.WaitAsync(TestContext.Current.CancellationToken)).Refused is null);
        Assert.InRange(flood.Count(one => one.IsCompleted), 0, 2);
    }

    [Fact]
    public async Task Measured_OfALongDelay_LetsFewerIn()
    {
        var inside = await FillAsync("one");
        for (var i = 0; i < 20; i++)
            turns.Measured(TimeSpan.FromSeconds(1));
        Assert.True(turns.Limit < inside.Count);
        var waiting = turns.EnterAsync("two", TestContext.Current.CancellationToken);
        inside[0].Dispose();
        Assert.False(waiting.IsCompleted);
        foreach (var turn in inside)
            turn.Dispose();
        Assert.Null((await waiting).Refused);
    }

    /// <summary>Told after two seconds, and not after the minute that its client would wait.</summary>
    [Fact]
    public async Task Measured_WhenOneHasWaitedTooLong_RefusesItWithATime()
    {
        _ = await FillAsync("one");
        var waiting = turns.EnterAsync("two", TestContext.Current.CancellationToken);
        clock.Advance(RequestTurns.LongestWait - TimeSpan.FromMilliseconds(50));
        turns.Measured(TimeSpan.FromSeconds(1));
        Assert.False(waiting.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(100));
        turns.Measured(TimeSpan.FromSeconds(1));
        var refused = (await waiting).Refused;
        Assert.Equal(Refusal.Busy, refused?.Kind);
        Assert.InRange(refused!.RetryAfter!.Value.TotalSeconds, 1, 33);
        Assert.Equal(1, turns.Refused);
    }

    /// <summary>At ten answers a second, whoever stands behind a hundred is told at once.</summary>
    [Fact]
    public async Task Enter_WhereTheWaitWouldBeTooLong_IsRefusedAtOnce()
    {
        var inside = new Queue<RequestTurn>(await FillAsync("flood"));
        var waiting = new List<Task<Outcome<RequestTurn>>>();
        for (var i = 0; i < 100; i++)
            waiting.Add(turns.EnterAsync("flood", TestContext.Current.CancellationToken).AsTask());
        for (var i = 0; i < 10; i++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(100));
            inside.Dequeue().Dispose();
            turns.Measured(TimeSpan.FromSeconds(1));
        }
        var late = await turns.EnterAsync("flood", TestContext.Current.CancellationToken);
        Assert.Equal(Refusal.Busy, late.Refused?.Kind);
        // Another one stands behind himself alone.
        var polite = turns.EnterAsync("polite", TestContext.Current.CancellationToken).AsTask();
        Assert.False(polite.IsCompleted);
    }

    /// <summary>What was asked of an idle server says nothing about what it can.</summary>
    [Fact]
    public async Task Enter_OfABurstAfterAQuietHour_Waits()
    {
        for (var i = 0; i < 20; i++)
        {
            (await EnterAsync("one")).Dispose();
            clock.Advance(TimeSpan.FromMinutes(3));
            turns.Measured(TimeSpan.Zero);
        }
        _ = await FillAsync("one");
        for (var i = 0; i < 1000; i++)
            Assert.False(turns.EnterAsync("one", TestContext.Current.CancellationToken).AsTask().IsCompleted);
    }

    [Fact]
    public async Task Enter_ThatIsGivenUp_TakesNoTurn()
    {
        var inside = await FillAsync("one");
        using var leaving = new CancellationTokenSource();
        var waiting = turns.EnterAsync("two", leaving.Token).AsTask();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        foreach (var turn in inside)
            turn.Dispose();
        Assert.Equal((0, 0), (turns.Running, turns.Waiting));
    }

    private async Task<RequestTurn> EnterAsync(string lane) => (await turns.EnterAsync(lane, TestContext.Current.CancellationToken)).Value;

    private async Task<List<RequestTurn>> FillAsync(string lane)
    {
        var inside = new List<RequestTurn>();
        while (turns.Running < turns.Limit)
            inside.Add(await EnterAsync(lane));
        return inside;
    }
}
