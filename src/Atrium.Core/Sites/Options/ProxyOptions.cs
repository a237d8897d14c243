using System.Globalization;
using Atrium.Values;

namespace Atrium.Core.Sites.Options;

/// <summary>What can be said of the applications behind a site.</summary>
internal static class ProxyOptions
{
    /// <summary>More than anybody runs of one application behind one server; each is asked for its health.</summary>
    private const int MaxBackends = 50;

    private const int MaxTimes = 100;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1), Hour = TimeSpan.FromHours(1);

    // What load balancers ask by: often enough that few visitors meet what has died, seldom enough that nobody notices.
    private static readonly HealthProbe Usual = new("/", TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5), 2);

    internal static Outcome<(string, SiteOptions)> Backends(SiteOptions options, string text)
    {
        if (text == "off")
            return (text, options);
        var backends = new List<Uri>();
        foreach (var word in Words(text))
        {
            if (!Uri.TryCreate(word, UriKind.Absolute, out var address) || !SiteUnits.CheckProxy(address).Try(out var one, out _))
                return Refused.Invalid($"backends: '{word}' is no address of an application; it is written like http://10.0.0.2:3000, with http or https, and without a query.");
            backends.Add(new Uri(one!));
        }
        return backends.Count <= MaxBackends
            ? (string.Join(' ', backends.Select(backend => backend.AbsoluteUri.TrimEnd('/'))), options with { Backends = backends })
            : Refused.Invalid($"backends: a site has at most {MaxBackends}.");
    }

    internal static Outcome<(string, SiteOptions)> Balance(SiteOptions options, string text) => text switch
    {
        "power-of-two" => (text, options with { Balance = Options.Balance.PowerOfTwo }),
        "round-robin" => (text, options with { Balance = Options.Balance.RoundRobin }),
        "least-requests" => (text, options with { Balance = Options.Balance.LeastRequests }),
        _ => Refused.Invalid($"balance is power-of-two, round-robin or least-requests, not '{text}'."),
    };

    internal static Outcome<(string, SiteOptions)> Probe(SiteOptions options, string text)
    {
        if (text == "off")
            return (text, options);
        var words = Words(text);
        var (interval, timeout, times) = (Usual.Interval, Usual.Timeout, Usual.Threshold);
        var isRight = words.Length is > 0 and <= 4 && words[0].StartsWith('/') && !words[0].AsSpan().ContainsAnyExceptInRange('!', '~')
            && (words.Length < 2 || (TimeLength.TryParse(words[1], out interval) && interval >= Second && interval <= Hour))
            && (words.Length < 3 || (TimeLength.TryParse(words[2], out timeout) && timeout >= Second && timeout <= Hour))
            && (words.Length < 4 || (int.TryParse(words[3], NumberStyles.None, CultureInfo.InvariantCulture, out times) && times is >= 1 and <= MaxTimes));
        return isRight
            ? (string.Create(CultureInfo.InvariantCulture, $"{words[0]} {TimeLength.Format(interval)} {TimeLength.Format(timeout)} {times}"),
                options with { Probe = new HealthProbe(words[0], interval, timeout, times) })
            : Refused.Invalid("health-check is PATH, and behind it INTERVAL, TIMEOUT (1s to 1h) and how many times (1 to 100), as in: /healthz 10s 5s 2; or off.");
    }

    internal static Outcome<(string, SiteOptions)> Patience(SiteOptions options, string text)
    {
        if (text == "off")
            return (text, options);
        return TimeLength.TryParse(text, out var time) && time >= Second && time <= Hour
            ? (TimeLength.Format(time), options with { Patience = time })
            : Refused.Invalid("patience is a time from 1s to 1h, or off.");
    }

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
