using System.Diagnostics;

namespace Atrium.Storage.Catalog;

/// <summary>How long the question that a connection answers may still take. Used by one thread at a time.</summary>
internal sealed class ReadAge
{
    private long begun;
    private TimeSpan most;
    private CancellationToken cancellation;

    /// <summary>True when nobody waits for the answer any more, or it has taken too long.</summary>
    internal bool IsOver => cancellation.IsCancellationRequested || Stopwatch.GetElapsedTime(begun) > most;

    // Of the machine, not of the store's clock: the log grows while the work is done, whatever the clock says.
    internal void Begin(TimeSpan maxAge, CancellationToken whoWaits) => (begun, most, cancellation) = (Stopwatch.GetTimestamp(), maxAge, whoWaits);
}
