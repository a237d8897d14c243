using Atrium.Core.Ports;
using Atrium.Core.Repository;

namespace Atrium.Core.Sites;

/// <summary>What visitors of a site see without any grant: all that stands in the folder that is published.</summary>
internal static class SiteVisitors
{
    /// <summary>The published folder that a node stands in; null where no site shows the node.</summary>
    internal static NodePath? FolderOf(ICatalogReader reader, TreeWalk walk)
    {
        var names = walk.Path.Names;
        if (walk.Space.Kind != SpaceKind.Sites || names.Count < 3 || names[2] != SiteLimits.CurrentName || reader.Site(walk.Space.Id) is not { Proxy: null })
            return null;
        return names.Skip(3).Where((name, depth) => PublishedSites.IsHidden(name, depth)).Any() ? null : walk.PathTo(3);
    }
}
