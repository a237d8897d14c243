using Atrium.Protocols.Connections;
using Atrium.Values;

namespace Atrium.Protocols.Congestion;

/// <summary>
/// Lets the bytes of long transfers pass in pieces. While the machine is not full and the operator has set no bandwidth, each passes at once.
/// Otherwise pieces wait for a turn, and the turns are shared evenly between those who transfer, however many files each has under way; and
/// what people wait for goes before all of them, but for one piece at a time.
/// </summary>
public sealed class TransferTurns
{
    /// <summary>Below this a transfer is as short as any request, and takes no turns.</summary>
    internal const int Free = 256 * 1024;

    /// <summary>One at a time when everything else is full, so that no transfer starves; at the start more than a machine works at.</summary>
    private const int Least = 1, FirstPerProcessor = 32, MostPerProcessor = 1024;

    /// <summary>Less than of requests: transfers shrink first.</summary>
    private static readonly TimeSpan Target = TimeSpan.FromMilliseconds(8);

    /// <summary>What may pass at once after a pause: a second would be felt by others, less than a piece would never let one pass.</summary>
    private static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(250);

    private readonly TimeProvider clock;
    private readonly RequestTurns requests;
    private readonly Action began;
    private readonly Lock gate = new();
    private readonly AdaptiveLimit limit;
    private readonly Way up = new(), down = new();
    private readonly ITimer refill;
    private HashSet<string> lanesNow = new(StringComparer.Ordinal), lanesBefore = new(StringComparer.Ordinal);
    private int round, runningNow, runningBefore;

