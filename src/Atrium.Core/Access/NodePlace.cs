using Atrium.Core.Ports;
using Atrium.Core.Repository;

namespace Atrium.Core.Access;

/// <summary>Where a node stands now, found from the node.</summary>
internal static class NodePlace
{
    /// <summary>The path; null where the node, or a folder above it, is deleted.</summary>
    internal static NodePath? PathOf(this ICatalogReader reader, Space space, long node)
        => reader.NamesBelow(space.Root, node)?.Aggregate(space.Path, (path, name) => path.TrustedChild(name));

    /// <summary>The names from a folder down to a node that is live in it; null when it is not.</summary>
    internal static Stack<string>? NamesBelow(this ICatalogReader reader, long top, long node)
    {
        var names = new Stack<string>();
        while (node != top)
        {
            if (names.Count > NodePath.MaxDepth || reader.NewestPlaceOf(node) is not { IsLive: true } place)
                return null;
            names.Push(place.Name);
            node = place.Parent;
        }
        return names;
    }

    /// <summary>Whether it is a file or a folder.</summary>
    internal static NodeKind KindOf(this ICatalogReader reader, Space space, long node)
        => node == space.Root ? NodeKind.Folder : reader.NewestPlaceOf(node)?.Kind ?? NodeKind.File;
}
