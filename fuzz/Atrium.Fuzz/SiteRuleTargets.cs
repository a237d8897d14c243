using Atrium.Protocols.Http.Requests;
using Atrium.Protocols.Http.Sites.Rules;
using Microsoft.AspNetCore.Http;

namespace Atrium.Fuzz;

/// <summary>
/// The files with which a site says how it is served: whoever may deploy writes them, and whoever asks chooses what they are held against.
/// The first line of the input is the target of a request, the rest is the file.
/// </summary>
internal static class SiteRuleTargets
{
    internal static void Redirects(byte[] input)
    {
        var (target, file) = Split(input);
        var problems = new List<RuleProblem>();
        var rules = RedirectFile.Read(file, problems);
        Targets.Must(problems.All(problem => problem.Line >= 1 && problem.Message.Length > 0), "a problem without a place");
        if (!RequestTarget.Parse(target).Try(out var asked, out _) || rules.Find(AskedPath.Of(asked, "www.example.org"), out _) is not { } match)
            return;
        var (rule, location) = (match.Rule, match.Location);
        Targets.Must(location.All(c => c is >= '!' and <= '~' and not '\\'), $"the location {location}");
        if (!rule.Target.IsElsewhere)
        {
            // Wherever it leads, it stays on this host (ATTACKS 9).
            Targets.Must(location.StartsWith('/') && !location.StartsWith("//", StringComparison.Ordinal), $"the location {location}");
            Targets.Must(new Uri(new Uri("https://own.example/a/b"), location).Host == "own.example", $"the host of {location}");
        }
        else
        {
            // What the visitor has typed is not in the host.
            Targets.Must(file.Contains(new Uri(location).Host, StringComparison.OrdinalIgnoreCase) || new Uri(location).Host.Contains("xn--", StringComparison.Ordinal), $"the host of {location}");
        }
        Targets.Must(rule.Leads || !rule.Target.IsElsewhere, "an open proxy");
    }

    internal static void Headers(byte[] input)
    {
        var (target, file) = Split(input);
        var problems = new List<RuleProblem>();
        var rules = HeaderFile.Read(file, problems);
        if (!RequestTarget.Parse(target).Try(out var asked, out _) || rules.Find(AskedPath.Of(asked, "www.example.org"), out _) is not { } fields)
            return;
        var response = new DefaultHttpContext().Response;
        response.Headers.Vary = "Accept-Encoding";
        fields.Apply(response.Headers);
        foreach (var (name, value) in response.Headers)
        {
            Targets.Must(name.Length > 0 && name.All(c => c is > ' ' and < '\x7f' and not ':'), $"the name {name}");
            Targets.Must(value.ToString().All(c => c is (>= ' ' and <= '~') or '\t'), $"the value {value}");
            Targets.Must(!name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) && !name.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase), $"the field {name}");
        }
    }

    private static (string Target, string File) Split(byte[] input)
    {
        var text = Targets.Text(input);
        var end = text.IndexOf('\n');
        return end < 0 ? (text, "") : (text[..end], text[(end + 1)..]);
    }
}
