using Atrium.Core.Sites;

namespace Atrium.Protocols.Http.Sites.Entry;

/// <summary>
/// Looks again, while a request is under way, whether its guest may still be here: a WebSocket or a stream of somebody who was disabled, or
/// has signed out, ends within seconds (ATTACKS 47).
/// </summary>
internal sealed class GuestWatch : IDisposable
{
    /// <summary>Often enough that with the answer to the look it is over within 5 s.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource ended;
    private readonly CancellationTokenSource over = new();
    private volatile bool hasEnded;

    internal GuestWatch(HttpServices services, PublishedSite site, Guest guest, CancellationToken aborted)
    {
        ended = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        _ = LookAsync(services, site, guest);
    }

    internal CancellationToken Token => ended.Token;

    /// <summary>True when it was this that has ended the request.</summary>
    internal bool HasEnded => hasEnded;

    /// <inheritdoc/>
    public void Dispose()
    {
        // Not the sources themselves: a look may be under way, and they hold no handle.
        over.Cancel();
    }

    private async Task LookAsync(HttpServices services, PublishedSite site, Guest guest)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Interval, services.Time, over.Token);
                if ((await guest.Workspace.Sites.EnterAsync(site.Host, over.Token)).Refused is null)
                    continue;
                hasEnded = true;
                await ended.CancelAsync();
                return;
            }
        }
        catch (OperationCanceledException)
        {
            // The request is over.
        }
        catch (Exception)
        {
            // Who cannot be looked up is not let through.
            hasEnded = true;
            await ended.CancelAsync();
        }
    }
}
