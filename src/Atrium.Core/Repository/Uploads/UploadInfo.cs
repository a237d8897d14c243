namespace Atrium.Core.Repository.Uploads;

/// <summary>A file that comes in pieces: what has come stays over cuts and restarts, and nobody sees it before the whole is there.</summary>
/// <param name="Id">Its own; only the account that began it can name it.</param>
/// <param name="Path">Where the file will stand.</param>
/// <param name="Size">Bytes of the whole; null when it was not said.</param>
/// <param name="Received">Bytes that are on disk: go on from there.</param>
/// <param name="Modified">The time of modification that the file will have; null for that of its end.</param>
/// <param name="Expires">It is given up then, unless another piece comes before.</param>
public sealed record UploadInfo(long Id, NodePath Path, long? Size, long Received, DateTimeOffset? Modified, DateTimeOffset Expires);

/// <summary>What is said of a file before its first piece.</summary>
public sealed record UploadOptions
{
    /// <summary>Bytes of the whole; null when it is not known. What does not fit is refused before it is sent.</summary>
    public long? Size { get; init; }

    /// <summary>The time of modification to keep.</summary>
    public DateTimeOffset? Modified { get; init; }

    /// <summary>RFC 6838; null means by the name's ending.</summary>
    public string? MediaType { get; init; }
}
