namespace Atrium.Core.Repository;

/// <summary>One node where it stands, as a caller sees it.</summary>
/// <param name="Path">Where it stands.</param>
/// <param name="Kind">File or folder.</param>
/// <param name="NodeId">Stays the same when it is moved, renamed or replaced.</param>
/// <param name="Size">Bytes; of a folder all live bytes below it, null for a folder in the past.</param>
/// <param name="Modified">When the content was last changed, as the client said or as the server saw it.</param>
/// <param name="MediaType">RFC 6838; null for a folder.</param>
/// <param name="ETag">An opaque tag without its quotes (RFC 9110, 8.8.3); null for a folder.</param>
/// <param name="Version">The sequence number of the space that gave it this content (of a folder: this place).</param>
public sealed record FileEntry(
    NodePath Path,
    NodeKind Kind,
    long NodeId,
    long? Size,
    DateTimeOffset Modified,
    string? MediaType,
    string? ETag,
    long Version)
{
    /// <summary>The last name of the path.</summary>
    public string Name => Path.Name;

    /// <summary>Set in a list of deleted entries: when it was deleted.</summary>
    public DateTimeOffset? Deleted { get; init; }
}
