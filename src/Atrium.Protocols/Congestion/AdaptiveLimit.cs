namespace Atrium.Protocols.Congestion;

/// <summary>
/// How much may be under way at once, found out by trying: while nobody waits long for the machine, and the limit is what holds things back,
/// it grows; when a queue stands, it shrinks until the queue is gone. As congestion control of TCP does (RFC 5681), with the delay for a sign
/// as RFC 8289 has it: a queue that empties now and then is a burst, one that stands is too much.
/// </summary>
internal sealed class AdaptiveLimit
{
    /// <summary>Down fast, since many wait meanwhile; up in a few steps.</summary>
    private const double Decrease = 0.7, Increase = 1.25;

    private readonly int least, most;
    private readonly TimeSpan target;
    private int used;

    /// <param name="least">Never fewer: as many as the processors can work at while others wait for the disk.</param>
    /// <param name="first">Where it begins, and falls back to when so many were not needed: a limit that was never tried says nothing.</param>
    /// <param name="most">Never more.</param>
    /// <param name="target">The delay that is nobody's concern.</param>
    internal AdaptiveLimit(int least, int first, int most, TimeSpan target)
        => (this.least, First, this.most, this.target, Now) = (least, first, most, target, first);

    internal int First { get; }

    /// <summary>So many at once.</summary>
    internal int Now { get; private set; }

    /// <summary>Says how many were under way; the most between two measurements counts.</summary>
    internal void Use(int running) => used = Math.Max(used, running);

    /// <summary>Takes in how long somebody who came just now had to wait for the machine.</summary>
    internal void Measured(TimeSpan delay)
    {
        if (delay > target)
            Now = Math.Max(least, (int)(Math.Min(Now, Math.Max(used, least)) * Decrease));
        else if (used >= Now)
            Now = Math.Min(most, (int)Math.Ceiling(Now * Increase));
        else if (Now > First)
            Now = Math.Max(First, used);
        used = 0;
    }

    /// <summary>Nothing is under way any more: what was learnt about it is worth nothing for what comes next.</summary>
    internal void Reset() => (Now, used) = (First, 0);
}
