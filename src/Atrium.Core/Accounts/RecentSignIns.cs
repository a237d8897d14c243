using System.Collections.Concurrent;
using System.Net;

namespace Atrium.Core.Accounts;

/// <summary>
/// Who signed in a short while ago, with what and from where. HTTP signs in with each request: the journal tells of the first, and then
/// of one in each hour in which it goes on.
/// </summary>
internal sealed class RecentSignIns(TimeProvider clock)
{
    /// <summary>Long enough that a program which works all day is a few lines, short enough that these lines tell when it worked.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>Bounds the memory to a few megabytes; when it is full, what follows is told once more.</summary>
    private const int MaxKnown = 20_000;

    private readonly ConcurrentDictionary<(long Account, long Credential, string Protocol, IPAddress? Peer), long> known = new();

    /// <summary>True where the sign-in has not been told of within the hour.</summary>
    internal bool IsNew(Caller caller)
    {
        var key = (caller.AccountId, caller.Credential, caller.Visit.Protocol, caller.Visit.Peer);
        var now = clock.GetUtcNow().UtcTicks;
        if (known.TryGetValue(key, out var told) && now - told < Interval.Ticks && now >= told)
            return false;
        if (known.Count >= MaxKnown)
            known.Clear();
        known[key] = now;
        return true;
    }
}
