using System.Buffers;
using Atrium.Core.Repository;

namespace Atrium.Core.Sites;

/// <summary>The files of a deployment, checked and in the order of their paths.</summary>
internal sealed class Manifest
{
    private Manifest(IReadOnlyList<Item> items) => (Items, Bytes) = (items, items.Sum(item => item.Content.Size));

    internal IReadOnlyList<Item> Items { get; }

    internal long Bytes { get; }

    /// <summary>Checks the list; what is wrong with it is named.</summary>
    internal static Outcome<Manifest> Of(NodePath folder, IReadOnlyList<SiteFile> files)
    {
        if (files.Count > SiteLimits.MaxFiles)
            return Refused.Invalid($"A deployment has at most {SiteLimits.MaxFiles} files; this one has {files.Count}.");
        var items = new List<Item>(files.Count);
        var seen = new HashSet<NodePath>(files.Count);
        var total = 0L;
        foreach (var file in files)
        {
            if (!NodePath.FromNames([.. folder.Names, .. (file.Path ?? "").Split('/')]).Try(out var path, out var refused))
                return refused with { Detail = $"'{file.Path}': {refused.Detail}" };
            if (file.Size < 0 || file.Size > long.MaxValue - total)
                return Refused.Invalid($"'{file.Path}': the size is a number of bytes.");
            if (!ContentKey.TryParse(file.Sha256, file.Size, out var content))
                return Refused.Invalid($"'{file.Path}': sha256 is 64 hexadecimal digits in lower case.");
            if (!seen.Add(path))
                return Refused.Invalid($"'{file.Path}' is there twice.");
            total += file.Size;
            items.Add(new Item(path, content, file.Modified));
        }
        items.Sort((a, b) => string.CompareOrdinal(a.Path.ToString(), b.Path.ToString()));
        foreach (var item in items)
        {
            for (var above = item.Path.Parent; above.Depth > folder.Depth; above = above.Parent)
            {
                if (seen.Contains(above))
                    return Refused.Invalid($"'{above}' is a file and cannot hold '{item.Path.Name}'.");
            }
        }
        return new Manifest(items);
    }

    /// <summary>One file.</summary>
    /// <param name="Path">Where it will stand.</param>
    /// <param name="Content">What it holds.</param>
    /// <param name="Modified">The time of modification to keep; null means now.</param>
    internal sealed record Item(NodePath Path, ContentKey Content, DateTimeOffset? Modified);
}

/// <summary>Names bytes by their hash and length.</summary>
internal readonly record struct ContentKey(string Sha256, long Size)
{
    private const int HexLength = 64;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    internal static bool TryParse(string? sha256, long size, out ContentKey key)
    {
        key = new ContentKey(sha256 ?? "", size);
        return key.Sha256.Length == HexLength && !key.Sha256.AsSpan().ContainsAnyExcept(HexDigits);
    }

    internal byte[] Hash => Convert.FromHexString(Sha256);
}
