using Atrium.Core;
using Atrium.Core.Accounts;
using Atrium.Core.Ports;

namespace Atrium.Storage.Catalog;

/// <summary>A unit of work that waits for its batch, and its caller who waits for the batch to be durable.</summary>
internal abstract class PendingUnit(Caller caller, CancellationToken cancellation)
{
    internal Caller Caller { get; } = caller;

    internal CancellationToken Cancellation { get; } = cancellation;

    /// <summary>Run alone, and taken back whatever comes of it.</summary>
    internal bool IsRehearsal { get; init; }

    /// <summary>Runs the work, perhaps not for the first time; true when it succeeded.</summary>
    internal abstract bool Run(ICatalogTransaction transaction);

    /// <summary>Keeps what the last run threw, instead of an outcome.</summary>
    internal abstract void Fail(Exception exception);

    /// <summary>Gives what came of the last run to the caller: a run before it has been taken back, with what it said.</summary>
    internal abstract void Release();

    internal abstract void Refuse(Refused refused);

    internal abstract void Cancel();
}

/// <inheritdoc/>
internal sealed class PendingUnit<T>(Caller caller, Func<ICatalogTransaction, Outcome<T>> work, CancellationToken cancellation)
    : PendingUnit(caller, cancellation)
{
    // Callers go on elsewhere: the writing thread has the next batch to run.
    private readonly TaskCompletionSource<Outcome<T>> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Outcome<T> outcome;
    private Exception? failure;

    internal Task<Outcome<T>> Completion => completion.Task;

    internal override bool Run(ICatalogTransaction transaction)
    {
        failure = null;
        outcome = work(transaction);
        return outcome.Refused is null;
    }

    internal override void Fail(Exception exception) => failure = exception;

    internal override void Release()
    {
        if (failure is null)
            completion.TrySetResult(outcome);
        else
            completion.TrySetException(failure);
    }

    internal override void Refuse(Refused refused) => completion.TrySetResult(refused);

    internal override void Cancel() => completion.TrySetCanceled(Cancellation);
}
