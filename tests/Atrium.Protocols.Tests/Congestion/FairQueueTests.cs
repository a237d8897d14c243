using Atrium.Protocols.Congestion;
using CsCheck;

namespace Atrium.Protocols.Tests.Congestion;

public class FairQueueTests
{
    /// <summary>Whatever comes in whatever order, two lanes that both wait never differ by more than the largest of their pieces.</summary>
    [Fact]
    public void TryDequeue_WhileAllLanesWait_ServesThemEvenly()
        => Gen.Select(Gen.Int[2, 5], Gen.Select(Gen.Int[0, 4], Gen.Long[1, 100]).Array[1, 400]).Sample((lanes, pieces) =>
        {
            var queue = new FairQueue<(int Lane, long Cost)>();
            var waiting = new long[lanes];
            foreach (var (lane, cost) in pieces)
            {
                queue.Enqueue($"{lane % lanes}", cost, (lane % lanes, cost));
                waiting[lane % lanes]++;
            }
            var served = new long[lanes];
            while (waiting.All(left => left > 0) && queue.TryDequeue(out var next))
            {
                served[next.Lane] += next.Cost;
                waiting[next.Lane]--;
                Assert.True(served.Max() - served.Min() <= 200, $"{string.Join(' ', served)}");
            }
        });

    [Fact]
    public void TryDequeue_OfOneLane_KeepsTheOrder()
        => Gen.Select(Gen.Int[0, 2], Gen.Long[1, 9]).Array[1, 100].Sample(pieces =>
        {
            var queue = new FairQueue<(int Lane, int Number)>();
            for (var i = 0; i < pieces.Length; i++)
                queue.Enqueue($"{pieces[i].Item1}", pieces[i].Item2, (pieces[i].Item1, i));
            var last = new[] { -1, -1, -1 };
            var count = 0;
            while (queue.TryDequeue(out var next))
            {
                Assert.True(next.Number > last[next.Lane]);
                last[next.Lane] = next.Number;
                count++;
            }
            Assert.Equal(pieces.Length, count);
        });

    [Fact]
    public void Enqueue_BehindAFlood_IsServedNext()
    {
        var queue = new FairQueue<string>();
        for (var i = 0; i < 1000; i++)
            queue.Enqueue("flood", 1, "flood");
        Assert.True(queue.TryDequeue(out _));
        queue.Enqueue("polite", 1, "polite");
        Assert.True(queue.TryDequeue(out var next));
        Assert.Equal("polite", next);
    }

    /// <summary>Silence saves nothing up: who comes back after a thousand turns of others gets every second one, not a thousand.</summary>
    [Fact]
    public void Enqueue_AfterSilence_SavedNothingUp()
    {
        var queue = new FairQueue<string>();
        for (var i = 0; i < 2000; i++)
            queue.Enqueue("busy", 1, "busy");
        for (var i = 0; i < 1000; i++)
            Assert.True(queue.TryDequeue(out _));
        for (var i = 0; i < 1000; i++)
            queue.Enqueue("back", 1, "back");
        var served = new Dictionary<string, int>();
        for (var i = 0; i < 100 && queue.TryDequeue(out var next); i++)
            served[next] = served.GetValueOrDefault(next) + 1;
        Assert.InRange(served["busy"], 49, 51);
    }

    /// <summary>What somebody did while nobody waited is not held against him when others do.</summary>
    [Fact]
    public void Rest_WhileNothingWaits_ForgetsWhatWasCharged()
    {
        var queue = new FairQueue<string>();
        queue.Charge("a", 1_000_000_000);
        queue.Rest();
        for (var i = 0; i < 4; i++)
        {
            queue.Enqueue("b", 1000, "b");
            queue.Enqueue("a", 1000, "a");
        }
        var served = "";
        while (queue.TryDequeue(out var next))
            served += next;
        Assert.Equal("babababa", served);
    }

    [Fact]
    public void Charge_OfWhatDidNotWait_CountsForTheNext()
    {
        var queue = new FairQueue<string>();
        queue.Charge("a", 100);
        queue.Enqueue("a", 1, "a");
        queue.Enqueue("b", 1, "b");
        Assert.True(queue.TryDequeue(out var next));
        Assert.Equal("b", next);
    }
}
