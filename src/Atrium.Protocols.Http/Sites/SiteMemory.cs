using System.Collections.Concurrent;
using Atrium.Core.Sites;

namespace Atrium.Protocols.Http.Sites;

/// <summary>
/// What was asked for lately, ready to be sent: by path while nothing has changed in the site, and by content beyond that, so that
/// after a deployment only what is new is read and compressed again. Bounded by bytes; what was not asked for longest goes first.
/// </summary>
/// <param name="stampOf">Rises with every change in a site.</param>
/// <param name="maxBytes">The bound.</param>
internal sealed class SiteMemory(Func<PublishedSite, long> stampOf, long maxBytes)
{
    private long hits, misses;

    private readonly ConcurrentDictionary<long, Generation> generations = new();
    private readonly ConcurrentDictionary<string, SiteResource> contents = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<SiteResource> round = new();
    private long bytes;

    /// <summary>Bytes held.</summary>
    internal long Bytes => Interlocked.Read(ref bytes);

    /// <summary>What stands at a path now, if it is here.</summary>
    internal SiteResource? Find(PublishedSite site, ReadOnlySpan<char> path)
    {
        if (FindOnly(site, path) is { } found)
            return found;
        Interlocked.Increment(ref misses);
        return null;
    }

    /// <summary>The same for whoever asks again, with <see cref="Find(PublishedSite, ReadOnlySpan{char})"/>, where nothing is here: that is counted then.</summary>
    internal SiteResource? FindOnly(PublishedSite site, ReadOnlySpan<char> path)
    {
        if (!generations.TryGetValue(site.Id, out var generation) || generation.Stamp != stampOf(site) || !ReferenceEquals(generation.Site, site)
            || generation.Find(path) is not { IsHere: true } found)
            return null;
        Interlocked.Increment(ref hits);
        return found;
    }

    /// <summary>How often what stands at a path was here, and how often it was not.</summary>
    internal (long Hits, long Misses) Uses => (Interlocked.Read(ref hits), Interlocked.Read(ref misses));

    /// <summary>The content of this key, if it is here.</summary>
    internal SiteResource? Find(string key) => contents.TryGetValue(key, out var found) && found.IsHere ? found : null;

    /// <summary>Remembers what stood at a path when the site had this stamp.</summary>
    internal void Remember(PublishedSite site, long stamp, string path, SiteResource resource)
    {
        var generation = generations.AddOrUpdate(
            site.Id, _ => new Generation(site, stamp), (_, other) => other.Stamp > stamp || (other.Stamp == stamp && other.Site == site) ? other : new Generation(site, stamp));
        // A reader of an older state leaves the newer one alone.
        if (generation.Stamp == stamp && generation.Site == site)
            generation.Add(path, resource);
    }

    /// <summary>Keeps a content; another that was quicker wins.</summary>
    internal SiteResource Keep(SiteResource resource)
    {
        var kept = contents.GetOrAdd(resource.Key, resource);
        if (kept != resource)
            return kept;
        round.Enqueue(resource);
        Grow(resource.Size);
        return resource;
    }

    /// <summary>Tells that a resource that is kept has become larger.</summary>
    internal void Grow(long by)
    {
        Interlocked.Add(ref bytes, by);
        // Second chance (a clock): the order of use, without a lock at each use.
        for (var looks = 2 * round.Count; Bytes > maxBytes && looks > 0 && round.TryDequeue(out var oldest); looks--)
        {
            if (oldest.TakeUsed())
            {
                round.Enqueue(oldest);
                continue;
            }
            contents.TryRemove(new KeyValuePair<string, SiteResource>(oldest.Key, oldest));
            Interlocked.Add(ref bytes, -oldest.LetGo());
        }
    }

    /// <summary>The paths of one state of a site.</summary>
    private sealed class Generation(PublishedSite site, long stamp)
    {
        /// <summary>More are spellings of the same paths: a name can be percent-encoded in many ways.</summary>
        private const int MaxPaths = 20_000;

        private readonly ConcurrentDictionary<string, SiteResource> paths = new(StringComparer.Ordinal);

        internal long Stamp => stamp;

        /// <summary>With the options that the answers were made for.</summary>
        internal PublishedSite Site => site;

        internal SiteResource? Find(ReadOnlySpan<char> path)
            => paths.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(path, out var found) ? found : null;

        internal void Add(string path, SiteResource resource)
        {
            if (paths.Count >= MaxPaths)
                paths.Clear();
            paths[path] = resource;
        }
    }
}
