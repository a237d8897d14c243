using System.Collections.Concurrent;

namespace Atrium.Core.Repository.Uploads;

/// <summary>The uploads that bytes are being added to at this moment: one request for each at a time.</summary>
internal sealed class UploadsAtWork
{
    private readonly ConcurrentDictionary<long, byte> running = new();

    /// <summary>Takes one until the result is disposed; null where another has it.</summary>
    internal IDisposable? TryEnter(long upload) => running.TryAdd(upload, 0) ? new Turn(this, upload) : null;

    private sealed class Turn(UploadsAtWork all, long upload) : IDisposable
    {
        public void Dispose() => all.running.TryRemove(upload, out _);
    }
}
