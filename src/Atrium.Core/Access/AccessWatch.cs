using Atrium.Core.Ports;

namespace Atrium.Core.Access;

/// <summary>
/// Looks again and again whether a long transfer still may go on, and ends it when it may not: somebody whose account is
/// disabled, or who loses what he was granted, is out within 5 s, also in the middle of a download.
/// </summary>
internal sealed class AccessWatch : IDisposable
{
    private readonly Store store;
    private readonly Func<ICatalogReader, bool> isAllowed;
    private readonly CancellationTokenSource end;
    private readonly ITimer timer;

    internal AccessWatch(Store store, Func<ICatalogReader, bool> isAllowed, CancellationToken cancellation)
    {
        (this.store, this.isAllowed) = (store, isAllowed);
        end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timer = store.Clock.CreateTimer(_ => Look(), null, AccessRules.RecheckInterval, AccessRules.RecheckInterval);
    }

    /// <summary>Signalled when the transfer must end, for this reason or for its caller's own.</summary>
    internal CancellationToken Token => end.Token;

    /// <summary>True when it was the access that ended.</summary>
    internal bool HasEnded { get; private set; }

    public void Dispose()
    {
        timer.Dispose();
        end.Dispose();
    }

    private async void Look()
    {
        if (await MayGoOnAsync())
            return;
        HasEnded = true;
        try
        {
            await end.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // The transfer ended by itself meanwhile.
        }
    }

    private async ValueTask<bool> MayGoOnAsync()
    {
        try
        {
            return await store.Catalog.ReadAsync(isAllowed, CancellationToken.None);
        }
        catch (Exception)
        {
            // What cannot be found out is not allowed: the store is damaged at this place, or it is being closed. Nobody waits
            // for this look, and an exception that nobody catches would end the server.
            return false;
        }
    }
}
