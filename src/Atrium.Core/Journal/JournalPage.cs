using System.Globalization;

namespace Atrium.Core.Journal;

/// <summary>A place in the journal.</summary>
/// <param name="Epoch">Of the store; another one after a restore.</param>
/// <param name="Number">The number of an entry.</param>
public readonly record struct JournalCursor(string Epoch, long Number)
{
    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static Outcome<JournalCursor> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var dot = text.LastIndexOf('.');
        return dot > 0 && long.TryParse(text.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new JournalCursor(text[..dot], number)
            : Refused.Invalid("A cursor is the text that an earlier answer gave; start without one.");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Epoch}.{Number.ToString(CultureInfo.InvariantCulture)}";
}

/// <summary>What to show of the journal; null is no condition.</summary>
public sealed record JournalQuery
{
    /// <summary>Most entries of one page: at two hundred bytes each a good megabyte.</summary>
    public const int MaxLimit = 5000;

    /// <summary>A screen or two.</summary>
    public const int DefaultLimit = 100;

    /// <summary>Only entries after it, the oldest first.</summary>
    public JournalCursor? After { get; init; }

    /// <summary>Only entries before it, the nearest.</summary>
    public JournalCursor? Before { get; init; }

    /// <summary>The name of who did it, or of the account that was tried.</summary>
    public string? Account { get; init; }

    /// <summary>What it concerns: a path with everything below it, or a name.</summary>
    public string? Path { get; init; }

    /// <summary>The short name of a protocol.</summary>
    public string? Protocol { get; init; }

    /// <summary>The address that it came from.</summary>
    public string? Peer { get; init; }

    /// <summary>What it tells of.</summary>
    public IReadOnlyList<JournalKind> Kinds { get; init; } = [];

    /// <summary>From this time on.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Before this time.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>1 to <see cref="MaxLimit"/>.</summary>
    public int Limit { get; init; } = DefaultLimit;
}

/// <summary>One entry.</summary>
/// <param name="Number">Rises with each.</param>
/// <param name="At">When.</param>
/// <param name="Kind">What it tells of.</param>
/// <param name="Account">Who, as he was called; of a change, as he is called today. Null when the account is gone.</param>
/// <param name="Protocol">By which protocol.</param>
/// <param name="Peer">From where; null for the machine itself.</param>
/// <param name="Action">What was done, or tried.</param>
public sealed record JournalRecord(long Number, DateTimeOffset At, JournalKind Kind, string? Account, string Protocol, string? Peer, string Action)
{
    /// <summary>What it concerns.</summary>
    public string? Subject { get; init; }

    /// <summary>Where it stood before a move.</summary>
    public string? From { get; init; }

    /// <summary>Why it was not done: "denied", "not-found"; null for what was done.</summary>
    public string? Outcome { get; init; }

    /// <summary>One sentence for a person.</summary>
    public string? Detail { get; init; }

    /// <summary>The rule that decided; null where none did.</summary>
    public string? Rule { get; init; }

    /// <summary>What was before.</summary>
    public string? Before { get; init; }

    /// <summary>What is after.</summary>
    public string? After { get; init; }

    /// <summary>How many of the same within a second.</summary>
    public long Count { get; init; } = 1;
}

/// <summary>A page of the journal.</summary>
/// <param name="Entries">The oldest first.</param>
/// <param name="Next">Where to go on; also when there was nothing.</param>
/// <param name="Earlier">Where older entries end; null when there are none.</param>
public sealed record JournalPage(IReadOnlyList<JournalRecord> Entries, JournalCursor Next, JournalCursor? Earlier);
