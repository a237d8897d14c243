using System.Collections.Concurrent;

namespace Atrium.Core.Repository.Uploads;

/// <summary>The uploads that bytes are being added to at this moment: one request for each at a time.</summary>
internal sealed class UploadsAtWork
{
    private readonly ConcurrentDictionary<long, UploadTurn> running = new();

    /// <summary>Takes one until the result is disposed; null where another has it.</summary>
    internal UploadTurn? TryEnter(long upload)
    {
        var turn = new UploadTurn(this, upload);
        return running.TryAdd(upload, turn) ? turn : null;
    }

    /// <summary>Who has one; null for nobody.</summary>
    internal UploadTurn? Find(long upload) => running.GetValueOrDefault(upload);

    internal void Leave(long upload) => running.TryRemove(upload, out _);
}

/// <summary>One request's turn at adding to an upload.</summary>
internal sealed class UploadTurn(UploadsAtWork all, long upload) : IDisposable
{
    // Never disposed of: it has no timer, and whoever asks late must not meet one that is gone.
    private readonly CancellationTokenSource asked = new();
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Cancelled when somebody wants to go on with the upload by another request.</summary>
    internal CancellationToken Asked => asked.Token;

    /// <summary>Completed when it is over, and what it has taken in is kept.</summary>
    internal Task Ended => ended.Task;

    /// <summary>Asks the request to stop where it is.</summary>
    internal void AskToEnd() => asked.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        all.Leave(upload);
        ended.TrySetResult();
    }
}
