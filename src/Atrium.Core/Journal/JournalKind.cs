namespace Atrium.Core.Journal;

/// <summary>What an entry of the journal tells of. The numbers are stored.</summary>
public enum JournalKind
{
    /// <summary>Something in the tree: written in the unit that made it.</summary>
    Change = 0,

    /// <summary>An account, a group, a grant, a credential, a space, a site, a setting or a rule, with before and after: written in the unit too.</summary>
    Administration = 1,

    /// <summary>A sign-in, or one that failed.</summary>
    SignIn = 2,

    /// <summary>Something that was asked for and not done.</summary>
    Refusal = 3,

    /// <summary>A content or a folder that was read.</summary>
    Read = 4,

    /// <summary>What protects the doors: a ban, or its end.</summary>
    Guard = 5,

    /// <summary>The server itself: entries that were lost, or purged.</summary>
    Server = 6,
}

/// <summary>Kinds as words: what the API and the command line take and show.</summary>
public static class JournalKinds
{
    private static readonly (string Word, JournalKind Kind)[] Words =
    [
        ("change", JournalKind.Change), ("administration", JournalKind.Administration), ("sign-in", JournalKind.SignIn),
        ("refusal", JournalKind.Refusal), ("read", JournalKind.Read), ("guard", JournalKind.Guard), ("server", JournalKind.Server),
    ];

    /// <summary>All words.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Words.Select(w => w.Word)];

    /// <summary>The word of a kind.</summary>
    public static string Format(JournalKind kind) => Array.Find(Words, w => w.Kind == kind).Word;

    /// <summary>Reads a word.</summary>
    public static Outcome<JournalKind> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var known = Array.FindIndex(Words, w => w.Word == text);
        return known < 0 ? Refused.Invalid($"A kind is one of {string.Join(", ", All)}; '{text}' is none of them.") : Words[known].Kind;
    }
}
