using System.Globalization;

namespace Atrium.Core.Sites.Options;

/// <summary>Every option of a site, on one screen.</summary>
public static class SiteOptionBook
{
    /// <summary>All texts of a site together: a long policy, and some fields beside it, and still the head of an answer that every browser takes.</summary>
    private const int MaxText = 8192;

    /// <summary>Of requests: more than one machine answers.</summary>
    private const long MaxLimit = 1_000_000;

    /// <summary>RFC 6797, and what browsers ask of those that they insist on TLS for by themselves: a year, and all names below.</summary>
    private const long MinPreload = 31_536_000, MaxAge = 10 * MinPreload;

    /// <summary>In the order in which they are shown.</summary>
    public static IReadOnlyList<SiteOption> All { get; } =
    [
        SiteOption.Switch("clean-urls", "/about shows about.html, and /about.html leads to it", false, (options, on) => options with { CleanUrls = on }),
        new("trailing-slash", "Where addresses end with a slash: of folders only (auto), of folders and pages (add), of neither (remove)", "auto, add or remove", "auto") { Put = Slash },
        new("fallback", "A page that is shown for what is not there and has no ending, as applications of one page need it", "a path such as /index.html, or off", "off") { Put = Fallback },
        SiteOption.Switch("listing", "A folder without an index shows what is in it", false, (options, on) => options with { Lists = on }),
        SiteOption.Switch("compression", "Text is sent compressed to whom takes it so", true, (options, on) => options with { Compresses = on }),
        new("hsts", "Browsers shall insist on TLS (RFC 6797); auto is half a year with a certificate of your own on port 443", "auto, off, or such as: max-age=31536000; includeSubDomains; preload", "auto") { Put = Hsts },
        new("csp", "Content-Security-Policy of all files, where _headers says none", "a policy, or off", "off") { Put = (options, text) => Field(options, text, "Content-Security-Policy") },
        new("headers", "Fields of all files, where _headers says nothing of them", "Name: value, several one by one, or off", "off") { Put = Fields },
        SiteOption.Switch("sign-in", "Only accounts that may read what the site shows are let in (atrium access grant /sites/HOST NAME read); an application is told who, signed", false, (options, on) => options with { AsksForSignIn = on }),
        new("backends", "More applications that share the load with the one of --proxy", "addresses such as http://10.0.0.2:3000, or off", "off") { Put = ProxyOptions.Backends },
        new("balance", "Which of several applications gets a request", "power-of-two, round-robin or least-requests", "power-of-two") { Put = ProxyOptions.Balance },
        SiteOption.Switch("sticky", "A visitor's requests go to one application, by a cookie", false, (options, on) => options with { IsSticky = on }),
        new("health-check", "Applications are asked whether they are well, and get no requests when they are not", "PATH [INTERVAL [TIMEOUT [TIMES]]] such as /healthz 10s 5s 2, or off", "off") { Put = ProxyOptions.Probe },
        new("patience", "How long an application may say nothing before its visitor is told so", "a time such as 30s or 10m, or off for what holds for all sites", "off") { Put = ProxyOptions.Patience },
        new("rate", "Requests a second, of all visitors together; what comes faster is told to wait", "a number from 1 to 1000000, or off for what holds for all sites", "off")
        {
            Put = (options, text) => Number(options, "rate", text, static (options, number) => options with { RequestsPerSecond = number }),
        },
        new("at-once", "Requests under way at once, of all visitors together; more are told to wait", "a number from 1 to 1000000, or off for what holds for all sites", "off")
        {
            Put = (options, text) => Number(options, "at-once", text, static (options, number) => options with { RequestsAtOnce = number }),
        },
        new("canonical", "The one name that all other names of the site lead to", "a name of the site, or off", "off") { Put = Canonical },
    ];

    /// <summary>The option of a name.</summary>
    public static SiteOption? Find(string name) => All.FirstOrDefault(option => option.Name == name);

