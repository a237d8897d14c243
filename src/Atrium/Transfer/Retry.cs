using System.Net;
using Atrium.Client;

namespace Atrium.Transfer;

/// <summary>A server that is busy says so; then the file waits its turn. A line that breaks for a moment does not end a transfer of hours.</summary>
internal static class Retry
{
    private const int Tries = 6;

    /// <summary>Of a broken line: 1, 2 and 4 s apart. A server that restarts is there again by then; who waits longer wants to know.</summary>
    private const int TriesOfALine = 4;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    internal static async Task<T> WhileBusyAsync<T>(Func<Task<T>> call, TimeProvider clock, CancellationToken cancellation)
    {
        var broken = 0;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (AtriumRefusedException refused) when (refused.Status == HttpStatusCode.ServiceUnavailable && attempt < Tries)
            {
                var wait = refused.RetryAfter ?? TimeSpan.FromSeconds(attempt);
                await Task.Delay(wait < Longest ? wait : Longest, clock, cancellation);
            }
            catch (ServerUnreachableException unreachable)
                when (unreachable.Failure is ReachFailure.Broken or ReachFailure.NotRunning && ++broken < TriesOfALine && !cancellation.IsCancellationRequested)
            {
                await Task.Delay(TimeSpan.FromSeconds(1 << (broken - 1)), clock, cancellation);
            }
        }
    }

    /// <summary>What would refuse every other file too: it ends the whole transfer.</summary>
    internal static bool IsFatal(AtriumRefusedException refused)
        => refused.Status is HttpStatusCode.Unauthorized or HttpStatusCode.InsufficientStorage or HttpStatusCode.ServiceUnavailable;
}
