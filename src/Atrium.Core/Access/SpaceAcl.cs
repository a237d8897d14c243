using System.Collections.Frozen;

namespace Atrium.Core.Access;

/// <summary>All that was said about access in one space, as of one access epoch: small, since people say it of few nodes.</summary>
internal sealed class SpaceAcl
{
    private readonly FrozenDictionary<long, NodeAcl> nodes;

    internal SpaceAcl(IEnumerable<Ports.GrantRow> grants, IEnumerable<long> stops)
    {
        Stops = stops.ToFrozenSet();
        nodes = grants.GroupBy(grant => grant.Node)
            .Select(node => (node.Key, Grants: node.ToArray()))
            .Concat(Stops.Select(stop => (Key: stop, Grants: Array.Empty<Ports.GrantRow>())))
            .GroupBy(node => node.Key)
            .ToFrozenDictionary(node => node.Key, node => new NodeAcl(Stops.Contains(node.Key), [.. node.SelectMany(n => n.Grants)]));
    }

    /// <summary>The folders that inherit nothing from above.</summary>
    internal FrozenSet<long> Stops { get; }

    /// <summary>The nodes that something was said of.</summary>
    internal IReadOnlyList<long> Nodes => nodes.Keys;

    internal NodeAcl? Find(long node) => nodes.GetValueOrDefault(node);
}

/// <summary>What was said about one node.</summary>
/// <param name="IsStop">True when nothing is inherited from above.</param>
/// <param name="Grants">To whom what is granted here.</param>
internal sealed record NodeAcl(bool IsStop, Ports.GrantRow[] Grants);
