using Atrium.Api;
using Atrium.Core.Repository;

namespace Atrium.Protocols.Http.Files;

/// <summary>The repository's answers as records of the API.</summary>
internal static class Records
{
    internal static string KindName(NodeKind kind) => kind switch
    {
        NodeKind.File => "file",
        NodeKind.Folder => "folder",
        _ => throw new InvalidOperationException($"A node of the unknown kind {kind}."),
    };

    internal static FileRecord ToRecord(FileEntry entry) => new(
        entry.Name, KindName(entry.Kind), entry.Size, entry.Modified, entry.ETag, entry.Version, entry.MediaType, entry.Deleted);

    internal static StoredRecord ToStored(FileEntry entry) => new(
        entry.Path.ToString(), KindName(entry.Kind), entry.Size, entry.Modified, entry.ETag, entry.Version);

    internal static VersionRecord ToRecord(FileVersion version) => new(
        version.Version, version.At, version.Size, version.Modified, version.ETag, version.MediaType, version.Author, version.Current);

    internal static ChangeRecord ToRecord(FileChange change) => new(
        change.Sequence, change.Ordinal, change.At, ActionName(change.Action), change.Path.ToString(), change.From?.ToString(),
        KindName(change.Kind), change.NodeId, change.Account, change.Protocol);

    internal static string ActionName(ChangeAction action)
        => ChangeActionNames.Find(action) ?? throw new InvalidOperationException($"A change of the unknown kind {action}.");
}
