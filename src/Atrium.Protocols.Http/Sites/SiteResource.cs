using Microsoft.Extensions.Primitives;

namespace Atrium.Protocols.Http.Sites;

/// <summary>A file of a site in all its content codings, in memory until it is let go.</summary>
internal sealed class SiteResource
{
    /// <summary>What a resource takes beside its bytes: fields, entity tag, entries in the tables.</summary>
    private const int Overhead = 2048;

    private readonly Lock change = new();
    private volatile SiteFile?[]? files;
    private volatile bool wasUsed;

    internal SiteResource(string key, SiteFile?[] files) => (Key, this.files) = (key, files);

    /// <summary>Names the bytes and the fields: the same key, the same answer.</summary>
    internal string Key { get; }

    internal bool IsHere => files is not null;

    internal long Size => Overhead + (files ?? []).Sum(file => file?.Length ?? 0);

    /// <summary>The bytes as they are; null when it was let go.</summary>
    internal SiteFile? Plain => files?[ContentCoding.Identity];

    /// <summary>What a client likes best, and of that the smallest; null when it was let go.</summary>
    internal SiteFile? Select(StringValues acceptEncoding)
    {
        if (files is not { } all)
            return null;
        if (!wasUsed)
            wasUsed = true;
        if (acceptEncoding.Count == 0 || !all[0]!.Varies)
            return all[0];
        Span<int> weights = stackalloc int[ContentCoding.Count];
        ContentCoding.ReadWeights(acceptEncoding, weights);
        var best = 0;
        for (var i = 1; i < all.Length; i++)
        {
            if (all[i] is { } file && weights[i] > 0 && (weights[i] > weights[best] || (weights[i] == weights[best] && file.Length < all[best]!.Length)))
                best = i;
        }
        // Who likes nothing that is here gets the bytes as they are (RFC 9110, 12.5.3).
        return all[best];
    }

    /// <summary>Adds a coding that was made meanwhile; false when the resource was let go.</summary>
    internal bool TryAdd(int coding, SiteFile file)
    {
        lock (change)
        {
            if (files is not { } all)
                return false;
            SiteFile?[] next = [.. all];
            next[coding] = file;
            files = next;
            return true;
        }
    }

    /// <summary>True once after each use: then it stays for another round.</summary>
    internal bool TakeUsed()
    {
        var used = wasUsed;
        wasUsed = false;
        return used;
    }

    /// <summary>Forgets the bytes, wherever it is still named; how many there were.</summary>
    internal long LetGo()
    {
        lock (change)
        {
            var size = Size;
            files = null;
            return size;
        }
    }
}
