namespace Atrium.Core.Repository.Uploads;

/// <summary>A file that comes in pieces: what has come stays over cuts and restarts, and nobody sees it before the whole is there.</summary>
/// <param name="Id">Its own; only the account that began it can name it.</param>
/// <param name="Path">Where the file will stand, or stands when it is finished.</param>
/// <param name="Size">Bytes of the whole; null when it was not said yet.</param>
/// <param name="Received">Bytes that are on disk: go on from there.</param>
/// <param name="Modified">The time of modification that the file will have; null for that of its end.</param>
/// <param name="Expires">It is given up then, unless another piece comes before.</param>
public sealed record UploadInfo(long Id, NodePath Path, long? Size, long Received, DateTimeOffset? Modified, DateTimeOffset Expires)
{
    /// <summary>What its client said of it, as it was; null for nothing.</summary>
    public string? Metadata { get; init; }

    /// <summary>True when the file stands at its path.</summary>
    public bool IsFinished { get; init; }

    /// <summary>The file, in the answer to what finished it.</summary>
    public Stored? Stored { get; init; }

    /// <summary>Of one that comes by a link; null for an account's.</summary>
    internal string? Secret { get; init; }

    /// <summary>What names it in an address: its number, and the secret of one that comes by a link.</summary>
    public string Name => Secret is null
        ? Id.ToString(System.Globalization.CultureInfo.InvariantCulture)
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Id}.{Secret}");
}

/// <summary>What is said of a file before its first piece.</summary>
public sealed record UploadOptions
{
    /// <summary>Bytes of the whole; null when it is not known. What does not fit is refused before it is sent.</summary>
    public long? Size { get; init; }

    /// <summary>The time of modification to keep.</summary>
    public DateTimeOffset? Modified { get; init; }

    /// <summary>RFC 6838; null means by the name's ending.</summary>
    public string? MediaType { get; init; }

    /// <summary>To be given back as it is: at most <see cref="UploadLimits.MaxMetadata"/> characters.</summary>
    public string? Metadata { get; init; }

    /// <summary>What must hold of the path when the file is finished at once, because it is empty.</summary>
    public Precondition Precondition { get; init; } = Precondition.None;
}

/// <summary>Bytes that are added to an upload.</summary>
/// <param name="Offset">How many must be there already, so that none is added twice.</param>
public sealed record UploadPart(long Offset)
{
    /// <summary>Bytes to come; null when it was not said.</summary>
    public long? Length { get; init; }

    /// <summary>Bytes of the whole file, said now for the first time; null where that was said, or is still unknown.</summary>
    public long? Size { get; init; }

    /// <summary>What the bytes must hash to. They become durable together then, or not at all.</summary>
    public UploadDigest? Digest { get; init; }

    /// <summary>What must hold of the path when these bytes are the last.</summary>
    public Precondition Precondition { get; init; } = Precondition.None;
}

/// <summary>The hash that a client promises of the bytes it sends.</summary>
/// <param name="Algorithm">By which.</param>
/// <param name="Value">The hash.</param>
public sealed record UploadDigest(System.Security.Cryptography.HashAlgorithmName Algorithm, ReadOnlyMemory<byte> Value);
