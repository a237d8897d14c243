namespace Atrium.Conformance.Crash;

/// <summary>
/// One client that changes a folder of its own, one request after the other. So the truth is simple: the folder is as
/// acknowledged, or, when an answer never came, as that one request would have made it.
/// </summary>
internal sealed class Writer
{
    private readonly string name;
    private readonly Plan plan;
    private readonly Journal journal;
    private readonly HashSet<string> changed = new(StringComparer.Ordinal);

    /// <param name="root">Its folder on the server.</param>
    /// <param name="seed">Of its choices.</param>
    /// <param name="journal">Shared with other writers.</param>
    public Writer(string root, ulong seed, Journal journal)
    {
        Root = root;
        name = root[(root.LastIndexOf('/') + 1)..];
        plan = new Plan(new Dice(seed));
        this.journal = journal;
    }

    public string Root { get; }

    /// <summary>The state that every answer so far has promised.</summary>
    public Tree Acknowledged { get; private set; } = Tree.Empty;

    /// <summary>The state that the request without an answer asked for; null when all were answered.</summary>
    public Tree? InFlight { get; private set; }

    /// <summary>Files that were sent or moved since the last verification.</summary>
    public IReadOnlyCollection<string> Changed => changed;

    /// <summary>Writes until the server goes away or refuses; the refusal, if it was one.</summary>
    public async Task<Answer?> RunAsync(AtriumClient client, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            switch (await StepAsync(client, plan.Next(Acknowledged)))
            {
                case null:
                    return null;
                case { IsSuccess: false } refusal:
                    return refusal;
            }
        }
        return null;
    }

    /// <summary>One operation; its answer, or null when none came.</summary>
    public async Task<Answer?> StepAsync(AtriumClient client, Operation operation)
    {
        if (InFlight is not null)
            throw new InvalidOperationException("An earlier request is still unresolved: verify first.");
        var after = operation.Apply(Acknowledged);
        InFlight = after;
        changed.UnionWith(Tree.Differences(Acknowledged, after));
        var number = journal.Begin(name, operation);
        try
        {
            var answer = await operation.SendAsync(client, Root);
            if (journal.IsClosed)
            {
                journal.End(number, $"answered {(int)answer.Status} too late to count");
                return null;
            }
            journal.End(number, answer.IsSuccess ? $"acknowledged {(int)answer.Status}" : $"refused {answer}");
            if (answer.IsSuccess)
                (Acknowledged, InFlight) = (after, null);
            return answer;
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException or TaskCanceledException)
        {
            journal.End(number, $"no answer: {lost.Message}");
            return null;
        }
    }

    /// <summary>The oracle has seen which of the two states it is.</summary>
    public void Resolve(Tree found)
    {
        if (InFlight is not null)
            journal.Note($"{name}: the last request {(ReferenceEquals(found, InFlight) ? "was done" : "was not done")}");
        (Acknowledged, InFlight) = (found, null);
        changed.Clear();
    }
}
