using System.Security.Cryptography;
using Atrium.Core.Sites;
using Atrium.Core.Sites.Options;

namespace Atrium.Protocols.Http.Sites.Backends;

/// <summary>The applications behind a site.</summary>
internal sealed class BackendPool
{
    private int turn = -1;

    internal BackendPool(PublishedSite site, BackendPool? before, TimeProvider time)
    {
        Site = site;
        // What is known of one that stays is still true; what another check has said of it is not.
        var known = before?.Site.Options.Probe == site.Options.Probe ? before : null;
        All = [.. site.Options.Backends.Prepend(site.Proxy!).Distinct().Select(address => known?.All.FirstOrDefault(old => old.Address == address) ?? new Backend(address, time))];
    }

    internal PublishedSite Site { get; }

    internal IReadOnlyList<Backend> All { get; }

    /// <summary>
    /// The one that gets the next request; where none is up, any: what is thought to be down may be well again, and an answer of it is better
    /// than none. Null where all were tried.
    /// </summary>
    /// <param name="tag">What the visitor's cookie names.</param>
    /// <param name="tried">Those that took no connection for this request.</param>
    internal Backend? Choose(string? tag, IReadOnlyCollection<Backend> tried)
    {
        if (All.Count == 1)
            return tried.Count == 0 ? All[0] : null;
        var up = All.Where(backend => backend.IsUp && !tried.Contains(backend)).ToList();
        if (up.Count == 0)
            up = [.. All.Where(backend => !tried.Contains(backend))];
        if (up.Count == 0)
            return null;
        if (Site.Options.IsSticky && up.Find(backend => backend.Tag == tag) is { } same)
            return same;
        return Site.Options.Balance switch
        {
            Balance.RoundRobin => up[(int)((uint)Interlocked.Increment(ref turn) % (uint)up.Count)],
            Balance.LeastRequests => up.MinBy(backend => backend.UnderWay),
            _ => OfTwo(up),
        };
    }

    private static Backend OfTwo(List<Backend> up)
    {
        var first = RandomNumberGenerator.GetInt32(up.Count);
        var second = (first + 1 + RandomNumberGenerator.GetInt32(Math.Max(1, up.Count - 1))) % up.Count;
        return up[first].UnderWay <= up[second].UnderWay ? up[first] : up[second];
    }
}
