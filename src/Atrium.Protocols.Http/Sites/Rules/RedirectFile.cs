using Atrium.Core;
using Atrium.Core.Sites;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Sites.Rules;

/// <summary>
/// Reads <c>_redirects</c> as Netlify and Cloudflare Pages define it: <c>FROM [NAME=VALUE...] TO [STATUS[!]]</c>, a rule a line. A line that
/// is no rule is passed over, and named.
/// </summary>
internal static class RedirectFile
{
    // As Netlify has it; Cloudflare's is 302.
    private const int DefaultStatus = StatusCodes.Status301MovedPermanently;

    private static readonly string[] Elsewhere = ["Country", "Language", "Role", "Cookie"];

    internal static RedirectRules Read(string text, ICollection<RuleProblem> problems)
    {
        var rules = new List<RedirectRule>();
        var (plain, patterns) = (0, 0);
        foreach (var (number, line) in RuleLines.Of(text, SiteLimits.RedirectsName, problems))
        {
            var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            var comment = Array.FindIndex(words, word => word.StartsWith('#'));
            if (comment >= 0)
                words = words[..comment];
            if (words.Length == 0)
                continue;
            if (!Rule(number, words).Try(out var rule, out var refused))
            {
                RuleLines.Add(problems, SiteLimits.RedirectsName, number, refused.Detail);
                continue;
            }
            var isPlain = RedirectRules.IsPlain(rule);
            var tooMany = isPlain ? ++plain > RuleLimits.MaxPlain : ++patterns > RuleLimits.MaxPatterns;
            if (!tooMany)
                rules.Add(rule);
            else if (isPlain ? plain == RuleLimits.MaxPlain + 1 : patterns == RuleLimits.MaxPatterns + 1)
                RuleLines.Add(problems, SiteLimits.RedirectsName, number, isPlain
                    ? $"This is one more than {RuleLimits.MaxPlain} rules with plain paths; it and those below it are passed over."
                    : $"This is one more than {RuleLimits.MaxPatterns} rules with placeholders, stars, parameters or hosts; it and those below it are passed over. One with a star can take the place of many.");
        }
        return new RedirectRules(rules);
    }

    private static Outcome<RedirectRule> Rule(int number, string[] words)
    {
        if (!From(words[0]).Try(out var from, out var refused) || !PathPattern.Parse(from.Path).Try(out var path, out refused))
            return refused;
        var place = Array.FindIndex(words, 1, RedirectTarget.IsOne);
        if (place < 0)
            return Refused.Invalid("There is no target: a rule is written as FROM TO STATUS, and TO is a path that begins with a slash, or an address that begins with https://.");

        var names = path.Names.ToHashSet(StringComparer.Ordinal);
        var parameters = new List<QueryCondition>();
        foreach (var word in words[1..place])
        {
            var equals = word.IndexOf('=');
            if (equals <= 0)
                return Refused.Invalid($"'{word}' is neither a parameter of the query, NAME=VALUE or NAME=:PLACEHOLDER, nor a target.");
            var (name, value) = (word[..equals], word[(equals + 1)..]);
            var capture = value is [':', _, ..] ? value[1..] : null;
            if (capture is not null && !names.Add(capture))
                return Refused.Invalid($"':{capture}' stands for two things.");
            parameters.Add(new QueryCondition(name, capture is null && value.Length > 0 ? value : null, capture));
        }

        if (!Status(words[(place + 1)..]).Try(out var status, out refused) || !RedirectTarget.Parse(words[place], names).Try(out var target, out refused))
            return refused;
        var rule = new RedirectRule(number, path, parameters, from.Host, target, status.Code, status.IsForced);
        return !rule.Leads && target.IsElsewhere
            ? Refused.Invalid($"With {status.Code} the target is shown at this address, so it must be a path of this site. To lead visitors elsewhere write 301 or 302; to pass requests on, add a site with --proxy.")
            : rule;
    }

    /// <summary>The path of a rule, and the host in front of it where there is one.</summary>
    internal static Outcome<(string? Host, string Path)> From(string word)
    {
        if (word.StartsWith('/'))
            return ((string?)null, word);
        if (!Uri.TryCreate(word, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || !HostNameRule.Check(address.Host).Try(out var host, out _))
            return Refused.Invalid($"'{word}' is no path: a rule begins with a path that has a slash in front, or with the address of one of the site's names.");
        var slash = word.IndexOf('/', word.IndexOf("://", StringComparison.Ordinal) + 3);
        return ((string?)host, slash < 0 ? "/" : word[slash..]);
    }

    private static Outcome<(int Code, bool IsForced)> Status(string[] words)
    {
        var (code, isForced) = (DefaultStatus, false);
        foreach (var word in words)
        {
            if (Elsewhere.FirstOrDefault(name => word.StartsWith(name + "=", StringComparison.OrdinalIgnoreCase)) is { } condition)
                return Refused.Invalid($"Conditions on {condition} are not known here, and without it the rule would be for everybody.");
            isForced = word.EndsWith('!');
            code = (isForced ? word[..^1] : word) switch
            {
                "301" => StatusCodes.Status301MovedPermanently,
                "302" => StatusCodes.Status302Found,
                "303" => StatusCodes.Status303SeeOther,
                "307" => StatusCodes.Status307TemporaryRedirect,
                "308" => StatusCodes.Status308PermanentRedirect,
                "200" => StatusCodes.Status200OK,
                "404" => StatusCodes.Status404NotFound,
                _ => 0,
            };
            if (code == 0 || words.Length > 1)
                return Refused.Invalid($"'{word}' is no status: behind the target stands 301, 302, 303, 307, 308, 200 or 404, with '!' where the rule goes before a file that is there, and nothing else.");
        }
        return (code, isForced);
    }
}
