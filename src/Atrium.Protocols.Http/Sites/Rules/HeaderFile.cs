using Atrium.Core;
using Atrium.Core.Sites;
using Atrium.Core.Sites.Options;

namespace Atrium.Protocols.Http.Sites.Rules;

/// <summary>
/// Reads <c>_headers</c> as Netlify and Cloudflare Pages define it: a path, and below it, indented, <c>Name: value</c> or <c>! Name</c> a
/// line. A line that is none of these is passed over, and named.
/// </summary>
internal static class HeaderFile
{
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
            return SiteFieldRule.CheckName(taken) is { } no ? no : new HeaderLine(taken, null);
        }
        if (!SiteFieldRule.Parse(text).Try(out var field, out var refused))
            return refused;
        return RuleTemplate.Parse(field.Value, rule.Path.Names.ToHashSet(StringComparer.Ordinal)).Try(out var template, out refused)
            ? new HeaderLine(field.Name, template)
            : refused;
    }
}
