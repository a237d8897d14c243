using System.Text;
using Atrium.Core.Accounts;

namespace Atrium.Core.Journal;

/// <summary>
/// What an operation of a Workspace leaves in the journal when it is refused, and when it has read something; what it changes is told
/// where that is written. Every operation passes through here; a law test proves it.
/// </summary>
internal static class OperationTrace
{
    /// <summary>Passes an outcome on; a refusal is told.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="caller">Who asked.</param>
    /// <param name="facet">The part of the Workspace.</param>
    /// <param name="subject">What it concerns.</param>
    /// <param name="running">The operation.</param>
    /// <param name="operation">The name of the method.</param>
    internal static ValueTask<Outcome<T>> Trace<T>(
        this JournalRecorder journal, Caller caller, string facet, object? subject, ValueTask<Outcome<T>> running, string operation)
    {
        // Most answers are there at once: they cost no state machine.
        if (!running.IsCompletedSuccessfully)
            return AwaitAsync(journal, caller, facet, subject, running, operation);
        var outcome = running.Result;
        if (outcome.Refused is { } refused)
            Tell(journal, caller, facet, subject, refused, operation);
        return ValueTask.FromResult(outcome);
    }

    /// <summary>The same for what reads content or names: it is told too, where the setting says so.</summary>
    internal static async ValueTask<Outcome<T>> TraceReadAsync<T>(
        this JournalRecorder journal, Caller caller, string facet, object? subject, ValueTask<Outcome<T>> running, string operation)
    {
        var outcome = await Trace(journal, caller, facet, subject, running, operation);
        if (outcome.Refused is null && outcome.Value is not null && journal.RecordsReads)
            journal.Record(caller, new JournalEntry(JournalKind.Read, Name(facet, operation)) { Subject = subject?.ToString() });
        return outcome;
    }

    private static async ValueTask<Outcome<T>> AwaitAsync<T>(
        JournalRecorder journal, Caller caller, string facet, object? subject, ValueTask<Outcome<T>> running, string operation)
    {
        var outcome = await running;
        if (outcome.Refused is { } refused)
            Tell(journal, caller, facet, subject, refused, operation);
        return outcome;
    }

    private static void Tell(JournalRecorder journal, Caller caller, string facet, object? subject, Refused refused, string operation)
        => journal.Record(caller, new JournalEntry(JournalKind.Refusal, Name(facet, operation))
        {
            Subject = subject?.ToString(),
            Outcome = refused.Kind,
            Detail = refused.Detail,
            Rule = refused.Rule,
        });

    /// <summary>"files.make-folder" of <c>Files.MakeFolderAsync</c>.</summary>
    internal static string Name(string facet, string operation)
    {
        var name = new StringBuilder(facet).Append('.');
        var letters = operation.EndsWith("Async", StringComparison.Ordinal) ? operation.AsSpan(0, operation.Length - "Async".Length) : operation;
        for (var i = 0; i < letters.Length; i++)
        {
            if (char.IsUpper(letters[i]) && i > 0)
                name.Append('-');
            name.Append(char.ToLowerInvariant(letters[i]));
        }
        return name.ToString();
    }
}