    /// <param name="requests">Those that go first.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="processors">How many the machine has.</param>
    /// <param name="began">Called when a piece passes and none was under way before.</param>
    internal TransferTurns(RequestTurns requests, TimeProvider clock, int processors, Action began)
    {
        (this.requests, this.clock, this.began) = (requests, clock, began);
        limit = new AdaptiveLimit(Least, FirstPerProcessor * processors, MostPerProcessor * processors, Target);
        refill = clock.CreateTimer(_ => Pump(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Pieces that pass.</summary>
    internal int Running
    {
        get
        {
            lock (gate)
                return runningNow + runningBefore;
        }
    }

    /// <summary>Pieces that wait for a turn.</summary>
    internal int Waiting
    {
        get
        {
            lock (gate)
                return up.Queue.Count + down.Queue.Count;
        }
    }

    /// <summary>Asks that some bytes may pass.</summary>
    /// <param name="lane">Whose transfer it is.</param>
    /// <param name="direction">Which way.</param>
    /// <param name="bytes">How many.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>To be disposed of when they have passed.</returns>
    public ValueTask<TransferPiece> TakeAsync(string lane, TransferDirection direction, long bytes, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(lane);
        var way = direction == TransferDirection.Upload ? up : down;
        var isCrowded = requests.IsCrowded;
        Waiter waiter;
        lock (gate)
        {
            lanesNow.Add(lane);
            if (way.Queue.Count == 0 && HasRoom_NeedsLock(isCrowded) && way.Allows(clock.SteadyTicks()))
            {
                way.Queue.Charge(lane, bytes);
                return new(Begin_NeedsLock(way, bytes));
            }
            waiter = new Waiter(bytes);
            way.Queue.Enqueue(lane, bytes, waiter);
            Pump_NeedsLock(isCrowded);
        }
        return waiter.WaitAsync(cancellation);
    }

    /// <summary>Says how wide the line is; from now on, for what waits too.</summary>
    /// <param name="upload">Bytes in a second to the server, in all; null for as many as come.</param>
    /// <param name="download">The same from the server.</param>
    internal void SetBandwidth(long? upload, long? download)
    {
        lock (gate)
        {
            up.SetRate(upload, clock.SteadyTicks());
            down.SetRate(download, clock.SteadyTicks());
        }
        Pump();
    }

    /// <summary>Takes in how long somebody who came just now had to wait for the machine.</summary>
    /// <param name="delay">How long.</param>
    /// <param name="isFull">Whether the processors had nothing to spare: a few transfers fill them without anybody waiting long.</param>
    /// <returns>False when nothing is under way.</returns>
    internal bool Measured(TimeSpan delay, bool isFull)
    {
        var isCrowded = requests.IsCrowded;
        lock (gate)
        {
            limit.Measured(isFull && delay <= Target ? 2 * Target : delay);
            (lanesBefore, lanesNow) = (lanesNow, lanesBefore);
            lanesNow.Clear();
            // A piece that has not passed by now waits for its reader or its writer, not for the machine.
            round++;
            (runningBefore, runningNow) = (runningNow, 0);
            Pump_NeedsLock(isCrowded);
            up.Queue.Rest();
            down.Queue.Rest();
            if (runningBefore + runningNow > 0 || up.Queue.Count + down.Queue.Count > 0)
                return true;
            limit.Reset();
            return false;
        }
    }

    internal void End(int ofRound)
    {
        var isCrowded = requests.IsCrowded;
        lock (gate)
        {
            if (ofRound == round)
                runningNow--;
            else if (ofRound == round - 1)
                runningBefore--;
            Pump_NeedsLock(isCrowded);
        }
    }

    // Whoever transfers alone takes nothing away from anybody, however full the machine is of it.
    private bool HasRoom_NeedsLock(bool isCrowded)
        => runningNow + runningBefore < (isCrowded ? Least : limit.Now) || (!isCrowded && lanesBefore.Count <= 1 && lanesNow.Count <= 1);

    private TransferPiece Begin_NeedsLock(Way way, long bytes)
    {
        way.Take(bytes);
        runningNow++;
        if (runningNow + runningBefore == 1)
            began();
        limit.Use(runningNow + runningBefore);
        return new TransferPiece(this, round);
    }

    private void Pump()
    {
        var isCrowded = requests.IsCrowded;
        lock (gate)
            Pump_NeedsLock(isCrowded);
    }

    private void Pump_NeedsLock(bool isCrowded)
    {
        var now = clock.SteadyTicks();
        var soonest = PumpWay_NeedsLock(up, now, isCrowded);
        if (PumpWay_NeedsLock(down, now, isCrowded) is { } other && (soonest is null || other < soonest))
            soonest = other;
        if (soonest is { } wait)
            refill.Change(wait, Timeout.InfiniteTimeSpan);
    }

    // After how long its bandwidth lets the next pass; null where it is not the bandwidth that is waited for.
    private TimeSpan? PumpWay_NeedsLock(Way way, long now, bool isCrowded)
    {
        while (way.Queue.Count > 0 && HasRoom_NeedsLock(isCrowded))
        {
            if (!way.Allows(now))
                return way.Until();
            if (way.Queue.TryDequeue(out var next) && next.TryClaim())
                next.Answer(Begin_NeedsLock(way, next.Bytes));
        }
        if (way.Queue.Count > 0)
            limit.Use(runningNow + runningBefore);
        return null;
    }

    /// <summary>One direction: who waits, and what the operator lets pass.</summary>
    private sealed class Way
    {
        private long? rate;
        private double allowance;
        private long filled;

        internal FairQueue<Waiter> Queue { get; } = new();

        internal void SetRate(long? bytesPerSecond, long now)
        {
            if (bytesPerSecond == rate)
                return;
            (rate, filled, allowance) = (bytesPerSecond, now, bytesPerSecond is { } some ? some * Burst.TotalSeconds : 0);
        }

        /// <summary>A piece may take more than there is, and the next waits until that is made up for: so any size of it passes.</summary>
        internal bool Allows(long now)
        {
            if (rate is not { } some)
                return true;
            allowance = Math.Min(some * Burst.TotalSeconds, allowance + (now - filled) * (double)some / TimeSpan.TicksPerSecond);
            filled = now;
            return allowance >= 0;
        }

        internal void Take(long bytes)
        {
            if (rate is not null)
                allowance -= bytes;
        }

        // A little more, or the timer would come a moment too soon.
        internal TimeSpan Until() => TimeSpan.FromSeconds(-allowance / rate!.Value) + TimeSpan.FromMilliseconds(1);
    }

    private sealed class Waiter(long bytes) : TurnWaiter<TransferPiece>
    {
        internal long Bytes => bytes;
    }
}
