using Atrium.Core;
using Atrium.Core.Accounts;
using Atrium.Core.Ports;

namespace Atrium.Storage.Catalog;

/// <summary>A unit of work that waits for its batch, and its caller who waits for the batch to be durable.</summary>
internal abstract class PendingUnit(Caller caller, CancellationToken cancellation)
{
    internal Caller Caller { get; } = caller;

    internal CancellationToken Cancellation { get; } = cancellation;

    /// <summary>Runs the work, perhaps not for the first time; true when it succeeded.</summary>
    internal abstract bool Run(ICatalogTransaction transaction);

    /// <summary>Gives the outcome of the last run to the caller.</summary>
    internal abstract void Release();

    internal abstract void Refuse(Refused refused);

    internal abstract void Fail(Exception exception);

    internal abstract void Cancel();
}

/// <inheritdoc/>
internal sealed class PendingUnit<T>(Caller caller, Func<ICatalogTransaction, Outcome<T>> work, CancellationToken cancellation)
    : PendingUnit(caller, cancellation)
{
    // Callers go on elsewhere: the writing thread has the next batch to run.
    private readonly TaskCompletionSource<Outcome<T>> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Outcome<T> outcome;

    internal Task<Outcome<T>> Completion => completion.Task;

    internal override bool Run(ICatalogTransaction transaction)
    {
        outcome = work(transaction);
        return outcome.Refused is null;
    }

    internal override void Release() => completion.TrySetResult(outcome);

    internal override void Refuse(Refused refused) => completion.TrySetResult(refused);

    internal override void Fail(Exception exception) => completion.TrySetException(exception);

    internal override void Cancel() => completion.TrySetCanceled(Cancellation);
}
