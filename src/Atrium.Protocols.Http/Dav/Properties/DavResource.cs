using System.Xml.Linq;
using Atrium.Core.Access;
using Atrium.Core.Repository;
using Atrium.Core.Repository.Locks;
using Atrium.Core.Repository.Properties;

namespace Atrium.Protocols.Http.Dav.Properties;

/// <summary>
/// What stands at a path, with what its properties are made of. One for each answer, filled anew for each resource in it; what no property of
/// the answer needs is left empty.
/// </summary>
internal sealed class DavResource
{
    /// <summary>Who asks; null for nobody.</summary>
    internal required string? Account { get; init; }

    internal required DateTimeOffset Now { get; init; }

    /// <summary>Spaces that the caller may see.</summary>
    internal IReadOnlyList<SpaceInfo> Spaces { get; init; } = [];

    internal FileEntry Entry { get; set; } = null!;

    internal bool IsCollection => Entry.Kind == NodeKind.Folder;

    /// <summary>What the caller may do with it.</summary>
    internal Rights Rights { get; set; }

    /// <summary>What clients keep with it.</summary>
    internal IReadOnlyList<DeadProperty> Dead { get; set; } = [];

    /// <summary>Locks that reach down to it from its folder and from above.</summary>
    internal IReadOnlyList<LockInfo> LocksFromAbove { get; set; } = [];

    /// <summary>The others that cover it.</summary>
    internal IReadOnlyList<LockInfo> Locks { get; set; } = [];

    /// <summary>The space that it belongs to; null above the spaces.</summary>
    internal SpaceInfo? Space
    {
        get
        {
            foreach (var space in Spaces)
            {
                if (space.Path.Contains(Entry.Path))
                    return space;
            }
            return null;
        }
    }

    internal DeadProperty? FindDead(XName name)
    {
        foreach (var property in Dead)
        {
            if (property.Name == name.LocalName && property.Namespace == name.NamespaceName)
                return property;
        }
        return null;
    }
}
