namespace Atrium.Core.Durability;

/// <summary>
/// The switch behind "a failed fsync is never retried": once tripped, nothing is acknowledged any more, and the program
/// ends so that the next start recovers from what is really on disk.
/// </summary>
public sealed class FailStop
{
    private readonly TaskCompletionSource<Exception> tripped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>True once storage can no longer be trusted.</summary>
    public bool IsTripped => tripped.Task.IsCompleted;

    /// <summary>Completes with the first failure.</summary>
    public Task<Exception> Tripped => tripped.Task;

    /// <summary>Stops all acknowledgements. Only the first cause counts.</summary>
    public void Trip(Exception cause) => tripped.TrySetResult(cause);
}
