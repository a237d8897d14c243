namespace Atrium.Core.Repository.Uploads;

/// <summary>Every limit of uploads in pieces, with its reason.</summary>
public static class UploadLimits
{
    /// <summary>Of one account, or one link, at once: more files than any client sends at the same time, and few enough to be listed in one answer.</summary>
    public const int MaxOfAccount = 500;

    /// <summary>
    /// Bytes that become durable together, and the most that the end of the server costs: a fsync for each of them is little beside the
    /// time that they take on the fastest line.
    /// </summary>
    public const long MinPiece = 16 * 1024 * 1024;

    /// <summary>
    /// Pieces of one file: they become its extents in one unit, which must not keep other writers out for long. Large files have larger
    /// pieces, half as many as this; the rest is for clients that send small ones.
    /// </summary>
    public const int MaxPieces = 4096;

    /// <summary>How long an upload waits for its next piece: over night, and as long as contents wait for a deployment.</summary>
    public static readonly TimeSpan MaxIdleTime = TimeSpan.FromHours(24);

    /// <summary>Of what a client says of an upload: a path of the tree in Base64, and a few words beside it.</summary>
    public const int MaxMetadata = 8192;

    /// <summary>Bytes of a piece of a file of this size; where it is not known, it will be at least twice what is there.</summary>
    internal static long PieceOf(long? size, long received) => Math.Max(MinPiece, (size ?? 2 * received) / (MaxPieces / 2));
}
