using Atrium.Core.Access;
using Atrium.Core.Repository;

namespace Atrium.Protocols.Http.Dav.Properties;

/// <summary>What stands at a path, with what its properties are made of. One for each answer, filled anew for each resource in it.</summary>
internal sealed class DavResource
{
    /// <summary>Who asks; null for nobody.</summary>
    internal required string? Account { get; init; }

    /// <summary>Spaces that the caller may see; only where a property needs them.</summary>
    internal IReadOnlyList<SpaceInfo> Spaces { get; init; } = [];

    internal FileEntry Entry { get; set; } = null!;

    internal bool IsCollection => Entry.Kind == NodeKind.Folder;

    /// <summary>What the caller may do with it; only where a property needs it.</summary>
    internal Rights Rights { get; set; }

    /// <summary>The space that it belongs to; null above the spaces, and where it was not looked up.</summary>
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
}
