using Atrium.Core.Access;
using Atrium.Core.Ports;
using Atrium.Core.Repository;
using Atrium.Core.Settings;

namespace Atrium.Core.Config;

/// <summary>One state of the store, as the sections read it.</summary>
internal sealed class ConfigSource(ICatalogReader reader, SettingBook settings)
{
    private readonly Dictionary<long, string?> names = [];
    private readonly Dictionary<long, NodePath> folders = [];
    private IReadOnlyList<Space>? spaces;

    internal ICatalogReader Reader => reader;

    internal SettingBook Settings => settings;

    internal IReadOnlyList<Space> Spaces => spaces ??= reader.Spaces();

    /// <summary>The name of an account or a group, everyone or anyone; null for one that is gone, and for a link, which is a secret of its own.</summary>
    internal string? NameOf(long principal)
    {
        if (!names.TryGetValue(principal, out var name))
            names[principal] = name = PrincipalNames.Of(reader, principal) is (var known, not PrincipalKind.Link) ? known : null;
        return name;
    }

    /// <summary>Where a node stands; null when it stands nowhere any more.</summary>
    internal (NodePath Path, NodeKind Kind)? PlaceOf(long node)
    {
        if (folders.Count == 0)
        {
            foreach (var space in Spaces)
                folders[space.Root] = space.Path;
        }
        if (folders.TryGetValue(node, out var known))
            return (known, NodeKind.Folder);
        if (reader.NewestPlaceOf(node) is not { IsLive: true } place)
            return null;
        return Below(place) is { } path ? (path, place.Kind) : null;
    }

    // From the top down, each folder looked up once, however many things stand in it.
    private NodePath? Below(EntryRow place)
    {
        var chain = new Stack<EntryRow>([place]);
        NodePath? path = null;
        while (chain.Count <= NodePath.MaxDepth && !folders.TryGetValue(chain.Peek().Parent, out path))
        {
            if (reader.NewestPlaceOf(chain.Peek().Parent) is not { IsLive: true } above)
                return null;
            chain.Push(above);
        }
        while (path is not null && chain.TryPop(out var row))
        {
            path = path.TrustedChild(row.Name);
            if (row.Kind == NodeKind.Folder)
                folders[row.Node] = path;
        }
        return path;
    }
}
