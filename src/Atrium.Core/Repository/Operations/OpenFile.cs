using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Ports;

namespace Atrium.Core.Repository.Operations;

/// <summary>Opening a file for reading: everything about it from one snapshot.</summary>
internal static class OpenFile
{
    internal static Outcome<FileContent> AsOfMoment(Store store, ICatalogReader reader, Caller caller, NodePath path, AsOf asOf)
        => !FileOrFolder(store, reader, caller, path, asOf).Try(out var file, out var refused) ? refused
            : file is not null ? file
            : Refused.Conflict($"{path} is a folder: list it.");

    /// <summary>The file; null when there is a folder.</summary>
    internal static Outcome<FileContent?> FileOrFolder(Store store, ICatalogReader reader, Caller caller, NodePath path, AsOf asOf)
    {
        if (path.Depth < 2)
            return TopFolders.Stat(reader, caller, path).Try(out _, out var unseen) ? (FileContent?)null : unseen;
        if (!TreeWalk.To(reader, caller, path, asOf).Try(out var walk, out var refused))
            return refused;
        if (!walk.IsFound)
            return Refused.NotFound(path.ToString());
        if (walk.Target is not { Kind: NodeKind.File } entry)
            return (FileContent?)null;
        if (!walk.Rights.HasFlag(Rights.Read))
            return AccessRules.Refuse(walk.Rights, path.ToString());
        var content = walk.Seq is { } seq ? reader.ContentAt(entry.Node, seq) : reader.NewestContent(entry.Node);
        return content is null ? Refused.NotFound(path.ToString()) : Open(store, reader, caller, path, content);
    }

    internal static Outcome<FileContent> OfVersion(Store store, ICatalogReader reader, Caller caller, NodePath path, long version)
    {
        if (!ReadVersions.FileAt(reader, caller, path).Try(out var file, out var refused))
            return refused;
        return reader.ContentOfVersion(file.Node, version) is { } content
            ? Open(store, reader, caller, path, content)
            : Refused.NotFound($"Version {version} of {path}");
    }

    private static FileContent Open(Store store, ICatalogReader reader, Caller caller, NodePath path, ContentRow content)
        => Open(store, reader, path, content, now => MayRead(now, caller, content));

    /// <summary>Opens a content that may be read.</summary>
    internal static FileContent Open(Store store, ICatalogReader reader, NodePath path, ContentRow content, Func<ICatalogReader, bool> mayRead)
    {
        var extents = content.Size == 0 ? [] : reader.Extents(content.Node, content.Base, content.Version);
        // The usual small file is one inline blob: it comes with the same snapshot.
        var bytes = extents.Count == 1 ? reader.InlineBytes(extents[0].Blob) : null;
        return new FileContent(store, Describe.File(path, content, store.Catalog.Epoch), extents, bytes, mayRead);
    }

    private static bool MayRead(ICatalogReader reader, Caller caller, ContentRow content)
        => reader.GetSpace(content.Space) is { } space && SpaceAccess.Of(reader, caller, space).Of(content.Node).HasFlag(Rights.Read);
}
