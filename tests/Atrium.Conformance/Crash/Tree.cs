using System.Collections.Immutable;

namespace Atrium.Conformance.Crash;

/// <summary>
/// What one writer's folder must look like: files and folders by their path below it (<c>a/f1</c>). Immutable, so that
/// the state before an operation and the one after it can both be kept while nobody knows which of them it is.
/// </summary>
internal sealed record Tree(ImmutableSortedDictionary<string, Content> Files, ImmutableSortedSet<string> Folders)
{
    public static Tree Empty { get; } = new(
        ImmutableSortedDictionary.Create<string, Content>(StringComparer.Ordinal),
        ImmutableSortedSet.Create<string>(StringComparer.Ordinal));

    public Tree With(string path, Content content) => WithFoldersOf(path) with { Files = Files.SetItem(path, content) };

    /// <summary>Without a file, or without a folder and everything in it.</summary>
    public Tree Without(string path) => new(
        Files.RemoveRange(Files.Keys.Where(file => IsAtOrBelow(file, path))),
        Folders.Except(Folders.Where(folder => IsAtOrBelow(folder, path))));

    /// <summary>A file or a folder copied to another path, replacing what stands there.</summary>
    public Tree WithCopy(string from, string to)
    {
        var target = Without(to).WithFoldersOf(to);
        return new(
            target.Files.SetItems(Files.Where(file => IsAtOrBelow(file.Key, from))
                .Select(file => KeyValuePair.Create(to + file.Key[from.Length..], file.Value))),
            target.Folders.Union(Folders.Where(folder => IsAtOrBelow(folder, from)).Select(folder => to + folder[from.Length..])));
    }

    public Tree WithMove(string from, string to) => WithCopy(from, to).Without(from);

    /// <summary>The paths of files that differ between two states, or exist in one of them only.</summary>
    public static IEnumerable<string> Differences(Tree one, Tree other) =>
        one.Files.Keys.Union(other.Files.Keys, StringComparer.Ordinal)
            .Where(path => one.Files.GetValueOrDefault(path)?.Sha256 != other.Files.GetValueOrDefault(path)?.Sha256);

    private static bool IsAtOrBelow(string path, string top) =>
        path.StartsWith(top, StringComparison.Ordinal) && (path.Length == top.Length || path[top.Length] == '/');

    private Tree WithFoldersOf(string path)
    {
        var folders = Folders;
        for (var slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
            folders = folders.Add(path[..slash]);
        return this with { Folders = folders };
    }
}
