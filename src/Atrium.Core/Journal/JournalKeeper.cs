namespace Atrium.Core.Journal;

/// <summary>Seals the journal at least once a minute while the server runs; the end of the store seals the rest.</summary>
public sealed class JournalKeeper
{
    private readonly Store store;

    /// <summary>Makes the keeper of a store. One for each store.</summary>
    public JournalKeeper(Store store)
    {
        ArgumentNullException.ThrowIfNull(store);
        this.store = store;
    }

    /// <summary>Runs until it is cancelled; what fails is tried again the next time.</summary>
    /// <param name="report">Gets why it failed.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task RunAsync(Action<Exception> report, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(report);
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await store.Sealer.SealAsync(cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (!store.FailStop.IsTripped)
            {
                report(failure);
            }
            await Task.Delay(Sealing.Sealer.Interval, store.Clock, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
