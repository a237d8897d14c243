using Atrium.Core;
using Atrium.Core.Sites;

namespace Atrium.Protocols.Http.Sites.Rules;

/// <summary>
/// Reads <c>_headers</c> as Netlify and Cloudflare Pages define it: a path, and below it, indented, <c>Name: value</c> or <c>! Name</c> a
/// line. A line that is none of these is passed over, and named.
/// </summary>
internal static class HeaderFile
{
    /// <summary>
    /// What the server says about the connection, about the bytes, or who it is; a wrong one makes an answer that cannot be read. A cookie
    /// would be the same for all visitors, and kept by caches; HSTS is about all that the name will ever be, and for the operator to say.
    /// </summary>
    private static readonly Dictionary<string, string> Forbidden = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Accept-Ranges"] = Bytes, ["Age"] = Bytes, ["Allow"] = Bytes, ["Alt-Svc"] = Connection, ["Connection"] = Connection, ["Content-Encoding"] = Bytes,
        ["Content-Length"] = Bytes, ["Content-Range"] = Bytes, ["Date"] = Bytes, ["ETag"] = Bytes, ["Keep-Alive"] = Connection, ["Last-Modified"] = Bytes,
        ["Location"] = "Where an address leads is written in _redirects.", ["Proxy-Authenticate"] = Connection, ["Proxy-Connection"] = Connection,
        ["Server"] = Bytes, ["Set-Cookie"] = "A cookie here would be the same for all visitors.", ["TE"] = Connection, ["Trailer"] = Connection,
        ["Transfer-Encoding"] = Connection, ["Upgrade"] = Connection, ["WWW-Authenticate"] = Password, ["Basic-Auth"] = Password,
        ["Strict-Transport-Security"] = "It binds all that this name will ever be, so it is an option of the site: atrium site set HOST hsts",
    };

    private const string Connection = "It belongs to the connection.", Bytes = "The server says it itself.",
        Password = "Passwords do not stand in files of a site: atrium site set HOST sign-in";

    internal static HeaderRules Read(string text, ICollection<RuleProblem> problems)
    {
        var rules = new List<HeaderRule>();
        HeaderRule? open = null;
        var isPassedOver = false;
        foreach (var (number, line) in RuleLines.Of(text, SiteLimits.HeadersName, problems))
        {
            var rest = line.Trim(' ', '\t');
            if (rest.Length == 0 || rest[0] == '#')
                continue;
            if (line[0] is not (' ' or '\t'))
            {
                isPassedOver = !Begin(number, rest, rules.Count).Try(out open, out var wrong);
                if (open is not null)
                    rules.Add(open);
                else
                    RuleLines.Add(problems, SiteLimits.HeadersName, number, wrong!.Detail);
            }
            else if (open is null)
            {
                if (!isPassedOver)
                    RuleLines.Add(problems, SiteLimits.HeadersName, number, "There is no path above it: first a line with a path, and below it, indented, Name: value.");
            }
            else if (Field(rest, open).Try(out var field, out var refused))
            {
                ((List<HeaderLine>)open.Fields).Add(field);
            }
            else
            {
                RuleLines.Add(problems, SiteLimits.HeadersName, number, refused.Detail);
            }
        }
        return new HeaderRules([.. rules.Where(rule => rule.Fields.Count > 0)]);
    }

    private static Outcome<HeaderRule> Begin(int number, string text, int count)
    {
        if (text.Contains(' ') || text.Contains('\t'))
            return Refused.Invalid("A line that is not indented is a path, and a path has no spaces; fields are indented.");
        if (!RedirectFile.From(text).Try(out var from, out var refused) || !PathPattern.Parse(from.Path).Try(out var path, out refused))
            return refused;
        return count >= RuleLimits.MaxHeaderPatterns
            ? Refused.Invalid($"There are more than {RuleLimits.MaxHeaderPatterns} paths; this one and those below it are passed over. One with a star can take the place of many.")
            : new HeaderRule(number, path, from.Host, new List<HeaderLine>());
    }

    private static Outcome<HeaderLine> Field(string text, HeaderRule rule)
    {
        if (text[0] == '!')
        {
            var taken = text[1..].Trim(' ', '\t');
            return Check(taken) is { } no ? no : new HeaderLine(taken, null);
        }
        var colon = text.IndexOf(':');
        if (colon <= 0)
            return Refused.Invalid("A field is written as Name: value, and '! Name' takes one away.");
        var (name, value) = (text[..colon], text[(colon + 1)..].Trim(' ', '\t'));
        if (Check(name) is { } refused)
            return refused;
        if (value.Length == 0)
            return Refused.Invalid($"{name} has no value; '! {name}' takes the field away.");
        // RFC 9110, 5.5: what is beyond ASCII has no meaning in a field that all agree on.
        return value.AsSpan().ContainsAnyExceptInRange(' ', '~') && value.Any(c => c is (< ' ' or > '~') and not '\t')
            ? Refused.Invalid($"The value of {name} has a character that fields cannot carry: only visible ASCII.")
            : RuleTemplate.Parse(value, rule.Path.Names.ToHashSet(StringComparer.Ordinal)).Try(out var template, out refused) ? new HeaderLine(name, template) : refused;
    }

    private static Refused? Check(string name)
    {
        // RFC 9110, 5.6.2.
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c)))
            return Refused.Invalid($"'{name}' is no name of a field: letters, digits and hyphens, and the colon right behind it.");
        return Forbidden.TryGetValue(name, out var why) ? Refused.Invalid($"{name} is not set here. {why}") : null;
    }
}
