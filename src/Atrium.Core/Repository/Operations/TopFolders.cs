using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Ports;

namespace Atrium.Core.Repository.Operations;

/// <summary>The folders above the spaces: "/" and one for each kind. They exist for whoever is signed in, or may see a space in them.</summary>
internal static class TopFolders
{
    internal static Outcome<FileEntry> Stat(ICatalogReader reader, Caller caller, NodePath path)
    {
        if (path.Depth > 0 && SpaceKinds.FromFolderName(path.Name) is null)
            return Refused.NotFound(path.ToString());
        var visible = Visible(reader, caller, path);
        return visible.Count > 0 || AccessRules.IsSignedIn(reader, caller) ? Folder(path, visible) : Refused.NotFound(path.ToString());
    }

    internal static Outcome<Listing> List(ICatalogReader reader, Caller caller, NodePath path, ListQuery query)
    {
        if (!Stat(reader, caller, path).Try(out var folder, out var refused))
            return refused;
        var visible = Visible(reader, caller, path);
        IEnumerable<FileEntry> entries = path.Depth == 0
            ? SpaceKinds.All.Select(kind => NodePath.Root.TrustedChild(kind.FolderName()))
                .Select(top => Folder(top, [.. visible.Where(seen => top.Contains(seen.Space.Path))]))
            : visible.Select(seen => Describe.Folder(
                seen.Space.Path, seen.Space.Root, reader.Folder(seen.Space.Root) ?? default, seen.Space.Seq, null) with { Size = seen.Size });
        if (query.Descending)
            entries = entries.Reverse();
        if (query.After is { Length: > 0 } after)
            entries = entries.SkipWhile(entry => entry.Name != after).Skip(1);
        var page = entries.Take(query.Limit + 1).ToList();
        return new Listing(folder, [.. page.Take(query.Limit)], page.Count > query.Limit ? page[query.Limit - 1].Name : null);
    }

    // In the order of their paths, as the catalog has it.
    private static List<(Space Space, long? Size)> Visible(ICatalogReader reader, Caller caller, NodePath top) =>
    [
        .. from space in reader.Spaces()
           where top.Contains(space.Path)
           let access = SpaceAccess.Of(reader, caller, space)
           where access.AtRoot.HasFlag(Rights.List)
           select (space, access.MayHide ? (long?)null : space.Used),
    ];

    // Of what some cannot see, no sum is told either.
    private static FileEntry Folder(NodePath path, List<(Space Space, long? Size)> spaces) => new(
        path, NodeKind.Folder, 0, spaces.Aggregate((long?)0, (sum, seen) => sum + seen.Size),
        Describe.Time(spaces.Count == 0 ? DateTimeOffset.UnixEpoch.UtcTicks : spaces.Max(seen => seen.Space.At)), null, null, 0);
}
