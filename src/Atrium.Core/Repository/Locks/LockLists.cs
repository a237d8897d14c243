using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Ports;
using Atrium.Core.Repository.Operations;

namespace Atrium.Core.Repository.Locks;

/// <summary>Which locks a caller is shown.</summary>
internal static class LockLists
{
    internal static Outcome<IReadOnlyList<LockInfo>> Of(ICatalogReader reader, Caller caller, NodePath path)
    {
        if (path.Depth < 2)
            return TopFolders.Stat(reader, caller, path).Try(out _, out var unseen) ? new List<LockInfo>() : unseen;
        if (!TreeWalk.To(reader, caller, path, AsOf.Now).Try(out var walk, out var refused))
            return refused;
        return walk.IsFound ? Describe(reader, caller, walk.Space, LockCover.Of(reader, walk)) : Refused.NotFound(path.ToString());
    }

    internal static Outcome<FolderLocks> OfEntries(ICatalogReader reader, Caller caller, NodePath folder, string first, string last)
    {
        // The folders above the spaces cannot be locked; spaces can, and each is asked for by itself.
        if (folder.Depth < 2)
            return TopFolders.Stat(reader, caller, folder).Try(out _, out var unseen) ? new FolderLocks([], new Dictionary<string, IReadOnlyList<LockInfo>>()) : unseen;
        if (!TreeWalk.To(reader, caller, folder, AsOf.Now).Try(out var walk, out var refused))
            return refused;
        if (!walk.IsFound || walk.TargetKind != NodeKind.Folder)
            return Refused.NotFound(folder.ToString());
        var byName = new Dictionary<string, IReadOnlyList<LockInfo>>(StringComparer.Ordinal);
        var place = LockCover.PlaceOf(folder);
        var start = place.Length == 0 ? 0 : place.Length + 1;
        foreach (var group in LockCover.Below(reader, walk.Space, folder).Where(row => !row.Place.AsSpan(start).Contains('/')).GroupBy(row => row.Place[start..]))
        {
            if (Utf8Order.Compare(group.Key, first) >= 0 && Utf8Order.Compare(group.Key, last) <= 0
                && walk.Access.Below(walk.Rights, group.First().Node).HasFlag(Rights.List))
                byName[group.Key] = Describe(reader, caller, walk.Space, group);
        }
        var down = LockCover.Of(reader, walk).Where(row => row.Depth == LockDepth.Infinity);
        return new FolderLocks(Describe(reader, caller, walk.Space, down), byName);
    }

    internal static Outcome<LockPage> Page(ICatalogReader reader, Caller caller, NodePath? path, long after, int limit)
    {
        if (!AccessRules.IsSignedIn(reader, caller))
            return AccessRules.NotSignedIn;
        if (limit is < 1 or > ListQuery.MaxLimit)
            return Refused.Invalid($"A page has 1 to {ListQuery.MaxLimit} locks.");
        if (path is not null)
            return InTree(reader, caller, path, after, limit);
        var rows = AccessRules.NotAdministrator(reader, caller) is null
            ? reader.Locks(after, limit + 1)
            : [.. reader.LocksOf(caller.AccountId).Where(row => row.Id > after).Take(limit + 1)];
        return Page(
            reader, caller, rows, limit, row => reader.GetSpace(row.Space));
    }

    private static Outcome<LockPage> InTree(ICatalogReader reader, Caller caller, NodePath path, long after, int limit)
    {
        if (!GrantUnits.Find(reader, caller, path).Try(out var walk, out var refused))
            return refused;
        if (!walk.Rights.HasFlag(Rights.Manage))
            return AccessRules.Refuse(walk.Rights, path.ToString());
        IEnumerable<LockRow> rows = reader.LocksOn(walk.TargetNode!.Value);
        if (walk.Space.Locks > 0)
            rows = rows.Concat(LockCover.Below(reader, walk.Space, path));
        return Page(reader, caller, [.. rows.Where(row => row.Id > after).OrderBy(row => row.Id).Take(limit + 1)], limit, _ => walk.Space);
    }

    private static LockPage Page(ICatalogReader reader, Caller caller, IReadOnlyList<LockRow> rows, int limit, Func<LockRow, Space?> spaceOf)
        => new(
            [.. from row in LockCover.Live(reader, rows.Take(limit)) let space = spaceOf(row) where space is not null select LockCover.Describe(reader, caller.AccountId, space, row)],
            rows.Count > limit ? rows[limit - 1].Id : null);

    private static List<LockInfo> Describe(ICatalogReader reader, Caller caller, Space space, IEnumerable<LockRow> rows)
        => [.. rows.Select(row => LockCover.Describe(reader, caller.AccountId, space, row))];
}
