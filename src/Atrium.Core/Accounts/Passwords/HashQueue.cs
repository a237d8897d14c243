using Atrium.Core.Durability;
using Atrium.Core.Guard;

namespace Atrium.Core.Accounts.Passwords;

/// <summary>Who waits for a hash; those who are known go first.</summary>
internal enum HashLane
{
    /// <summary>Somebody who has signed in, or who has done so lately from the same address.</summary>
    Known = 0,

    /// <summary>Anybody.</summary>
    Stranger = 1,
}

/// <summary>
/// Runs costly computations on threads of its own, so many at once as leave a processor for everything else, in a queue that is bounded
/// and fair: the known first, and of each lane one of each address in turn. Whoever finds it full is told so at once.
/// </summary>
internal sealed class HashQueue : IDisposable
{
    /// <summary>Waiting for each thread; at some 30 ms each it takes two seconds to come to the end, as long as a person waits gladly.</summary>
    private const int WaitingOfThread = 64;

    /// <summary>
    /// A tenth of what other threads get where there is not enough for all: requests that are a millisecond's work do not wait behind guesses,
    /// and somebody who signs in on a busy server waits a third of a second.
    /// </summary>
    private const int Nice = 10;

    private readonly int threads;
    private readonly int most;
    private readonly Lock gate = new();
    private readonly SemaphoreSlim work = new(0);
    private readonly Lane[] lanes = [new(), new()];
    private int waiting, started;
    private volatile bool isOver;

    // Each hash takes 19 MiB and one core for some 30 ms: more at once than there are cores only makes all of them late.
    internal HashQueue()
        : this(Math.Max(1, Environment.ProcessorCount - 1))
    {
    }

    internal HashQueue(int threads) => (this.threads, most) = (threads, threads * WaitingOfThread);

    /// <summary>Computes in turn.</summary>
    /// <returns>Busy when the queue is full.</returns>
    internal async ValueTask<Outcome<T>> RunAsync<T>(HashLane lane, Network? from, Func<T> compute, CancellationToken cancellation)
    {
        var job = new Job<T>(compute, cancellation);
        if (!Enqueue(lane, from ?? default, job))
            return Refused.Busy("Too many are signing in at this moment. Try again in a few seconds.");
        return await job.Result;
    }

    public void Dispose()
    {
        isOver = true;
        work.Release(threads);
    }

    private bool Enqueue(HashLane lane, Network from, Job job)
    {
        lock (gate)
        {
            // Three quarters are for strangers, and of these a quarter for any one address: there is always room for the others.
            var room = lane == HashLane.Known ? most : most * 3 / 4;
            if (waiting >= room || (lane == HashLane.Stranger && lanes[(int)lane].CountOf(from) >= most / 4))
                return false;
            lanes[(int)lane].Add(from, job);
            waiting++;
            if (started < threads && started < waiting)
            {
                started++;
                new Thread(Work) { IsBackground = true, Name = "Password hashes" }.Start();
            }
        }
        work.Release();
        return true;
    }

    private void Work()
    {
        // Where it cannot be had, hashes take their turns with everything else, as everywhere but on Linux.
        if (OperatingSystem.IsLinux())
            _ = LibC.SetPriority(LibC.PRIO_PROCESS, 0, Nice);
        while (true)
        {
            work.Wait();
            if (isOver)
                return;
            Next().Run();
        }
    }

    private Job Next()
    {
        lock (gate)
        {
            waiting--;
            return lanes[lanes[0].IsEmpty ? 1 : 0].Take();
        }
    }

    private abstract class Job
    {
        internal abstract void Run();
    }

    private sealed class Job<T>(Func<T> compute, CancellationToken cancellation) : Job
    {
        // What goes on after it must not run on the thread of the hashes.
        private readonly TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Task<T> Result => done.Task;

        internal override void Run()
        {
            if (cancellation.IsCancellationRequested)
            {
                done.SetCanceled(cancellation);
                return;
            }
            try
            {
                done.SetResult(compute());
            }
            catch (Exception failure)
            {
                done.SetException(failure);
            }
        }
    }

    /// <summary>One of each address in turn.</summary>
    private sealed class Lane
    {
        private readonly Dictionary<Network, Queue<Job>> jobs = [];
        private readonly Queue<Network> turns = [];

        internal bool IsEmpty => turns.Count == 0;

        internal int CountOf(Network from) => jobs.TryGetValue(from, out var queue) ? queue.Count : 0;

        internal void Add(Network from, Job job)
        {
            if (!jobs.TryGetValue(from, out var queue))
            {
                jobs[from] = queue = new Queue<Job>();
                turns.Enqueue(from);
            }
            queue.Enqueue(job);
        }

        internal Job Take()
        {
            var from = turns.Dequeue();
            var queue = jobs[from];
            var job = queue.Dequeue();
            if (queue.Count > 0)
                turns.Enqueue(from);
            else
                jobs.Remove(from);
            return job;
        }
    }
}
