using Atrium.Core.Accounts;
using Atrium.Core.Ports;

namespace Atrium.Core.Repository.Locks;

/// <summary>Which locks hold where. Whoever has none in his space looks at no table.</summary>
internal static class LockCover
{
    /// <summary>The locks that cover what stands at the end of a walk, or would stand there.</summary>
    internal static List<LockRow> Of(ICatalogReader reader, TreeWalk walk)
    {
        var covering = Above(reader, walk);
        if (walk.Space.Locks > 0 && walk.TargetNode is { } target)
            covering.AddRange(Live(reader, reader.LocksOn(target)).Where(row => !walk.IsSpaceFolder || row.Depth == LockDepth.Zero));
        return covering;
    }

    /// <summary>Those of the folders above that reach down to it; the space's own folder counts as one above itself.</summary>
    internal static List<LockRow> Above(ICatalogReader reader, TreeWalk walk)
    {
        var covering = new List<LockRow>();
        if (walk.Space.Locks == 0)
            return covering;
        foreach (var folder in walk.Folders)
            covering.AddRange(Live(reader, reader.LocksOn(folder)).Where(row => row.Depth == LockDepth.Infinity));
        return covering;
    }

    /// <summary>Those that keep names from coming into a folder and from going out of it, beside what reaches down to it.</summary>
    internal static IEnumerable<LockRow> OfMembers(ICatalogReader reader, TreeWalk walk)
        => Live(reader, reader.LocksOn(walk.ParentNode)).Where(row => row.Depth == LockDepth.Zero);

    /// <summary>Those on what is below a path.</summary>
    internal static IEnumerable<LockRow> Below(ICatalogReader reader, Space space, NodePath path)
        => space.Locks == 0 ? [] : Live(reader, reader.LocksBelow(space.Id, PlaceOf(path)));

    /// <summary>The path below its space.</summary>
    internal static string PlaceOf(NodePath path) => string.Join('/', path.Names.Skip(2));

    internal static NodePath PathOf(Space space, LockRow row)
        => row.Place.Length == 0 ? space.Path : row.Place.Split('/').Aggregate(space.Path, (path, name) => path.TrustedChild(name));

    /// <summary>A lock that has run out is nobody's, whether it was swept or not.</summary>
    internal static IEnumerable<LockRow> Live(ICatalogReader reader, IEnumerable<LockRow> rows) => rows.Where(row => row.Expires > reader.Now);

    internal static LockInfo Describe(ICatalogReader reader, long account, Space space, LockRow row) => new(
        row.Id, PathOf(space, row), row.Scope, row.Depth, row.Owner, AccountNames.Of(reader, row.Account), Repository.Describe.Time(row.Created),
        Repository.Describe.Time(row.Expires))
    {
        // What all visitors share proves nothing of any of them.
        Token = row.Account == account && account != Caller.Anonymous ? row.Token : null,
    };
}
