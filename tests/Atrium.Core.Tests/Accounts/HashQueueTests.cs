using System.Collections.Concurrent;
using System.Net;
using Atrium.Core.Accounts.Passwords;
using Atrium.Core.Guard;

namespace Atrium.Core.Tests.Accounts;

public sealed class HashQueueTests : IDisposable
{
    private readonly HashQueue queue = new(threads: 1);
    private readonly ManualResetEventSlim gate = new();
    private readonly ConcurrentQueue<string> order = new();

    [Fact]
    public async Task Run_WithTheThreadBusy_TakesTheKnownFirstAndOneOfEachAddressInTurn()
    {
        var first = await BlockAsync();
        Task<Outcome<int>>[] waiting =
        [
            Run(HashLane.Stranger, 1, "a1"), Run(HashLane.Stranger, 1, "a2"), Run(HashLane.Stranger, 1, "a3"), Run(HashLane.Stranger, 2, "b1"), Run(HashLane.Known, 1, "known"),
        ];
        gate.Set();
        await Task.WhenAll([first, .. waiting]);
        Assert.Equal(["known", "a1", "b1", "a2", "a3"], order);
    }

    [Fact]
    public async Task Run_WhenOneAddressFloods_LeavesRoomForOthersAndSaysBusyAtOnce()
    {
        var first = await BlockAsync();
        var flood = Enumerable.Range(0, 1000).Select(_ => Run(HashLane.Stranger, 1, "flood")).ToArray();
        // Those that found it full have their answer while nothing moves.
        Assert.Equal(1000 - 16, flood.Count(task => task.IsCompletedSuccessfully && task.Result.Refused?.Kind == Refusal.Busy));
        var other = Run(HashLane.Stranger, 2, "other");
        Assert.False(other.IsCompleted);
        gate.Set();
        await Task.WhenAll([first, other, .. flood]);
        Assert.Equal("other", order.ElementAt(1));
    }

    [Fact]
    public async Task Run_WhenManyAddressesFlood_LeavesRoomForTheKnown()
    {
        var first = await BlockAsync();
        var flood = Enumerable.Range(0, 1000).Select(i => Run(HashLane.Stranger, i, "flood")).ToArray();
        Assert.Equal(48, flood.Count(task => !task.IsCompleted));
        var known = Run(HashLane.Known, 1, "known");
        gate.Set();
        await Task.WhenAll([first, known, .. flood]);
        Assert.Null((await known).Refused);
        Assert.Equal("known", order.First());
    }

    [Fact]
    public async Task Run_ThatFailsOrIsNotWantedAnyMore_LetsTheNextOneRun()
    {
        using var left = new CancellationTokenSource();
        var first = await BlockAsync();
        var failing = queue.RunAsync<int>(HashLane.Stranger, null, () => throw new InvalidOperationException("it"), default).AsTask();
        var leaving = queue.RunAsync(HashLane.Stranger, null, () => Note("left"), left.Token).AsTask();
        var last = Run(HashLane.Stranger, 1, "last");
        await left.CancelAsync();
        gate.Set();
        await first;
        await Assert.ThrowsAsync<InvalidOperationException>(() => failing);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        Assert.Null((await last).Refused);
        Assert.Equal(["last"], order);
    }

    public void Dispose()
    {
        queue.Dispose();
        gate.Dispose();
    }

    /// <summary>Keeps the only thread until the gate opens.</summary>
    private async Task<Task> BlockAsync()
    {
        var begun = new TaskCompletionSource();
        var blocked = queue.RunAsync(
            HashLane.Stranger, null,
            () =>
            {
                begun.SetResult();
                gate.Wait();
                return 0;
            },
            default).AsTask();
        await begun.Task;
        return blocked;
    }

    private Task<Outcome<int>> Run(HashLane lane, int from, string name)
        => queue.RunAsync(lane, Network.SourceOf(new IPAddress([10, 0, (byte)(from / 256), (byte)from])), () => Note(name), default).AsTask();

    private int Note(string name)
    {
        order.Enqueue(name);
        return 0;
    }
}
