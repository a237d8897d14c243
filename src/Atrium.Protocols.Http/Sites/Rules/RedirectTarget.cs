using System.Text;
using Atrium.Core;

namespace Atrium.Protocols.Http.Sites.Rules;

/// <summary>Where a rule leads: a path of the site, or an address whose host is written in the file. No visitor can choose a host.</summary>
internal sealed class RedirectTarget
{
    private readonly RuleTemplate template;

    private RedirectTarget(RuleTemplate template, bool isElsewhere, bool hasQuery) => (this.template, IsElsewhere, HasQuery) = (template, isElsewhere, hasQuery);

    /// <summary>True for an address with a host.</summary>
    internal bool IsElsewhere { get; }

    private bool HasQuery { get; }

    internal static bool IsOne(string word) => word.StartsWith('/') || AuthorityOf(word) is not null;

    internal static Outcome<RedirectTarget> Parse(string text, IReadOnlySet<string> names)
    {
        var plain = Escape(text);
        if (plain.Contains('\\') || plain.StartsWith("//", StringComparison.Ordinal))
            return Refused.Invalid("A target is a path with one slash in front, or begins with http:// or https://.");
        var authority = AuthorityOf(plain);
        if (authority is not null && !(Uri.TryCreate(authority, UriKind.Absolute, out var address) && address.Host.Length > 0 && address.UserInfo.Length == 0
            && Uri.CheckHostName(address.Host) != UriHostNameType.Unknown))
            return Refused.Invalid($"'{authority}' is no address of a host; it cannot hold a placeholder either.");
        return RuleTemplate.Parse(plain, names).Try(out var template, out var refused)
            ? new RedirectTarget(template, authority is not null, plain.Contains('?'))
            : refused;
    }

    /// <summary>The value of Location, or the path that is shown instead.</summary>
    /// <param name="values">What the rule's path found.</param>
    /// <param name="query">The visitor's query, handed on where the target has none of its own.</param>
    internal string Fill(IReadOnlyDictionary<string, string> values, string query)
    {
        var filled = template.Fill(values);
        // What a star stands for can begin with a slash, and "//name" is another host (RFC 3986, 4.2).
        if (filled.StartsWith("//", StringComparison.Ordinal))
            filled = "/" + filled.TrimStart('/');
        if (query.Length == 0 || HasQuery)
            return filled;
        var fragment = filled.IndexOf('#');
        return fragment < 0 ? $"{filled}?{query}" : $"{filled[..fragment]}?{query}{filled[fragment..]}";
    }

    /// <summary>Scheme, host and port of an address; null for what is none.</summary>
    private static string? AuthorityOf(string text)
    {
        var scheme = text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? 8 : text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? 7 : 0;
        if (scheme == 0)
            return null;
        var end = text.AsSpan(scheme).IndexOfAny('/', '?', '#');
        return end < 0 ? text : text[..(scheme + end)];
    }

    private static string Escape(string text)
    {
        if (System.Text.Ascii.IsValid(text))
            return text;
        var ascii = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
            ascii.Append(rune.IsAscii ? rune.ToString() : Uri.EscapeDataString(rune.ToString()));
        return ascii.ToString();
    }
}
