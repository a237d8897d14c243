using Atrium.Protocols.Congestion;
using Atrium.Protocols.Connections;
using Microsoft.Extensions.Time.Testing;

namespace Atrium.Protocols.Tests.Congestion;

public class TransferTurnsTests
{
    private const int Piece = 65_536;

    private readonly FakeTimeProvider clock = new();
    private readonly RequestTurns requests;
    private readonly TransferTurns turns;

    public TransferTurnsTests()
    {
        requests = new RequestTurns(clock, processors: 1, () => { });
        turns = new TransferTurns(requests, clock, processors: 1, () => { });
    }

    [Fact]
    public async Task Take_WhileNothingIsFull_IsAtOnce()
    {
        for (var i = 0; i < 1000; i++)
        {
            var taking = turns.TakeAsync("one", TransferDirection.Download, Piece, TestContext.Current.CancellationToken);
            Assert.True(taking.IsCompletedSuccessfully);
            (await taking).Dispose();
        }
        Assert.Equal(0, turns.Running);
    }

    /// <summary>A line of ten pieces a second, one account with one transfer and one with nine: each gets half.</summary>
    [Theory]
    [InlineData(TransferDirection.Download)]
    [InlineData(TransferDirection.Upload)]
    public async Task Take_OfAFullLine_IsSharedBetweenAccountsAndNotBetweenTransfers(TransferDirection direction)
    {
        turns.SetBandwidth(10 * Piece, 10 * Piece);
        using var ending = new CancellationTokenSource();
        var passed = new Dictionary<string, int> { ["few"] = 0, ["many"] = 0 };
        async Task TransferAsync(string account)
        {
            while (true)
            {
                using var piece = await turns.TakeAsync(account, direction, Piece, ending.Token);
                lock (passed)
                    passed[account]++;
            }
        }
        Task[] transfers = [TransferAsync("few"), .. Enumerable.Range(0, 9).Select(_ => TransferAsync("many"))];
        for (var i = 0; i < 200; i++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(50));
            // Each continuation takes its next turn on a thread of its own.
            await SettleAsync(() => turns.Waiting == 10);
        }
        int all, few;
        lock (passed)
            (few, all) = (passed["few"], passed.Values.Sum());
        await ending.CancelAsync();
        foreach (var transfer in transfers)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => transfer);
        Assert.InRange(all, 90, 110);
        Assert.InRange(few, all * 0.4, all * 0.6);
    }

    /// <summary>While people wait for answers, one piece at a time.</summary>
    [Fact]
    public async Task Take_WhileRequestsWait_IsOneAtATime()
    {
        while (requests.Running < requests.Limit)
            Assert.Null((await requests.EnterAsync("one", TestContext.Current.CancellationToken)).Refused);
        _ = requests.EnterAsync("one", TestContext.Current.CancellationToken).AsTask();
        var first = turns.TakeAsync("a", TransferDirection.Download, Piece, TestContext.Current.CancellationToken);
        Assert.True(first.IsCompletedSuccessfully);
        var second = turns.TakeAsync("b", TransferDirection.Upload, Piece, TestContext.Current.CancellationToken).AsTask();
        Assert.False(second.IsCompleted);
        (await first).Dispose();
        (await second.WaitAsync(TestContext.Current.CancellationToken)).Dispose();
    }

    /// <summary>A reader who does not read holds no turn: after two measurements the next may pass.</summary>
    [Fact]
    public async Task Measured_WhileAPieceWaitsForItsReader_LetsOthersPass()
    {
        for (var i = 0; i < 20; i++)
        {
            _ = turns.TakeAsync("other", TransferDirection.Download, Piece, TestContext.Current.CancellationToken).AsTask();
            while (turns.TakeAsync("slow", TransferDirection.Download, Piece, TestContext.Current.CancellationToken).AsTask().IsCompletedSuccessfully)
            {
            }
            turns.Measured(TimeSpan.FromSeconds(1), isFull: true);
        }
        var next = turns.TakeAsync("quick", TransferDirection.Download, Piece, TestContext.Current.CancellationToken).AsTask();
        turns.Measured(TimeSpan.Zero, isFull: false);
        turns.Measured(TimeSpan.Zero, isFull: false);
        turns.Measured(TimeSpan.Zero, isFull: false);
        (await next.WaitAsync(TestContext.Current.CancellationToken)).Dispose();
    }

    /// <summary>Processors that are full, one account with one transfer and one with nine: turns go to both in turn.</summary>
    [Fact]
    public async Task Measured_OfFullProcessors_SharesTheTurnsBetweenAccounts()
    {
        using var ending = new CancellationTokenSource();
        var passed = new Dictionary<string, int> { ["few"] = 0, ["many"] = 0 };
        async Task TransferAsync(string account)
        {
            await Task.Yield();
            while (!ending.IsCancellationRequested)
            {
                using var piece = await turns.TakeAsync(account, TransferDirection.Download, Piece, ending.Token);
                await Task.Delay(1, TestContext.Current.CancellationToken);
                lock (passed)
                    passed[account]++;
            }
        }
        Task[] transfers = [TransferAsync("few"), .. Enumerable.Range(0, 9).Select(_ => TransferAsync("many"))];
        for (var i = 0; i < 20; i++)
        {
            turns.Measured(TimeSpan.Zero, isFull: true);
            await Task.Delay(2, TestContext.Current.CancellationToken);
        }
        lock (passed)
            (passed["few"], passed["many"]) = (0, 0);
        var count = 0;
        while (count < 400)
        {
            turns.Measured(TimeSpan.Zero, isFull: true);
            await Task.Delay(5, TestContext.Current.CancellationToken);
            lock (passed)
                count = passed.Values.Sum();
        }
        int few;
        lock (passed)
            few = passed["few"];
        await ending.CancelAsync();
        foreach (var transfer in transfers)
        {
            if (await Record.ExceptionAsync(() => transfer) is { } end)
                Assert.IsAssignableFrom<OperationCanceledException>(end);
        }
        // One of ten transfers, and not a tenth of the turns; not half of them either, since it asks for its next only when it has had the last.
        Assert.True(few > count * 0.2, $"{few} of {count}");
    }

    [Fact]
    public void Take_OfWhoTransfersAlone_IsAtOnceOnAFullMachine()
    {
        for (var i = 0; i < 20; i++)
        {
            Assert.True(turns.TakeAsync("one", TransferDirection.Download, Piece, TestContext.Current.CancellationToken).AsTask().IsCompletedSuccessfully);
            turns.Measured(TimeSpan.Zero, isFull: true);
        }
        for (var i = 0; i < 100; i++)
            Assert.True(turns.TakeAsync("one", TransferDirection.Download, Piece, TestContext.Current.CancellationToken).AsTask().IsCompletedSuccessfully);
        Assert.False(turns.TakeAsync("two", TransferDirection.Download, Piece, TestContext.Current.CancellationToken).AsTask().IsCompleted);
    }

    [Fact]
    public async Task SetBandwidth_ToNone_LetsPassWhatWaits()
    {
        turns.SetBandwidth(null, 16_384);
        var tasks = Enumerable.Range(0, 5).Select(_ => turns.TakeAsync("one", TransferDirection.Download, Piece, TestContext.Current.CancellationToken).AsTask()).ToList();
        Assert.Equal(4, turns.Waiting);
        turns.SetBandwidth(null, null);
        await Task.WhenAll(tasks).WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Pace_OfAShortAnswer_TakesNoTurn()
    {
        turns.SetBandwidth(null, 16_384);
        var turn = (await requests.EnterAsync("one", TestContext.Current.CancellationToken)).Value;
        using var pace = new Pace(turns, "one", turn);
        for (var i = 0; i < TransferTurns.Free / Piece; i++)
            Assert.True(pace.TakeAsync(TransferDirection.Download, Piece, TestContext.Current.CancellationToken).AsTask().IsCompletedSuccessfully);
        Assert.Equal((1, 0), (requests.Running, turns.Running));
        Assert.True(pace.TakeAsync(TransferDirection.Download, Piece, TestContext.Current.CancellationToken).AsTask().IsCompletedSuccessfully);
        Assert.Equal((0, 1), (requests.Running, turns.Running));
        Assert.False(pace.TakeAsync(TransferDirection.Download, Piece, TestContext.Current.CancellationToken).AsTask().IsCompleted);
    }

    private static async Task SettleAsync(Func<bool> isSettled)
    {
        while (!isSettled())
            await Task.Delay(1, TestContext.Current.CancellationToken);
    }
}
