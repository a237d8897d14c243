using Atrium.Core.Ports;

namespace Atrium.Core.Maintenance;

/// <summary>Where a node stands, or stood last, for people.</summary>
internal static class NodePaths
{
    // Deeper than any tree that can be made: a damaged catalog may hold a circle.
    private const int MaxDepth = 200;

    internal static string Of(ICatalogReader reader, long node)
    {
        var names = new Stack<string>();
        var isDeleted = false;
        for (var depth = 0; depth < MaxDepth; depth++)
        {
            if (reader.NewestPlaceOf(node) is not { } place)
            {
                var space = reader.Spaces().FirstOrDefault(s => s.Root == node);
                var path = $"{space?.Path.ToString() ?? "(nowhere)"}/{string.Join('/', names)}";
                return isDeleted ? $"{path} (deleted)" : path;
            }
            isDeleted |= !place.IsLive;
            names.Push(place.Name);
            node = place.Parent;
        }
        return $"(in a circle)/{string.Join('/', names)}";
    }

    /// <summary>The files that hold a blob, with the version where it is not the present one.</summary>
    internal static IReadOnlyList<string> OfBlob(ICatalogReader reader, long blob)
    {
        const int Named = 100; // more names do not help anybody
        return
        [
            .. reader.HoldersOf(blob, Named).Select(holder =>
            {
                var path = Of(reader, holder.Node);
                // The version's number is that of its last extent: in an appended file this extent may be an earlier one.
                return reader.NewestContent(holder.Node) is { } now && now.Base <= holder.Seq ? path : $"{path} (version {holder.Seq})";
            }).Distinct().Order(StringComparer.Ordinal),
        ];
    }
}
