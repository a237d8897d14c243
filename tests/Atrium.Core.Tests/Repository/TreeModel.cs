namespace Atrium.Core.Tests.Repository;

/// <summary>
/// A space as plainly as it can be said: a dictionary from paths to contents (null: a folder), copied whole for every sequence
/// number, so that the past needs no thought.
/// </summary>
internal sealed class TreeModel(string root)
{
    private readonly Dictionary<string, string?> now = new() { [root] = null };

    /// <summary>The tree after each sequence number.</summary>
    internal SortedDictionary<long, Dictionary<string, string?>> States { get; } = [];

    internal IReadOnlyDictionary<string, string?> Now => now;

    internal void Remember(long seq) => States[seq] = new Dictionary<string, string?>(now);

    internal Dictionary<string, string?> At(long seq) => States.Last(state => state.Key <= seq).Value;

    internal bool IsFile(string path) => now.TryGetValue(path, out var content) && content is not null;

    internal bool IsFolder(string path) => now.TryGetValue(path, out var content) && content is null;

    internal bool Exists(string path) => now.ContainsKey(path);

    /// <summary>True when a file stands where a folder would have to be.</summary>
    internal bool IsBlocked(string path)
    {
        for (var up = Parent(path); up.Length > root.Length; up = Parent(up))
        {
            if (IsFile(up))
                return true;
        }
        return false;
    }

    internal void Put(string path, string? content)
    {
        for (var up = Parent(path); up.Length > root.Length; up = Parent(up))
            now[up] = null;
        now[path] = content;
    }

    internal void Remove(string path)
    {
        foreach (var gone in Below(now, path))
            now.Remove(gone);
    }

    internal static List<string> Below(IReadOnlyDictionary<string, string?> tree, string path)
        => [.. tree.Keys.Where(key => key == path || key.StartsWith(path + "/", StringComparison.Ordinal))];

    /// <summary>Puts a tree (or file) of some state at a path.</summary>
    internal void Graft(IReadOnlyDictionary<string, string?> source, string from, string to)
    {
        var copy = Below(source, from).Select(key => (Key: to + key[from.Length..], Content: source[key])).ToList();
        Remove(to);
        foreach (var (key, content) in copy.OrderBy(x => x.Key.Length))
            Put(key, content);
    }

    internal long Size(string path) => Below(now, path).Sum(key => (long)(now[key]?.Length ?? 0));

    internal static string Parent(string path) => path[..path.LastIndexOf('/')];
}
