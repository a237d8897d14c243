using Atrium.Core.Access;
using System.Globalization;
using Atrium.Core.Ports;

namespace Atrium.Core.Repository;

/// <summary>Rows as what callers see.</summary>
internal static class Describe
{
    /// <summary>The hash of the bytes where they are one extent, otherwise epoch and version; without quotes.</summary>
    internal static string ETag(ContentRow content, string epoch) => content.Sha256 is { } hash
        ? Convert.ToHexStringLower(hash)
        : string.Create(CultureInfo.InvariantCulture, $"{epoch}-{content.Version}");

    internal static DateTimeOffset Time(long utcTicks) => new(utcTicks, TimeSpan.Zero);

    internal static FileEntry File(NodePath path, ContentRow content, string epoch) => new(
        path, NodeKind.File, content.Node, content.Size, Time(content.Modified), content.MediaType, ETag(content, epoch), content.Version);

    internal static FileEntry Folder(NodePath path, long node, FolderRow folder, long version, long? seq) => new(
        path, NodeKind.Folder, node, seq is null ? folder.Bytes : null, Time(folder.Modified), null, null, version);

    /// <summary>An entry of the present, or of the state after a sequence number.</summary>
    internal static FileEntry? Entry(ICatalogReader reader, NodePath path, EntryRow entry, long? seq, string epoch)
    {
        if (entry.Kind == NodeKind.Folder)
            return reader.Folder(entry.Node) is { } folder ? Folder(path, entry.Node, folder, entry.FromSeq, seq) : null;
        var content = seq is { } moment ? reader.ContentAt(entry.Node, moment) : reader.NewestContent(entry.Node);
        return content is null ? null : File(path, content, epoch);
    }

    /// <summary>What a walk has found.</summary>
    internal static FileEntry? Target(ICatalogReader reader, TreeWalk walk, string epoch)
    {
        if (!walk.IsFound)
            return null;
        var entry = !walk.IsSpaceFolder
            ? Entry(reader, walk.Path, walk.Target!.Value, walk.Seq, epoch)
            : reader.Folder(walk.Space.Root) is { } folder ? Folder(walk.Path, walk.Space.Root, folder, walk.Space.Seq, walk.Seq) : null;
        return entry is null ? null : Told(walk.Access, walk.Rights, entry);
    }

    /// <summary>
    /// What may be told of an entry: a folder's size sums up what the caller may not see, and an entity tag is a hash, by which a guess at
    /// a short content that he may not read could be checked.
    /// </summary>
    internal static FileEntry Told(SpaceAccess access, Rights rights, FileEntry entry) => entry.Kind == NodeKind.Folder
        ? access.MayHide ? entry with { Size = null } : entry
        : rights.HasFlag(Rights.Read) ? entry : entry with { ETag = null };

    /// <summary>A space; how much it holds is told to whom nothing in it can be hidden from.</summary>
    internal static SpaceInfo Space(ICatalogReader reader, Space space, SpaceAccess access) => new(
        space.Path, PrincipalNames.Of(reader, space.Owner)?.Name, space.Quota, access.MayHide ? null : space.Used, space.HistoryCap,
        access.MayHide ? null : space.History, space.Retention, space.Seq, space.Horizon);
}
