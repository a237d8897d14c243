using System.Text.Json.Serialization;

namespace Atrium.Api;

/// <summary>One entry of a listing.</summary>
/// <param name="Name">The last name of its path.</param>
/// <param name="Kind">"file" or "folder".</param>
/// <param name="Size">Bytes; null for a folder in the past, and for one in which something may be hidden from the caller.</param>
/// <param name="Modified">UTC.</param>
/// <param name="Etag">Without quotes; null for a folder, and for a file that the caller may list and not read.</param>
/// <param name="Version">For <c>?version=</c>.</param>
/// <param name="MediaType">RFC 6838; null for a folder.</param>
/// <param name="Deleted">Set only in a list of deleted entries.</param>
public sealed record FileRecord(
    string Name, string Kind, long? Size, DateTimeOffset Modified, string? Etag, long Version, string? MediaType = null, DateTimeOffset? Deleted = null);

/// <summary>One page of a folder: <c>GET /api/v1/files/{path}?list</c>.</summary>
/// <param name="Path">The folder.</param>
/// <param name="Entries">In the order asked for.</param>
/// <param name="Next">For <c>?after=</c>; null on the last page.</param>
public sealed record ListingRecord(string Path, IReadOnlyList<FileRecord> Entries, string? Next);

/// <summary>The answer to a change of one node: where it stands now.</summary>
/// <param name="Path">Where.</param>
/// <param name="Kind">"file" or "folder".</param>
/// <param name="Size">Bytes.</param>
/// <param name="Modified">UTC.</param>
/// <param name="Etag">Without quotes; null for a folder.</param>
/// <param name="Version">For <c>?version=</c>.</param>
public sealed record StoredRecord(string Path, string Kind, long? Size, DateTimeOffset Modified, string? Etag, long Version);

/// <summary>One version of a file: <c>GET /api/v1/files/{path}?versions</c>.</summary>
public sealed record VersionRecord(
    long Version, DateTimeOffset At, long Size, DateTimeOffset Modified, string Etag, string MediaType, string? Author, bool Current);

/// <summary>A page of versions, newest first.</summary>
public sealed record VersionsRecord(string Path, IReadOnlyList<VersionRecord> Versions, string? Next);

/// <summary>The body of <c>POST /api/v1/operations/move</c> and <c>/copy</c>.</summary>
/// <param name="From">What.</param>
/// <param name="To">The whole new path, its name included.</param>
/// <param name="Overwrite">Replace what is there.</param>
/// <param name="At">Copy only: the state of this moment (RFC 3339).</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record TransferRequest(string From, string To, bool Overwrite = false, [property: JsonConverter(typeof(ZonedTimeConverter))] DateTimeOffset? At = null);

/// <summary>The body of <c>POST /api/v1/operations/undelete</c>.</summary>
/// <param name="Path">What was deleted, or what shall be as it was.</param>
/// <param name="To">Another place to bring it back to.</param>
/// <param name="Overwrite">Replace what is there.</param>
/// <param name="At">The state of this moment; without it, what was last deleted.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record UndeleteRequest(string Path, string? To = null, bool Overwrite = false, [property: JsonConverter(typeof(ZonedTimeConverter))] DateTimeOffset? At = null);

/// <summary>One change of one node.</summary>
/// <param name="Sequence">Of the space.</param>
/// <param name="Ordinal">Within the sequence number.</param>
/// <param name="At">UTC.</param>
/// <param name="Action">"created", "replaced", "appended", "moved", "deleted", "undeleted", "space-added", "space-changed", "touched", "access-changed".</param>
/// <param name="Path">Where, at that time.</param>
/// <param name="From">Where it stood before a move.</param>
/// <param name="Kind">"file" or "folder".</param>
/// <param name="Node">Stays the same when it is moved.</param>
/// <param name="Account">Who.</param>
/// <param name="Protocol">By which protocol.</param>
public sealed record ChangeRecord(
    long Sequence, int Ordinal, DateTimeOffset At, string Action, string Path, string? From, string Kind, long Node, string? Account, string Protocol);

/// <summary>A page of the change feed: <c>GET /api/v1/changes?space=PATH&amp;after=CURSOR&amp;wait=SECONDS</c>.</summary>
/// <param name="Changes">In order.</param>
/// <param name="Cursor">For <c>?after=</c>, also when there was no change.</param>
public sealed record ChangesRecord(IReadOnlyList<ChangeRecord> Changes, string Cursor);
