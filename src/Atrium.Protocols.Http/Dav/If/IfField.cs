using Atrium.Core;

namespace Atrium.Protocols.Http.Dav.If;

/// <summary>The field If (RFC 4918, 10.4): lists of tests, of which one must succeed as a whole.</summary>
/// <param name="Lists">In their order; at least one.</param>
internal sealed record IfField(IReadOnlyList<IfList> Lists)
{
    private static readonly Refused Malformed = Refused.Invalid(
        "If is written (<TOKEN> [\"ETAG\"]), with other lists beside it, or <ADDRESS> (<TOKEN>) of other resources; Not before what must not be (RFC 4918, 10.4).");

    /// <summary>The tokens that are in it, each of which counts as submitted, whatever becomes of its list (10.4.1).</summary>
    internal IReadOnlyCollection<string> Tokens
        => Lists.SelectMany(list => list.Tests).Select(test => test.Token).OfType<string>().ToHashSet(StringComparer.Ordinal);

    /// <summary>Reads it; nothing of it is looked up.</summary>
    internal static Outcome<IfField> Parse(string text)
    {
        var rest = text.AsSpan();
        var lists = new List<IfList>();
        string? resource = null;
        var (tests, isTagged, ended) = (0, false, true);
        while (true)
        {
            rest = rest.TrimStart(" \t");
            if (rest.IsEmpty)
                return lists.Count > 0 && ended ? new IfField(lists) : Malformed;
            if (rest[0] == '<')
            {
                // Tagged and untagged lists are not mixed (10.4.2), and no tag stands without a list.
                if (!ended || (lists.Count > 0 && !isTagged) || !TryAngle(ref rest, out resource))
                    return Malformed;
                (isTagged, ended) = (true, false);
                continue;
            }
            if (rest[0] != '(' || !TryList(ref rest, ref tests, out var list))
                return Malformed;
            lists.Add(new IfList(resource, list));
            ended = true;
        }
    }

    private static bool TryList(ref ReadOnlySpan<char> rest, ref int count, out List<IfTest> tests)
    {
        rest = rest[1..];
        tests = [];
        while (true)
        {
            rest = rest.TrimStart(" \t");
            if (rest.IsEmpty)
                return false;
            if (rest[0] == ')')
            {
                rest = rest[1..];
                return tests.Count > 0;
            }
            if (++count > HttpLimits.MaxIfTests)
                return false;
            var negated = rest.StartsWith("Not", StringComparison.OrdinalIgnoreCase);
            if (negated)
                rest = rest[3..].TrimStart(" \t");
            if (rest.StartsWith("<") && TryAngle(ref rest, out var token))
                tests.Add(new IfTest(token, null, negated));
            else if (rest.StartsWith("[") && TryTag(ref rest, out var tag))
                tests.Add(new IfTest(null, tag, negated));
            else
                return false;
        }
    }

    /// <summary>An address in angle brackets, for a token a coded URL (10.1): neither is empty, and neither has a space in it.</summary>
    private static bool TryAngle(ref ReadOnlySpan<char> rest, out string address)
    {
        var end = rest.IndexOf('>');
        address = end > 1 ? rest[1..end].ToString() : "";
        if (end <= 1 || rest[1..end].ContainsAny(" \t<"))
            return false;
        rest = rest[(end + 1)..];
        return true;
    }

    /// <summary>An entity tag in brackets; weak ones are compared by what is in them.</summary>
    private static bool TryTag(ref ReadOnlySpan<char> rest, out string tag)
    {
        tag = "";
        var inner = rest[1..].TrimStart(" \t");
        if (inner.StartsWith("W/"))
            inner = inner[2..];
        if (!inner.StartsWith("\""))
            return false;
        var end = inner[1..].IndexOf('"');
        if (end < 0)
            return false;
        tag = inner.Slice(1, end).ToString();
        inner = inner[(end + 2)..].TrimStart(" \t");
        if (!inner.StartsWith("]"))
            return false;
        rest = inner[1..];
        return true;
    }
}

/// <summary>Tests that must all succeed.</summary>
/// <param name="Resource">The address before it; null for the resource of the request.</param>
/// <param name="Tests">At least one.</param>
internal sealed record IfList(string? Resource, IReadOnlyList<IfTest> Tests);

/// <summary>One test.</summary>
/// <param name="Token">A lock that must cover the resource; null for an entity tag.</param>
/// <param name="ETag">Without quotes; null for a token.</param>
/// <param name="Negated">True behind Not.</param>
internal sealed record IfTest(string? Token, string? ETag, bool Negated);
