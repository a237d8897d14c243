using System.Net;
using Atrium.Client;

namespace Atrium.Transfer;

/// <summary>A server that is busy says so; then the file waits its turn.</summary>
internal static class Retry
{
    private const int Tries = 6;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    internal static async Task<T> WhileBusyAsync<T>(Func<Task<T>> call, TimeProvider clock, CancellationToken cancellation)
    {
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
        }
    }

    /// <summary>What would refuse every other file too: it ends the whole transfer.</summary>
    internal static bool IsFatal(AtriumRefusedException refused)
        => refused.Status is HttpStatusCode.Unauthorized or HttpStatusCode.InsufficientStorage or HttpStatusCode.ServiceUnavailable;
}
