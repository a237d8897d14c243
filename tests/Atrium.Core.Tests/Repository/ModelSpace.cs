namespace Atrium.Core.Tests.Repository;

/// <summary>
/// A space as plainly as it can be said: a tree of nodes, copied whole into a list of paths for every sequence number, so that
/// the past needs no thought.
/// </summary>
internal sealed class ModelSpace(string path)
{
    internal string Path { get; } = path;

    internal ModelNode Root { get; } = new(null);

    internal long? Quota { get; set; }

    internal long Used => Root.Bytes;

    /// <summary>The tree after each sequence number that an operation ended with.</summary>
    internal SortedDictionary<long, ModelState> States { get; } = [];

    /// <summary>When each of them was reached.</summary>
    internal List<(DateTimeOffset Time, long Seq)> Times { get; } = [];

    internal void Remember(long seq, DateTimeOffset time)
    {
        States[seq] = new ModelState(Root);
        Times.Add((time, seq));
    }

    internal ModelState At(long seq) => States.Last(state => state.Key <= seq).Value;

    internal ModelNode? Find(string[] names)
    {
        ModelNode? node = Root;
        foreach (var name in names)
            node = node?.Children.GetValueOrDefault(name);
        return node;
    }

    /// <summary>Whether the folders above a name are there; null when a file stands in the place of one.</summary>
    internal bool? HasParents(string[] names)
    {
        var node = Root;
        foreach (var name in names[..Math.Max(0, names.Length - 1)])
        {
            if (!node.Children.TryGetValue(name, out var child))
                return false;
            if (!child.IsFolder)
                return null;
            node = child;
        }
        return true;
    }

    /// <summary>Lets a node stand at a path: folders above it are made, what stood there is gone.</summary>
    internal void Put(string[] names, ModelNode node)
    {
        var folder = Root;
        foreach (var name in names[..^1])
        {
            if (!folder.Children.TryGetValue(name, out var child))
                folder.Link(name, child = new ModelNode(null));
            folder = child;
        }
        folder.Unlink(names[^1]);
        folder.Link(names[^1], node);
    }

    internal void Remove(string[] names) => Find(names[..^1])!.Unlink(names[^1]);

    /// <summary>What stood last at a path where nothing stands now, or why it does not come back.</summary>
    internal (ModelNode? Node, Refusal? Refusal) LastOf(string[] names)
    {
        var node = Root;
        foreach (var name in names)
        {
            if (!node.IsFolder)
                return (null, Refusal.NotFound);
            if (!node.Children.TryGetValue(name, out var child))
            {
                if (!node.Gone.TryGetValue(name, out child))
                    return (null, Refusal.NotFound);
                // What stands, or stood last, elsewhere was moved.
                if (child.Place is not { } place || place.Parent != node || place.Name != name)
                    return (null, Refusal.Conflict);
            }
            node = child;
        }
        return (node, null);
    }
}

/// <summary>A whole tree at one moment; never changed.</summary>
internal sealed class ModelState
{
    private readonly ModelNode copy;
    private readonly Dictionary<string, ModelNode> originals = [];

    internal ModelState(ModelNode root)
    {
        copy = root.Copy();
        Collect("", root, originals);
    }

    /// <summary>Contents by path, relative to the space; null for a folder.</summary>
    internal SortedDictionary<string, ModelContent?> Contents()
    {
        var nodes = new Dictionary<string, ModelNode>();
        Collect("", copy, nodes);
        return new(nodes.ToDictionary(x => x.Key, x => x.Value.Content), StringComparer.Ordinal);
    }

    /// <summary>A new tree like the one that stood at a path.</summary>
    internal ModelNode? Build(string[] names)
    {
        ModelNode? node = copy;
        foreach (var name in names)
            node = node?.Children.GetValueOrDefault(name);
        return node?.Copy();
    }

    /// <summary>The very node that stood there.</summary>
    internal ModelNode? Original(string[] names) => originals.GetValueOrDefault(string.Concat(names.Select(name => "/" + name)));

    private static void Collect(string path, ModelNode node, Dictionary<string, ModelNode> into)
    {
        into[path] = node;
        foreach (var (name, child) in node.Children)
            Collect($"{path}/{name}", child, into);
    }
}
