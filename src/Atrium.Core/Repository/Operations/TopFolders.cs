using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Ports;

namespace Atrium.Core.Repository.Operations;

/// <summary>The folders above the spaces: "/" and one for each kind. They exist for whoever is signed in.</summary>
internal static class TopFolders
{
    internal static Outcome<FileEntry> Stat(ICatalogReader reader, Caller caller, NodePath path)
        => AccessRules.IsSignedIn(reader, caller) && (path.Depth == 0 || SpaceKinds.FromFolderName(path.Name) is not null)
            ? Folder(path, Visible(reader, caller, path))
            : Refused.NotFound(path.ToString());

    internal static Outcome<Listing> List(ICatalogReader reader, Caller caller, NodePath path, ListQuery query)
    {
        if (!Stat(reader, caller, path).Try(out var folder, out var refused))
            return refused;
        var visible = Visible(reader, caller, path);
        IEnumerable<FileEntry> entries = path.Depth == 0
            ? SpaceKinds.All.Select(kind => NodePath.Root.TrustedChild(kind.FolderName()))
                .Select(top => Folder(top, [.. visible.Where(space => top.Contains(space.Path))]))
            : visible.Select(space => Describe.Folder(space.Path, space.Root, reader.Folder(space.Root) ?? default, space.Seq, null));
        if (query.Descending)
            entries = entries.Reverse();
        if (query.After is { Length: > 0 } after)
            entries = entries.SkipWhile(entry => entry.Name != after).Skip(1);
        var page = entries.Take(query.Limit + 1).ToList();
        return new Listing(folder, [.. page.Take(query.Limit)], page.Count > query.Limit ? page[query.Limit - 1].Name : null);
    }

    private static List<Space> Visible(ICatalogReader reader, Caller caller, NodePath top) =>
    [
        .. reader.Spaces()
            .Where(space => top.Contains(space.Path) && AccessRules.In(reader, caller, space).HasFlag(Rights.List))
            .OrderBy(space => space.Path.ToString(), Comparer<string>.Create(ListFolder.CompareNames)),
    ];

    private static FileEntry Folder(NodePath path, List<Space> spaces) => new(
        path, NodeKind.Folder, 0, spaces.Sum(space => space.Used), Describe.Time(spaces.Count == 0 ? DateTimeOffset.UnixEpoch.UtcTicks : spaces.Max(space => space.At)),
        null, null, 0);
}
