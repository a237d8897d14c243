using System.Diagnostics;

namespace Atrium.Conformance.Harness;

/// <summary>Waits for a condition that nothing announces.</summary>
internal static class Until
{
    /// <summary>Long enough for the slowest machine: reaching it is a failure of what was waited for, never a measurement.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    public static async Task TrueAsync(Func<Task<bool>> condition, Func<string> otherwise)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(started) > Patience)
                throw new TimeoutException(otherwise());
            await Task.Delay(10, TestRun.Cancelled);
        }
    }
}
