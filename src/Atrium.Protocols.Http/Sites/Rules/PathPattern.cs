using System.Diagnostics.CodeAnalysis;
using System.Text;
using Atrium.Core;
using Atrium.Protocols.Http.Requests;

namespace Atrium.Protocols.Http.Sites.Rules;

/// <summary>
/// The path of a rule: names, <c>:placeholders</c> that stand for one name each, and at most one <c>*</c> that stands for any text. It is
/// held against a path in one pass from the left and one from the right: a placeholder ends at a slash, so nothing is ever tried twice.
/// </summary>
internal sealed class PathPattern
{
    /// <summary>The name of what a star stands for.</summary>
    internal const string Splat = "splat";

    private readonly IReadOnlyList<Piece> before, after;
    private readonly bool hasSplat;

    private PathPattern(IReadOnlyList<Piece> before, IReadOnlyList<Piece> after, bool hasSplat) => (this.before, this.after, this.hasSplat) = (before, after, hasSplat);

    /// <summary>What the path must be, where it can be only one; null where it has a placeholder or a star.</summary>
    internal string? Plain => hasSplat || before.Any(piece => piece.Name is not null) ? null : before is [var only] ? only.Text : "/";

    /// <summary>Names that a match gives values to.</summary>
    internal IEnumerable<string> Names => before.Concat(after).Select(piece => piece.Name).OfType<string>().Concat(hasSplat ? [Splat] : []);

    private bool EndsWithSplat => hasSplat && after.Count == 0;

    /// <summary>Reads a pattern as it is written, percent-encoded or not.</summary>
    internal static Outcome<PathPattern> Parse(string text)
    {
        if (!text.StartsWith('/'))
            return Refused.Invalid("A path begins with a slash.");
        if (text.AsSpan().IndexOfAny('?', '#') >= 0)
            return Refused.Invalid("A path has no '?' and no '#'; parameters of the query are written behind it, as in: /store id=:id /shop/:id");
        var segments = text.Length > 1 && text.EndsWith('/') ? text[1..^1].Split('/') : text[1..].Split('/');
        var (before, after, hasSplat) = (new List<Piece>(), new List<Piece>(), false);
        var pieces = before;
        var literal = new StringBuilder();
        for (var i = 0; i < segments.Length; i++)
        {
            literal.Append('/');
            var segment = segments[i];
            if (segment.Length == 0 && segments.Length > 1)
                return Refused.Invalid("A path has no empty names: two slashes never stand beside each other.");
            if (segment is "." or "..")
                return Refused.Invalid("A path has no '.' and no '..' in it.");
            if (IsPlaceholder(segment))
            {
                Flush(pieces, literal);
                if (!segment.Skip(2).All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
                    return Refused.Invalid($"'{segment}' is no placeholder: it is a whole name between slashes, of letters, digits and '_', as in /news/:year.");
                pieces.Add(new Piece("", segment[1..]));
                continue;
            }
            for (var star = segment.IndexOf('*'); star >= 0; star = segment.IndexOf('*'))
            {
                if (hasSplat)
                    return Refused.Invalid("There is more than one '*' in the path: leave one.");
                if (Decode(segment[..star]) is not { } front)
                    return Broken;
                literal.Append(front);
                Flush(pieces, literal);
                (hasSplat, pieces, segment) = (true, after, segment[(star + 1)..]);
            }
            if (Decode(segment) is not { } plain)
                return Broken;
            literal.Append(plain);
        }
        Flush(pieces, literal);
        var pattern = new PathPattern(before, after, hasSplat);
        return pattern.Names.Distinct(StringComparer.Ordinal).Count() == pattern.Names.Count()
            ? pattern
            : Refused.Invalid("A name stands for two things in the path; ':splat' is what '*' stands for.");
    }

    /// <summary>
    /// Whether a path is meant. A slash at its end does not count, and what ends with <c>/*</c> means the folder itself too.
    /// </summary>
    /// <param name="path">Decoded.</param>
    /// <param name="values">What the placeholders and the star stand for.</param>
    internal bool TryMatch(string path, [NotNullWhen(true)] out IReadOnlyDictionary<string, string>? values)
    {
        values = null;
        var rest = path.AsSpan();
        if (rest.Length > 1 && rest[^1] == '/' && !EndsWithSplat)
            rest = rest[..^1];
        Dictionary<string, string>? found = null;
        if (!TakeFront(ref rest, ref found) || !TakeBack(ref rest, ref found) || !(hasSplat || rest.IsEmpty))
            return false;
        if (hasSplat)
            Set(ref found, Splat, rest);
        values = found ?? NoValues;
        return true;
    }

    private static readonly IReadOnlyDictionary<string, string> NoValues = new Dictionary<string, string>();

    private bool TakeFront(ref ReadOnlySpan<char> rest, ref Dictionary<string, string>? found)
    {
        for (var i = 0; i < before.Count; i++)
        {
            var piece = before[i];
            if (piece.Name is { } name)
            {
                var slash = rest.IndexOf('/');
                var value = slash < 0 ? rest : rest[..slash];
                if (value.IsEmpty)
                    return false;
                Set(ref found, name, value);
                rest = rest[value.Length..];
            }
            else if (rest.StartsWith(piece.Text))
            {
                rest = rest[piece.Text.Length..];
            }
            else
            {
                // "/news/*" for "/news".
                var isFolder = EndsWithSplat && i == before.Count - 1 && piece.Text.EndsWith('/') && rest.SequenceEqual(piece.Text.AsSpan()[..^1]);
                if (!isFolder)
                    return false;
                rest = default;
            }
        }
        return true;
    }

    private bool TakeBack(ref ReadOnlySpan<char> rest, ref Dictionary<string, string>? found)
    {
        for (var i = after.Count - 1; i >= 0; i--)
        {
            var piece = after[i];
            if (piece.Name is { } name)
            {
                var value = rest[(rest.LastIndexOf('/') + 1)..];
                if (value.IsEmpty)
                    return false;
                Set(ref found, name, value);
                rest = rest[..^value.Length];
            }
            else if (rest.EndsWith(piece.Text))
            {
                rest = rest[..^piece.Text.Length];
            }
            else
            {
                return false;
            }
        }
        return true;
    }

    private static void Set(ref Dictionary<string, string>? found, string name, ReadOnlySpan<char> value)
        => (found ??= new(StringComparer.Ordinal))[name] = value.ToString();

    private static void Flush(List<Piece> pieces, StringBuilder literal)
    {
        if (literal.Length > 0)
            pieces.Add(new Piece(literal.ToString(), null));
        literal.Clear();
    }

    private static bool IsPlaceholder(string segment) => segment.Length > 1 && segment[0] == ':' && char.IsAsciiLetter(segment[1]);

    /// <summary>As names stand in the site: what is percent-encoded is decoded once. Null for what is broken.</summary>
    private static string? Decode(string text)
    {
        if (!text.Contains('%'))
            return text.Any(char.IsControl) ? null : text;
        var ascii = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
            ascii.Append(rune.IsAscii ? rune.ToString() : Uri.EscapeDataString(rune.ToString()));
        return RequestTarget.TryDecode(ascii.ToString(), out var decoded) && !decoded.Contains('/') && !decoded.Any(char.IsControl) ? decoded : null;
    }

    private static Refused Broken => Refused.Invalid("The path has a percent-encoding that is broken, or that hides a slash or a control character.");

    private readonly record struct Piece(string Text, string? Name);
}
