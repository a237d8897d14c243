using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Ports;

namespace Atrium.Core.Repository.Operations;

/// <summary>The versions of a file, also of one that is deleted.</summary>
internal static class ReadVersions
{
    internal static Outcome<IReadOnlyList<FileVersion>> List(
        ICatalogReader reader, Caller caller, NodePath path, long? before, int limit, string epoch)
    {
        if (limit is < 1 or > ListQuery.MaxLimit)
            return Refused.Invalid($"A page has 1 to {ListQuery.MaxLimit} versions.");
        if (!FileAt(reader, caller, path).Try(out var found, out var refused))
            return refused;
        var authors = new Dictionary<long, string?>();
        var versions = new List<FileVersion>();
        foreach (var content in reader.Versions(found.Node, before ?? Row.Live, limit))
        {
            if (!authors.TryGetValue(content.Author, out var author))
                authors[content.Author] = author = AccountNames.Of(reader, content.Author);
            versions.Add(new FileVersion(
                content.Version, Describe.Time(reader.TimeOf(content.Space, content.Version) ?? content.Modified), content.Size,
                Describe.Time(content.Modified), Describe.ETag(content, epoch), content.MediaType, author, content.IsLive && found.IsLive));
        }
        return versions;
    }

    /// <summary>The file that is at a path now, or that was deleted there last.</summary>
    internal static Outcome<(long Node, bool IsLive, Space Space)> FileAt(ICatalogReader reader, Caller caller, NodePath path)
    {
        if (!TreeWalk.To(reader, caller, path, AsOf.Now).Try(out var walk, out var refused))
            return refused;
        if (!walk.Rights.HasFlag(Rights.Read))
            return AccessRules.Refuse(walk.Rights, path.ToString());
        if (walk.TargetKind == NodeKind.Folder)
            return Refused.Conflict($"{path} is a folder; only files have versions. Ask for its state of a time instead.");
        if (walk.Target is { } live)
            return (live.Node, true, walk.Space);
        return UndeleteNode.LastOf(reader, walk).Try(out var last, out _) && last.Entry.Kind == NodeKind.File
            && walk.Access.Of(last.Entry.Node).HasFlag(Rights.Read)
                ? (last.Entry.Node, false, walk.Space)
                : Refused.NotFound(path.ToString());
    }
}
