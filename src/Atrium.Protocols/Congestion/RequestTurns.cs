using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Atrium.Core;
using Atrium.Values;

namespace Atrium.Protocols.Congestion;

/// <summary>
/// Lets as many requests be worked at as the machine can, in turns that are fair between those who ask. While it is not full this costs a
/// look. When it is, requests wait here, where they cost nothing, and not in the machine's own queues, which know no fairness; whose wait
/// would be too long is told at once to come later.
/// </summary>
public sealed class RequestTurns
{
    /// <summary>
    /// Nobody waits longer for a turn: programs give up after some 10 s, people after two or three. What cannot be begun in this time is
    /// refused, so that the time is spent on answers that somebody still reads.
    /// </summary>
    internal static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    /// <summary>What waits holds some 20 KB: beyond this the memory would be the next to run out.</summary>
    internal const int MostWaiting = 10_000;

    /// <summary>
    /// A processor works at one; the others of the least wait for the disk meanwhile, several for one flush. More at the start: most requests
    /// are short, and the first measurement is soon there.
    /// </summary>
    private const int LeastPerProcessor = 8, FirstPerProcessor = 64, MostPerProcessor = 2048;

    /// <summary>What nobody notices, and less than what a burst of short requests makes.</summary>
    private static readonly TimeSpan Target = TimeSpan.FromMilliseconds(20);

    /// <summary>Between the answers that a new estimate of their rate is made of.</summary>
    private static readonly long RateWindow = TimeSpan.FromMilliseconds(250).Ticks;

    private readonly TimeProvider clock;
    private readonly Action began;
    private readonly Lock gate = new();
    private readonly FairQueue<Waiter> queue = new();
    private readonly Queue<Waiter> byArrival = new();
    private readonly Dictionary<string, int> waitingOf = new(StringComparer.Ordinal);
    private readonly AdaptiveLimit limit;
    private int running;
    private long ended, endedBefore, windowBegan;
    private double rate;

    /// <param name="clock">The clock.</param>
    /// <param name="processors">How many the machine has.</param>
    /// <param name="began">Called when a request enters and none was under way before.</param>
    internal RequestTurns(TimeProvider clock, int processors, Action began)
    {
        (this.clock, this.began) = (clock, began);
        limit = new AdaptiveLimit(LeastPerProcessor * processors, FirstPerProcessor * processors, MostPerProcessor * processors, Target);
    }

    /// <summary>Requests that are worked at.</summary>
    internal int Running => Volatile.Read(ref running);

    /// <summary>Requests that wait for a turn.</summary>
    internal int Waiting
    {
        get
        {
            lock (gate)
                return queue.Count;
        }
    }

    /// <summary>How many may be worked at, at present.</summary>
    internal int Limit
    {
        get
        {
            lock (gate)
                return limit.Now;
        }
    }

    /// <summary>Requests that were told to come later.</summary>
    internal long Refused { get; private set; }

    /// <summary>Asks for a turn.</summary>
    /// <param name="lane">Who asks: his turns are shared with nobody, and he shares all with others.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The turn, to be disposed of when the answer is written; or Busy, with the time after which to come again.</returns>
    [SuppressMessage("Reliability", "CA2000", Justification = "The turn is the caller's.")]
    public ValueTask<Outcome<RequestTurn>> EnterAsync(string lane, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(lane);
        Waiter waiter;
        lock (gate)
        {
            if (queue.Count == 0 && running < limit.Now)
            {
                Begin_NeedsLock();
                return new(new RequestTurn(this));
            }
            if (TooLong_NeedsLock(lane) is { } refused)
            {
                Refused++;
                return new(refused);
            }
            waiter = new Waiter(lane, clock.SteadyTicks());
            if (queue.Count == 0)
                BeginWindow_NeedsLock(waiter.Since);
            waitingOf[lane] = waitingOf.GetValueOrDefault(lane) + 1;
            queue.Enqueue(lane, 1, waiter);
            byArrival.Enqueue(waiter);
        }
        return waiter.WaitAsync(cancellation);
    }

