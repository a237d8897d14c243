using System.Collections.Frozen;

namespace Atrium.Protocols.Http.Sites.Rules;

/// <summary>The rules of <c>_redirects</c>, the first of which that is for a request holds.</summary>
internal sealed class RedirectRules
{
    // The first line of each plain path; what stands below it can never hold.
    private readonly FrozenDictionary<string, RedirectRule> plain;
    private readonly IReadOnlyList<RedirectRule> patterns;

    internal RedirectRules(IReadOnlyCollection<RedirectRule> rules)
    {
        plain = rules.Where(IsPlain).DistinctBy(rule => rule.Path.Plain, StringComparer.Ordinal).ToFrozenDictionary(rule => rule.Path.Plain!, StringComparer.Ordinal);
        patterns = [.. rules.Where(rule => !IsPlain(rule))];
        Count = rules.Count;
    }

    internal static RedirectRules None { get; } = new([]);

    internal int Count { get; }

    /// <summary>One whose path is looked up; the others are tried in their order.</summary>
    internal static bool IsPlain(RedirectRule rule) => rule.Path.Plain is not null && !rule.IsConditional;

    /// <summary>The rule that holds for a request; null when none does.</summary>
    /// <param name="asked">The request.</param>
    /// <param name="varies">True when another request for the same path could be for another rule.</param>
    internal RedirectMatch? Find(AskedPath asked, out bool varies)
    {
        varies = false;
        if (Count == 0)
            return null;
        foreach (var rule in InOrder(plain.GetValueOrDefault(asked.Trimmed)))
        {
            if (!rule.Path.TryMatch(asked.Path, out var values))
                continue;
            varies |= rule.IsConditional;
            if (Holds(rule, asked, ref values) && Lead(rule, asked, values) is { } match)
                return match;
        }
        return null;
    }

    private IEnumerable<RedirectRule> InOrder(RedirectRule? found)
    {
        foreach (var rule in patterns)
        {
            if (found is not null && rule.Line > found.Line)
            {
                yield return found;
                found = null;
            }
            yield return rule;
        }
        if (found is not null)
            yield return found;
    }

    private static bool Holds(RedirectRule rule, AskedPath asked, ref IReadOnlyDictionary<string, string> values)
    {
        if (rule.Host is { } host && host != asked.Host)
            return false;
        if (rule.Parameters.Count == 0)
            return true;
        var all = new Dictionary<string, string>(values, StringComparer.Ordinal);
        foreach (var condition in rule.Parameters)
        {
            if (!asked.Parameters.TryGetValue(condition.Name, out var value) || (condition.Value is { } must && must != value))
                return false;
            if (condition.Capture is { } name)
                all[name] = value;
        }
        values = all;
        return true;
    }

    /// <summary>Where the rule leads; null when that is where the visitor is already, which would go on for ever.</summary>
    private static RedirectMatch? Lead(RedirectRule rule, AskedPath asked, IReadOnlyDictionary<string, string> values)
    {
        // What the rule has taken out of the query is not said twice.
        var location = rule.Target.Fill(values, rule.Leads && rule.Parameters.Count == 0 ? asked.Query : "");
        return rule.Leads && !rule.Target.IsElsewhere && IsSame(location, asked) ? null : new RedirectMatch(rule, location);
    }

    private static bool IsSame(string location, AskedPath asked)
        => Requests.RequestTarget.Parse(location.Split('#')[0]).Try(out var target, out _) && AskedPath.Of(target, asked.Host).Path == asked.Path;
}
