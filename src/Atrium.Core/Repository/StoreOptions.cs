namespace Atrium.Core.Repository;

/// <summary>What must hold of a path before it is changed (RFC 9110, 13.1); looked at again inside the unit of work.</summary>
public sealed record Precondition
{
    /// <summary>No condition.</summary>
    public static Precondition None { get; } = new();

    /// <summary>One of these entity tags must be the present one; an empty list never matches, null is no condition.</summary>
    public IReadOnlyList<string>? AnyOf { get; init; }

    /// <summary>None of these may be the present one.</summary>
    public IReadOnlyList<string>? NoneOf { get; init; }

    /// <summary>There must be something (If-Match: *).</summary>
    public bool MustExist { get; init; }

    /// <summary>There must be nothing (If-None-Match: *).</summary>
    public bool MustNotExist { get; init; }

    /// <summary>It must not have been modified after this time (If-Unmodified-Since), compared in whole seconds.</summary>
    public DateTimeOffset? UnmodifiedSince { get; init; }
}

/// <summary>How to store a file.</summary>
public sealed record StoreOptions
{
    /// <summary>Bytes to come, when the client said so: refused early when they cannot fit.</summary>
    public long? ExpectedLength { get; init; }

    /// <summary>RFC 6838; null means by the name's ending.</summary>
    public string? MediaType { get; init; }

    /// <summary>The time of modification to keep; null means now.</summary>
    public DateTimeOffset? Modified { get; init; }

    /// <summary>What must hold of the path.</summary>
    public Precondition Precondition { get; init; } = Precondition.None;

    /// <summary>What to do when folders on the way are missing.</summary>
    public MissingParents MissingParents { get; init; }

    /// <summary>For an append: the size that the file must have, so that no bytes are appended twice.</summary>
    public long? ExpectedSize { get; init; }

    /// <summary>The SHA-256 that the content must have; otherwise it is refused and nothing is changed.</summary>
    public byte[]? ExpectedSha256 { get; init; }
}

/// <summary>What to do when folders on the way to a new entry are missing.</summary>
public enum MissingParents
{
    /// <summary>Refuse with Conflict, as WebDAV wants it (RFC 4918, 9.7.1).</summary>
    Refuse,

    /// <summary>Make them in the same unit.</summary>
    Create,
}

/// <summary>What to do when the target of a move, copy or undelete is there.</summary>
public enum Overwrite
{
    /// <summary>Refuse with Exists.</summary>
    Refuse,

    /// <summary>Replace it; what was there can be undeleted.</summary>
    Replace,
}

/// <summary>How much a deletion may take with it.</summary>
public enum DeleteScope
{
    /// <summary>A file, or a folder that is empty.</summary>
    SingleNode,

    /// <summary>A folder with everything in it.</summary>
    Tree,
}

/// <summary>The answer to a stored or moved file.</summary>
/// <param name="Entry">As it is now.</param>
/// <param name="Created">True when nothing was there before.</param>
public sealed record Stored(FileEntry Entry, bool Created);

/// <summary>One version of a file.</summary>
/// <param name="Version">For <c>?version=</c>: the sequence number that made it.</param>
/// <param name="At">When it became the content.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Modified">The time of modification it carries.</param>
/// <param name="ETag">Without quotes.</param>
/// <param name="MediaType">RFC 6838.</param>
/// <param name="Author">The account's name, as it is called today; null when the account is gone.</param>
/// <param name="Current">True for the version that is there now.</param>
public sealed record FileVersion(
    long Version, DateTimeOffset At, long Size, DateTimeOffset Modified, string ETag, string MediaType, string? Author, bool Current);
