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

    /// <summary>The last change that is durable; 0 when there was none since the start.</summary>
    internal long Latest(long space) => spaces.TryGetValue(space, out var waiters) ? waiters.LastSeq : 0;

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
        private long lastSeq;

        /// <summary>Written under the lock, read also without it.</summary>
        internal long LastSeq
        {
            get => Volatile.Read(ref lastSeq);
            set => Volatile.Write(ref lastSeq, value);
        }

        internal TaskCompletionSource? Next { get; set; }
    }
}
