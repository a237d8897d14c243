using System.Text;
using Atrium.Core;

namespace Atrium.Protocols.Http.Sites.Rules;

/// <summary>A text with places that take what a pattern found: <c>/blog/:year/:splat</c>.</summary>
internal sealed class RuleTemplate
{
    private readonly IReadOnlyList<(string Text, string? Name)> pieces;

    private RuleTemplate(IReadOnlyList<(string, string?)> pieces) => this.pieces = pieces;

    /// <summary>True when every match gives the same text.</summary>
    internal bool IsPlain => pieces.All(piece => piece.Name is null);

    /// <summary>Reads it; a name that the pattern does not know stays a text where it can be one.</summary>
    internal static Outcome<RuleTemplate> Parse(string text, IReadOnlySet<string> names)
    {
        var pieces = new List<(string, string?)>();
        var start = 0;
        for (var colon = text.IndexOf(':'); colon >= 0; colon = text.IndexOf(':', colon + 1))
        {
            var end = colon + 1;
            while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
                end++;
            var name = text[(colon + 1)..end];
            if (names.Contains(name))
            {
                pieces.Add((text[start..colon], null));
                pieces.Add(("", name));
                start = end;
            }
            else if (colon > 0 && text[colon - 1] == '/' && name.Length > 0 && char.IsAsciiLetter(name[0]))
            {
                return Refused.Invalid($"':{name}' stands for nothing: the path has no placeholder of this name.");
            }
        }
        pieces.Add((text[start..], null));
        return new RuleTemplate(pieces);
    }

    /// <summary>The text with what was found, percent-encoded: whatever a visitor has typed stays a part of the path or of the query that it is put into.</summary>
    internal string Fill(IReadOnlyDictionary<string, string> values)
    {
        if (pieces is [var only])
            return only.Text;
        var filled = new StringBuilder();
        foreach (var (text, name) in pieces)
        {
            if (name is null)
                filled.Append(text);
            else
                filled.AppendJoin('/', values[name].Split('/').Select(Uri.EscapeDataString));
        }
        return filled.ToString();
    }
}