    /// <summary>The options that texts stand for; everything that is wrong is said at once.</summary>
    public static Outcome<SiteOptions> Read(IReadOnlyDictionary<string, string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var options = new SiteOptions();
        var said = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var wrong = new List<string>();
        foreach (var name in texts.Keys.Where(name => Find(name) is null).Order(StringComparer.Ordinal))
            wrong.Add($"There is no option '{name}'; there are: {string.Join(", ", All.Select(option => option.Name))}.");
        foreach (var option in All)
        {
            if (!texts.TryGetValue(option.Name, out var text))
                continue;
            if (!option.Put(options, text.Trim()).Try(out var put, out var refused))
            {
                wrong.Add(refused.Detail);
                continue;
            }
            options = put.Options;
            if (put.Text != option.Default)
                said[option.Name] = put.Text;
        }
        if (texts.Values.Sum(text => text.Length) > MaxText)
            wrong.Add($"The options of a site have at most {MaxText} characters together.");
        return wrong.Count == 0 ? options with { Texts = said } : Refused.Invalid(string.Join(" ", wrong));
    }

    private static Outcome<(string, SiteOptions)> Slash(SiteOptions options, string text)
        => Enum.TryParse<TrailingSlash>(text, ignoreCase: true, out var slash) && Enum.IsDefined(slash) && !char.IsAsciiDigit(text[0])
            ? (text.ToLowerInvariant(), options with { TrailingSlash = slash })
            : Refused.Invalid($"trailing-slash is auto, add or remove, not '{text}'.");

    private static Outcome<(string, SiteOptions)> Fallback(SiteOptions options, string text)
    {
        if (text == "off")
            return (text, options);
        return text.StartsWith('/') && text.Length > 1 && !text.EndsWith('/') && text.IndexOfAny(['?', '#', '\\', '%']) < 0 && !text.Any(char.IsControl)
            ? (text, options with { Fallback = text })
            : Refused.Invalid("fallback is the path of a file of the site, such as /index.html, or off.");
    }

    private static Outcome<(string, SiteOptions)> Number(SiteOptions options, string name, string text, Func<SiteOptions, long, SiteOptions> put)
    {
        if (text == "off")
            return (text, options);
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= MaxLimit
            ? (number.ToString(CultureInfo.InvariantCulture), put(options, number))
            : Refused.Invalid($"{name} is a number from 1 to {MaxLimit}, or off.");
    }

    private static Outcome<(string, SiteOptions)> Hsts(SiteOptions options, string text)
    {
        if (text is "auto" or "off")
            return (text, options with { InsistOnTls = text == "off" ? "" : null });
        var parts = text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        long? age = null;
        var (below, preload) = (false, false);
        foreach (var part in parts)
        {
            if (part.StartsWith("max-age=", StringComparison.OrdinalIgnoreCase) && age is null
                && long.TryParse(part.AsSpan(8), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= MaxAge)
                age = seconds;
            else if (part.Equals("includeSubDomains", StringComparison.OrdinalIgnoreCase) && !below)
                below = true;
            else if (part.Equals("preload", StringComparison.OrdinalIgnoreCase) && !preload)
                preload = true;
            else
                return WrongHsts;
        }
        if (age is null)
            return WrongHsts;
        if (preload && (!below || age < MinPreload))
            return Refused.Invalid("hsts: preload needs includeSubDomains and a max-age of a year, 31536000, or more.");
        var value = string.Create(CultureInfo.InvariantCulture, $"max-age={age}{(below ? "; includeSubDomains" : "")}{(preload ? "; preload" : "")}");
        return (value, options with { InsistOnTls = value });
    }

    private static Refused WrongHsts => Refused.Invalid("hsts is auto, off, or max-age=SECONDS with '; includeSubDomains' and '; preload' where wanted.");

    private static Outcome<(string, SiteOptions)> Field(SiteOptions options, string text, string name)
    {
        if (text == "off")
            return (text, options);
        return SiteFieldRule.Parse($"{name}: {text}").Try(out var field, out var refused)
            ? (field.Value, options with { Fields = [.. options.Fields, new(field.Name, field.Value)] })
            : refused;
    }

    private static Outcome<(string, SiteOptions)> Fields(SiteOptions options, string text)
    {
        if (text == "off")
            return (text, options);
        var fields = new List<KeyValuePair<string, string>>();
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!SiteFieldRule.Parse(line).Try(out var field, out var refused))
                return refused;
            fields.Add(new(field.Name, field.Value));
        }
        return (string.Join('\n', fields.Select(field => $"{field.Key}: {field.Value}")), options with { Fields = [.. options.Fields, .. fields] });
    }

    private static Outcome<(string, SiteOptions)> Canonical(SiteOptions options, string text)
    {
        if (text == "off")
            return (text, options);
        return HostNameRule.Check(text).Try(out var name, out var refused) ? (name, options with { CanonicalHost = name }) : refused;
    }
}
