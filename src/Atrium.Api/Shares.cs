using System.Text.Json.Serialization;

namespace Atrium.Api;

/// <summary>A link by which people without an account reach a file or folder: <c>GET /api/v1/shares</c>.</summary>
/// <param name="Id">By which it is revoked.</param>
/// <param name="Path">Where it leads now; null when that is deleted.</param>
/// <param name="NodeKind">"file" or "folder".</param>
/// <param name="Kind">"read", or "upload": files can be left in the folder, and nothing is shown.</param>
/// <param name="Creator">The account that made it; "operator".</param>
/// <param name="Created">UTC.</param>
/// <param name="Expires">UTC; null for never.</param>
/// <param name="HasPassword">Whether a password is asked.</param>
/// <param name="MaxDownloads">Null for any number.</param>
/// <param name="Downloads">So far; counted where their number is bounded.</param>
public sealed record ShareRecord(
    string Id, string? Path, string NodeKind, string Kind, string Creator, DateTimeOffset Created, DateTimeOffset? Expires, bool HasPassword, long? MaxDownloads,
    long Downloads);

/// <summary>The body of <c>POST /api/v1/shares</c>.</summary>
/// <param name="Path">A file or folder.</param>
/// <param name="Kind">"read" (unless another is given), or "upload".</param>
/// <param name="Expires">When it ends; null for never.</param>
/// <param name="Password">8 characters or more; null for none.</param>
/// <param name="MaxDownloads">Null for any number.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ShareRequest(string Path, string? Kind = null, DateTimeOffset? Expires = null, string? Password = null, long? MaxDownloads = null);

/// <summary>A link that was made a moment ago.</summary>
/// <param name="Share">It.</param>
/// <param name="Token">The secret in its address: told this once.</param>
/// <param name="Address">To be sent to whoever shall have it.</param>
public sealed record NewShareRecord(ShareRecord Share, string Token, string Address);

/// <summary>What was left by a link.</summary>
/// <param name="Names">What the files are called now: another name where theirs was taken.</param>
public sealed record DroppedRecord(IReadOnlyList<string> Names);
