using System.Collections.Concurrent;

namespace Atrium.Storage.Catalog;

/// <summary>Wakes those who wait for the next change of a space, after it is durable.</summary>
internal sealed class ChangeSignal
{
    private readonly ConcurrentDictionary<long, Waiters> spaces = new();

    internal Task WaitAsync(long space, long afterSeq, CancellationToken cancellation)
    {
        var waiters = spaces.GetOrAdd(space, _ => new Waiters());
        lock (waiters)
        {
            if (waiters.LastSeq > afterSeq)
                return Task.CompletedTask;
            waiters.Next ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return waiters.Next.Task.WaitAsync(cancellation);
        }
    }

    internal void Changed(long space, long seq)
    {
        // Also when nobody waits: whoever has read just before this commit comes to wait just after it.
        var waiters = spaces.GetOrAdd(space, _ => new Waiters());
        lock (waiters)
        {
            if (seq <= waiters.LastSeq)
                return;
            waiters.LastSeq = seq;
            waiters.Next?.TrySetResult();
            waiters.Next = null;
        }
    }

    private sealed class Waiters
    {
        internal long LastSeq { get; set; }

        internal TaskCompletionSource? Next { get; set; }
    }
}
