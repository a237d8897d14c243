namespace Atrium.Core.Access;

/// <summary>All that was said about access in one space, as of one access epoch: small, since people say it of few nodes.</summary>
internal sealed class SpaceAcl
{
    // Built anew after each change of a grant, and asked a few times until the next: building must be cheap too.
    private readonly Dictionary<long, NodeAcl> nodes = [];

    /// <param name="grants">In the order of their nodes.</param>
    /// <param name="stops">The folders that inherit nothing from above.</param>
    internal SpaceAcl(IReadOnlyList<Ports.GrantRow> grants, IEnumerable<long> stops)
    {
        Stops = [.. stops];
        for (int first = 0, next; first < grants.Count; first = next)
        {
            for (next = first + 1; next < grants.Count && grants[next].Node == grants[first].Node;)
                next++;
            var ofNode = new Ports.GrantRow[next - first];
            for (var i = first; i < next; i++)
                ofNode[i - first] = grants[i];
            nodes.Add(grants[first].Node, new NodeAcl(Stops.Contains(grants[first].Node), ofNode));
        }
        foreach (var stop in Stops)
            nodes.TryAdd(stop, new NodeAcl(true, []));
    }

    /// <summary>The folders that inherit nothing from above.</summary>
    internal HashSet<long> Stops { get; }

    /// <summary>The nodes that something was said of.</summary>
    internal IReadOnlyCollection<long> Nodes => nodes.Keys;

    internal NodeAcl? Find(long node) => nodes.GetValueOrDefault(node);
}

/// <summary>What was said about one node.</summary>
/// <param name="IsStop">True when nothing is inherited from above.</param>
/// <param name="Grants">To whom what is granted here.</param>
internal sealed record NodeAcl(bool IsStop, Ports.GrantRow[] Grants);
