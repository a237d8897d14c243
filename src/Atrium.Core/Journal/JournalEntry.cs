namespace Atrium.Core.Journal;

/// <summary>What is told to the journal. Equal entries of one caller within a second become one, with their number.</summary>
/// <param name="Kind">What it tells of.</param>
/// <param name="Action">A few words in lower case with dashes: "sign-in", "store-file", "ban".</param>
public sealed record JournalEntry(JournalKind Kind, string Action)
{
    /// <summary>The name that was tried, where nobody is signed in.</summary>
    public string? Name { get; init; }

    /// <summary>What it concerns: a path, a name, an address.</summary>
    public string? Subject { get; init; }

    /// <summary>Why it was not done; null for what was done.</summary>
    public Refusal? Outcome { get; init; }

    /// <summary>One sentence for a person, without secrets.</summary>
    public string? Detail { get; init; }

    /// <summary>The rule that decided; null where none did.</summary>
    public string? Rule { get; init; }

    /// <summary>What was before, without secrets.</summary>
    public string? Before { get; init; }

    /// <summary>What is after, without secrets.</summary>
    public string? After { get; init; }
}
