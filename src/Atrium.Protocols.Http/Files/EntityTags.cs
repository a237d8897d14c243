using Microsoft.Extensions.Primitives;

namespace Atrium.Protocols.Http.Files;

/// <summary>What stands in If-Match and If-None-Match (RFC 9110, 8.8.3 and 13.1): "*", or a list of entity tags.</summary>
internal sealed class EntityTags
{
    private static readonly EntityTags Star = new([]) { IsAny = true };

    private readonly List<(string Tag, bool Weak)> tags;

    private EntityTags(List<(string Tag, bool Weak)> tags) => this.tags = tags;

    /// <summary>"*": whatever there is.</summary>
    internal bool IsAny { get; private init; }

    /// <summary>The strong ones, without quotes: the only ones that a strong comparison can find equal.</summary>
    internal IReadOnlyList<string> Strong => [.. tags.Where(t => !t.Weak).Select(t => t.Tag)];

    /// <summary>All, without quotes and without their weakness: what a weak comparison looks at.</summary>
    internal IReadOnlyList<string> All => [.. tags.Select(t => t.Tag)];

    /// <summary>Strong comparison (RFC 9110, 8.8.3.2) with a strong tag.</summary>
    internal bool MatchStrong(string tag) => IsAny || tags.Exists(t => !t.Weak && t.Tag == tag);

    /// <summary>Weak comparison with a tag.</summary>
    internal bool MatchWeak(string tag) => IsAny || tags.Exists(t => t.Tag == tag);

    /// <summary>A quoted strong tag, as it is sent.</summary>
    internal static string Quote(string tag) => $"\"{tag}\"";

    /// <summary>Null for what is neither "*" nor a list of entity tags, and for more than <see cref="HttpLimits.MaxEntityTags"/>.</summary>
    internal static EntityTags? Parse(StringValues field)
    {
        var text = field.ToString().AsSpan().Trim(" \t");
        if (text is "*")
            return Star;
        var tags = new List<(string, bool)>();
        while (true)
        {
            text = text.TrimStart(" \t,");
            if (text.IsEmpty)
                return tags.Count == 0 ? null : new EntityTags(tags);
            var weak = text.StartsWith("W/", StringComparison.Ordinal);
            if (weak)
                text = text[2..];
            if (text.IsEmpty || text[0] != '"' || tags.Count == HttpLimits.MaxEntityTags)
                return null;
            var end = text[1..].IndexOf('"');
            if (end < 0 || HasForbidden(text.Slice(1, end)))
                return null;
            tags.Add((text.Slice(1, end).ToString(), weak));
            text = text[(end + 2)..].TrimStart(" \t");
            if (!text.IsEmpty && text[0] != ',')
                return null;
        }
    }

    /// <summary>etagc is %x21, %x23-7E and obs-text: no space, no control character.</summary>
    private static bool HasForbidden(ReadOnlySpan<char> tag)
    {
        foreach (var c in tag)
        {
            if (c is <= ' ' or '\x7F')
                return true;
        }
        return false;
    }
}
