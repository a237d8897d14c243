namespace Atrium.Protocols.Congestion;

/// <summary>Somebody who waits for a turn. It is given, refused, or no longer wanted: who claims it first decides, and nobody else may.</summary>
/// <typeparam name="T">The answer.</typeparam>
internal class TurnWaiter<T>
{
    private readonly TaskCompletionSource<T> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int isClaimed;

    internal bool IsClaimed => Volatile.Read(ref isClaimed) != 0;

    /// <summary>True for the one who decides what becomes of it.</summary>
    internal bool TryClaim() => Interlocked.Exchange(ref isClaimed, 1) == 0;

    /// <summary>To be called by who has claimed it.</summary>
    internal void Answer(T given) => answer.SetResult(given);

    internal async ValueTask<T> WaitAsync(CancellationToken cancellation)
    {
        using (cancellation.UnsafeRegister(
            static (self, token) =>
            {
                var waiter = (TurnWaiter<T>)self!;
                if (waiter.TryClaim())
                    waiter.answer.SetCanceled(token);
            },
            this))
        {
            return await answer.Task;
        }
    }
}
