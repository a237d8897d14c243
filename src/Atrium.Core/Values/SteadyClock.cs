namespace Atrium.Values;

/// <summary>What is asked of a clock in several places.</summary>
public static class SteadyClock
{
    /// <summary>The steady clock in ticks of 100 ns, from a moment of its own: for distances only, and never set back.</summary>
    public static long SteadyTicks(this TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        return clock.GetElapsedTime(0).Ticks;
    }
}
