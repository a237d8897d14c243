using Atrium.Core.Ports;
using Atrium.Core.Repository;

namespace Atrium.Core.Access;

/// <summary>Where a node stands now, found from the node.</summary>
internal static class NodePlace
{
    /// <summary>The path; null where the node, or a folder above it, is deleted.</summary>
    internal static NodePath? PathOf(this ICatalogReader reader, Space space, long node)
    {
        var names = new Stack<string>();
        for (var current = node; current != space.Root;)
        {
            if (names.Count > NodePath.MaxDepth || reader.NewestPlaceOf(current) is not { IsLive: true } place)
                return null;
            names.Push(place.Name);
            current = place.Parent;
        }
        return names.Aggregate(space.Path, (path, name) => path.TrustedChild(name));
    }

    /// <summary>Whether it is a file or a folder.</summary>
    internal static NodeKind KindOf(this ICatalogReader reader, Space space, long node)
        => node == space.Root ? NodeKind.Folder : reader.NewestPlaceOf(node)?.Kind ?? NodeKind.File;
}
