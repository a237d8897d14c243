using Atrium.Core.Ports;
using Atrium.Core.Repository;

namespace Atrium.Core.Access;

/// <summary>What was said about access from a node up to the space's folder, or to where inheritance stops; the nearest first.</summary>
internal sealed class AccessChain
{
    private AccessChain(NodePath? stop, IReadOnlyList<(NodePath Path, GrantRow Grant)> grants, bool isStopItself)
        => (Stop, Grants, InheritsItself) = (stop, grants, !isStopItself);

    /// <summary>The folder that inherits nothing, which ends the chain; null when it reaches the space's own folder.</summary>
    internal NodePath? Stop { get; }

    internal IReadOnlyList<(NodePath Path, GrantRow Grant)> Grants { get; }

    /// <summary>False when the node itself is such a folder.</summary>
    internal bool InheritsItself { get; }

    internal static AccessChain Of(ICatalogReader reader, TreeWalk walk)
    {
        var acl = reader.AclOf(walk.Space);
        var grants = new List<(NodePath, GrantRow)>();
        var node = walk.TargetNode!.Value;
        var nodes = walk.IsSpaceFolder ? walk.Folders : [.. walk.Folders, node];
        for (var i = nodes.Count - 1; i >= 0; i--)
        {
            if (acl.Find(nodes[i]) is not { } said)
                continue;
            var path = walk.PathTo(i + 2); // the space's own folder is the second name
            grants.AddRange(said.Grants.Select(grant => (path, grant)));
            if (said.IsStop)
                return new AccessChain(path, grants, isStopItself: i == nodes.Count - 1);
        }
        return new AccessChain(null, grants, isStopItself: false);
    }
}
