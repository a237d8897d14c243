using System.Globalization;

namespace Atrium.Conformance.Crash;

/// <summary>
/// What was sent and what was acknowledged, in that order and outside the server's file system: the intention is
/// written before the request leaves, the answer after it came. The text is the evidence when a check fails.
/// </summary>
internal sealed class Journal(string path) : IDisposable
{
    private readonly Lock gate = new();
    private readonly StreamWriter text = new(path) { AutoFlush = true };
    private readonly List<(int Count, TaskCompletionSource Reached)> waiting = [];
    private volatile bool isClosed;
    private int lastNumber;

    public string Path { get; } = path;

    /// <summary>True while answers promise nothing.</summary>
    public bool IsClosed => isClosed;

    /// <summary>How many operations were ever begun.</summary>
    public int Begun
    {
        get
        {
            lock (gate)
                return lastNumber;
        }
    }

    public int Begin(string writer, Operation operation)
    {
        lock (gate)
        {
            lastNumber++;
            text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{lastNumber} {writer} sends {operation}"));
            foreach (var (_, reached) in waiting.Where(one => one.Count <= lastNumber))
                reached.TrySetResult();
            waiting.RemoveAll(one => one.Count <= lastNumber);
            return lastNumber;
        }
    }

    public void End(int number, string answer)
    {
        lock (gate)
            text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{number} {answer}"));
    }

    public void Note(string what)
    {
        lock (gate)
            text.WriteLine($"-- {what}");
    }

    /// <summary>
    /// From here on an answer counts as none. While a file system is shut down its fsync can return 0 for bytes that it
    /// then loses (measured with fsync alone, on Linux 6.18: in 3 of 25 shutdowns): a moment that no real power cut has.
    /// </summary>
    public void Close(string why)
    {
        Note(why);
        isClosed = true;
    }

    public void Open() => isClosed = false;

    /// <summary>Completes when so many operations have begun.</summary>
    public Task ReachedAsync(int count)
    {
        lock (gate)
        {
            if (lastNumber >= count)
                return Task.CompletedTask;
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Add((count, reached));
            return reached.Task;
        }
    }

    public void Dispose() => text.Dispose();
}
