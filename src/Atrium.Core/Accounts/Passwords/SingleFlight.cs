using System.Collections.Concurrent;

namespace Atrium.Core.Accounts.Passwords;

/// <summary>
/// Lets those who ask for the same at the same time share one answer: a client that opens ten connections at once has its password
/// computed once, and is wrong once.
/// </summary>
internal sealed class SingleFlight<TKey, T>
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Lazy<Task<T>>> running = new();

    /// <summary>The answer of the work that runs, or is begun now.</summary>
    /// <param name="key">What makes it the same.</param>
    /// <param name="work">Goes on when whoever began it has left: others may wait for it.</param>
    /// <param name="cancellation">Ends the wait, not the work.</param>
    internal Task<T> RunAsync(TKey key, Func<Task<T>> work, CancellationToken cancellation)
        => running.GetOrAdd(key, _ => new Lazy<Task<T>>(() => RunAsync(key, work))).Value.WaitAsync(cancellation);

    private async Task<T> RunAsync(TKey key, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        finally
        {
            running.TryRemove(key, out _);
        }
    }
}
