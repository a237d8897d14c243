using System.Collections.Concurrent;
using Atrium.Core.Guard;

namespace Atrium.Protocols.Admission;

/// <summary>What each source has open, and how fast it comes: an entry for each that is here or was a moment ago.</summary>
internal sealed class Sources
{
    /// <summary>A source that comes back may bring at once what it may bring in this time: a browser that is opened with twenty pages.</summary>
    private static readonly TimeSpan Burst = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<Network, Source> sources = new();

    /// <summary>Counts a connection in, unless its source has too many or comes too fast.</summary>
    internal bool TryEnter(Network network, AdmissionLimits limits, long now)
    {
        while (true)
        {
            var source = sources.GetOrAdd(network, static _ => new Source());
            lock (source)
            {
                if (source.IsGone)
                    continue;
                if (source.Open >= limits.OfOneSource)
                    return false;
                if (limits.Rate is { } rate)
                {
                    // The moment at which all that came before would have come, had it come at the rate (GCRA, ITU-T I.371).
                    var due = Math.Max(source.Due, now) + TimeSpan.TicksPerSecond / rate;
                    if (due - now > Burst.Ticks)
                        return false;
                    source.Due = due;
                }
                source.Open++;
                return true;
            }
        }
    }

    internal void Leave(Network network)
    {
        if (!sources.TryGetValue(network, out var source))
            return;
        lock (source)
            source.Open--;
    }

    /// <summary>Forgets those who have nothing open and have not come lately.</summary>
    internal void Sweep(long now)
    {
        foreach (var (network, source) in sources)
        {
            lock (source)
            {
                if (source.Open > 0 || source.Due > now)
                    continue;
                source.IsGone = true;
                // This one alone: two that sweep at once see the same, and a new one may stand in its place since the first took it out.
                sources.TryRemove(KeyValuePair.Create(network, source));
            }
        }
    }

    private sealed class Source
    {
        internal int Open { get; set; }

        internal long Due { get; set; }

        internal bool IsGone { get; set; }
    }
}
