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
    private int lastNumber;

    public string Path { get; } = path;

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