    /// <summary>Takes in how long somebody who came just now had to wait for the machine, and refuses those who have waited too long.</summary>
    /// <returns>False when nothing is under way.</returns>
    internal bool Measured(TimeSpan delay)
    {
        lock (gate)
        {
            limit.Measured(delay);
            Count_NeedsLock();
            Release_NeedsLock();
            if (running > 0 || queue.Count > 0)
                return true;
            limit.Reset();
            return false;
        }
    }

    /// <summary>Refuses those who have waited too long, also while nobody knows how long the machine takes.</summary>
    internal void RefuseLate()
    {
        lock (gate)
            RefuseLate_NeedsLock();
    }

    internal bool IsCrowded
    {
        get
        {
            lock (gate)
                return queue.Count > 0;
        }
    }

    internal void Leave()
    {
        lock (gate)
        {
            running--;
            ended++;
            Release_NeedsLock();
        }
    }

    private void Begin_NeedsLock()
    {
        if (running++ == 0)
            began();
        limit.Use(running);
    }

    private void RefuseLate_NeedsLock()
    {
        var late = clock.SteadyTicks() - LongestWait.Ticks;
        while (byArrival.TryPeek(out var first) && (first.IsClaimed || first.Since < late))
        {
            byArrival.Dequeue();
            if (!first.TryClaim())
                continue;
            Refused++;
            first.Answer(Busy(LongestWait));
        }
    }

    private void Release_NeedsLock()
    {
        RefuseLate_NeedsLock();
        while (running < limit.Now && queue.TryDequeue(out var next))
        {
            if (waitingOf[next.Lane] is > 1 and var left)
                waitingOf[next.Lane] = left - 1;
            else
                waitingOf.Remove(next.Lane);
            // Those who left, or were refused, stay in the queue until it is their turn.
            if (!next.TryClaim())
                continue;
            Begin_NeedsLock();
            next.Answer(new RequestTurn(this));
        }
        if (queue.Count == 0)
        {
            byArrival.Clear();
            rate = 0;
            return;
        }
        // Something waits, so the limit holds it back, also when nothing new came.
        limit.Use(running);
    }

    // The rate at which turns end says how long it takes until all that stand before it have had theirs. Only while something waits: then it is
    // what the machine can, and not what was asked of it.
    private Refused? TooLong_NeedsLock(string lane)
    {
        if (queue.Count >= MostWaiting)
            return Busy(LongestWait);
        Count_NeedsLock();
        var before = Math.Min(queue.Count, (waitingOf.GetValueOrDefault(lane) + 1L) * (waitingOf.Count + 1));
        var wait = rate > 0 ? TimeSpan.FromSeconds(Math.Min(before / rate, 3600)) : TimeSpan.Zero;
        return wait > LongestWait ? Busy(wait) : null;
    }

    private void Count_NeedsLock()
    {
        var elapsed = clock.SteadyTicks() - windowBegan;
        if (elapsed < RateWindow || queue.Count == 0)
            return;
        var now = (ended - endedBefore) * (double)TimeSpan.TicksPerSecond / elapsed;
        rate = rate == 0 ? now : (rate + now) / 2;
        BeginWindow_NeedsLock(windowBegan + elapsed);
    }

    private void BeginWindow_NeedsLock(long at) => (endedBefore, windowBegan) = (ended, at);

    // Spread, or all who were refused in one second would come back in one.
    private static Refused Busy(TimeSpan wait)
        => new(Refusal.Busy, "The server has more to do than it can at present; nothing was changed. Try again when Retry-After says so.")
        {
            RetryAfter = TimeSpan.FromSeconds(Math.Clamp(Math.Ceiling(wait.TotalSeconds), 1, 30) + RandomNumberGenerator.GetInt32(3)),
        };

    private sealed class Waiter(string lane, long since) : TurnWaiter<Outcome<RequestTurn>>
    {
        internal string Lane => lane;

        internal long Since => since;
    }
}
