using System.Collections.Concurrent;

namespace Atrium.Transfer;

/// <summary>What an import or export has done so far; many workers write into it.</summary>
internal sealed class TransferTally
{
    private readonly ConcurrentQueue<TransferProblem> problems = new();
    private long found, foundBytes, done, doneBytes, same, folders;

    internal long Found => Volatile.Read(ref found);

    internal long FoundBytes => Volatile.Read(ref foundBytes);

    /// <summary>Files that were transferred.</summary>
    internal long Done => Volatile.Read(ref done);

    internal long DoneBytes => Volatile.Read(ref doneBytes);

    /// <summary>Files that were there already.</summary>
    internal long Same => Volatile.Read(ref same);

    internal long Folders => Volatile.Read(ref folders);

    internal IReadOnlyCollection<TransferProblem> Problems => problems;

    internal void Find(long bytes)
    {
        Interlocked.Increment(ref found);
        Interlocked.Add(ref foundBytes, bytes);
    }

    /// <summary>Bytes of what was found that need not be transferred.</summary>
    internal void Spare(long bytes) => Interlocked.Add(ref foundBytes, -bytes);

    internal void Move(long bytes) => Interlocked.Add(ref doneBytes, bytes);

    internal void Finish() => Interlocked.Increment(ref done);

    internal void Skip() => Interlocked.Increment(ref same);

    internal void MakeFolder() => Interlocked.Increment(ref folders);

    internal void Fail(string path, string reason) => problems.Enqueue(new TransferProblem(path, reason));
}

/// <summary>Something that was left out.</summary>
/// <param name="Path">What.</param>
/// <param name="Reason">Why, and what to do.</param>
internal sealed record TransferProblem(string Path, string Reason);
