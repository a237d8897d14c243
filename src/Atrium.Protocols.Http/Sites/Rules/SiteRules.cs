using System.Text;
using Atrium.Core.Sites;

namespace Atrium.Protocols.Http.Sites.Rules;

/// <summary>What a site says of its own addresses and answers, ready for use.</summary>
public sealed class SiteRules
{
    private SiteRules(RedirectRules redirects, HeaderRules headers, IReadOnlyList<RuleProblem> problems)
        => (Redirects, Headers, Problems) = (redirects, headers, problems);

    internal static SiteRules None { get; } = new(RedirectRules.None, HeaderRules.None, []);

    internal RedirectRules Redirects { get; }

    internal HeaderRules Headers { get; }

    /// <summary>Lines that are passed over.</summary>
    public IReadOnlyList<RuleProblem> Problems { get; }

    /// <summary>Names of the files that rules are read from, and how much of each is read.</summary>
    public static IReadOnlyDictionary<string, int> Files { get; } = new Dictionary<string, int>
    {
        [SiteLimits.RedirectsName] = RuleLimits.MaxRedirectBytes,
        [SiteLimits.HeadersName] = RuleLimits.MaxHeaderBytes,
    };

    /// <summary>Reads both files; null, or one that is too large, is none.</summary>
    public static SiteRules Read(byte[]? redirects, byte[]? headers)
    {
        if (redirects is null && headers is null)
            return None;
        var problems = new List<RuleProblem>();
        return new SiteRules(
            Text(SiteLimits.RedirectsName, redirects, problems) is { } rules ? RedirectFile.Read(rules, problems) : RedirectRules.None,
            Text(SiteLimits.HeadersName, headers, problems) is { } fields ? HeaderFile.Read(fields, problems) : HeaderRules.None,
            problems);
    }

    private static string? Text(string name, byte[]? bytes, List<RuleProblem> problems)
    {
        if (bytes is null)
            return null;
        if (bytes.Length <= Files[name])
            return Encoding.UTF8.GetString(bytes);
        RuleLines.Add(problems, name, 1, $"The file has more than {Files[name] / 1024} KiB, and none of it is used.");
        return null;
    }
}
