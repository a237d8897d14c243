namespace Atrium.Core.Access;

/// <summary>Rights as words: what the API and the command line take and show.</summary>
public static class RightsText
{
    private static readonly (string Word, Rights Right)[] Words =
    [
        ("list", Rights.List), ("read", Rights.Read), ("create", Rights.Create), ("write", Rights.Write), ("delete", Rights.Delete),
        ("share", Rights.Share), ("manage", Rights.Manage),
    ];

    /// <summary>All words, from the least right to the greatest.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Words.Select(w => w.Word)];

    /// <summary>Every right that is held, one by one.</summary>
    public static IReadOnlyList<string> Each(Rights rights) => [.. Words.Where(w => rights.HasFlag(w.Right)).Select(w => w.Word)];

    /// <summary>Reads words with commas between them.</summary>
    public static Outcome<Rights> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var rights = Rights.None;
        foreach (var word in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var known = Array.FindIndex(Words, w => w.Word == word);
            if (known < 0)
                return Refused.Invalid($"Rights are {string.Join(", ", All)}, with commas between several; '{word}' is none of them.");
            rights |= Words[known].Right;
        }
        return rights;
    }

    /// <summary>The fewest words that say it; empty for none.</summary>
    public static string Format(Rights rights)
    {
        if (rights.HasFlag(Rights.Manage))
            return "manage";
        var words = Words.Where(w => w.Right is not (Rights.List or Rights.Manage) && rights.HasFlag(w.Right)).Select(w => w.Word).ToList();
        return words.Count > 0 ? string.Join(',', words) : rights.HasFlag(Rights.List) ? "list" : "";
    }
}
