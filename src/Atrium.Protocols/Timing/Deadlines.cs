using System.Collections.Concurrent;

namespace Atrium.Protocols.Timing;

/// <summary>
/// The time-outs of all connections of all protocols, on one timer: a timer for each would cost more than what most of them wait for. They
/// are kept to the second, which is as exact as a time-out of a network needs to be.
/// </summary>
public sealed class Deadlines : IDisposable
{
    private static readonly TimeSpan TickTime = TimeSpan.FromSeconds(1);

    private readonly TimeProvider clock;
    private readonly ITimer timer;
    private readonly ConcurrentDictionary<Deadline, bool> pending = new();
    private volatile Action[] everyTick = [];

    /// <summary>Starts the tick. One for the whole server.</summary>
    public Deadlines(TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        this.clock = clock;
        timer = clock.CreateTimer(_ => Tick(), null, TickTime, TickTime);
    }

    /// <summary>Calls something at the first tick after a time, unless the deadline is disposed of before. It must not wait.</summary>
    /// <param name="after">How long from now.</param>
    /// <param name="expired">What is called, on a thread that all others wait for.</param>
    public Deadline Start(TimeSpan after, Action<Deadline> expired)
    {
        ArgumentNullException.ThrowIfNull(expired);
        var deadline = new Deadline(this, expired);
        deadline.Renew(after);
        pending[deadline] = true;
        return deadline;
    }

    /// <summary>Calls something every second, until the server ends. It must not wait.</summary>
    public void EverySecond(Action action) => everyTick = [.. everyTick, action];

    /// <inheritdoc/>
    public void Dispose() => timer.Dispose();

    internal long Now => clock.GetTimestamp();

    internal long TicksOf(TimeSpan time) => (long)(time.TotalSeconds * clock.TimestampFrequency);

    internal void Forget(Deadline deadline) => pending.TryRemove(deadline, out _);

    private void Tick()
    {
        foreach (var action in everyTick)
            action();
        var now = Now;
        foreach (var (deadline, _) in pending)
            deadline.CallWhenDue(now);
    }
}

/// <summary>A time-out that is running.</summary>
public sealed class Deadline : IDisposable
{
    private readonly Deadlines deadlines;
    private readonly Action<Deadline> expired;
    private long due;

    internal Deadline(Deadlines deadlines, Action<Deadline> expired) => (this.deadlines, this.expired) = (deadlines, expired);

    /// <summary>Lets it begin anew, also when it has expired.</summary>
    public void Renew(TimeSpan after) => Volatile.Write(ref due, deadlines.Now + deadlines.TicksOf(after));

    /// <summary>Stops it until it is renewed.</summary>
    public void Pause() => Volatile.Write(ref due, long.MaxValue);

    /// <summary>Ends it: nothing is called any more.</summary>
    public void Dispose()
    {
        Volatile.Write(ref due, long.MaxValue);
        deadlines.Forget(this);
    }

    internal void CallWhenDue(long now)
    {
        var at = Volatile.Read(ref due);
        // Once, unless it is renewed.
        if (now >= at && Interlocked.CompareExchange(ref due, long.MaxValue, at) == at)
            expired(this);
    }
}
