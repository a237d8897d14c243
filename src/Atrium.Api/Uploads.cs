namespace Atrium.Api;

/// <summary>A file that comes in pieces: <c>GET /api/v1/uploads/{id}</c>.</summary>
/// <param name="Id">Only the account that began it can name it.</param>
/// <param name="Path">Where the file will stand.</param>
/// <param name="Size">Bytes of the whole; null when it was not said.</param>
/// <param name="Received">Bytes that are on disk: go on from there.</param>
/// <param name="Modified">The time of modification that it will have.</param>
/// <param name="Expires">It is given up then, unless another piece comes before.</param>
public sealed record UploadRecord(string Id, string Path, long? Size, long Received, DateTimeOffset? Modified, DateTimeOffset Expires);

/// <summary>What became of the files of one body: <c>POST /api/v1/operations/store</c>.</summary>
/// <param name="Files">In their order.</param>
/// <param name="Problem">Why the rest of the body was not looked at; null when all was.</param>
public sealed record StoredFilesRecord(IReadOnlyList<StoredFileRecord> Files, string? Problem);

/// <summary>What became of one of them.</summary>
/// <param name="Name">As it was sent.</param>
/// <param name="Status">201 stored as new, 204 in place of what was there, otherwise what a PUT of it alone would have been answered.</param>
/// <param name="Etag">Without quotes; null for what was not stored.</param>
/// <param name="Problem">Why it was not stored; null when it was.</param>
public sealed record StoredFileRecord(string Name, int Status, string? Etag, string? Problem);
