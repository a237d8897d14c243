namespace Atrium.Core.Repository;

/// <summary>By what a listing is sorted; names break ties, and are compared byte by byte.</summary>
public enum ListOrder
{
    /// <summary>By name: the only order whose pages cost the same in a folder of any size.</summary>
    Name,

    /// <summary>By size, folders as size 0.</summary>
    Size,

    /// <summary>By time of modification.</summary>
    Modified,
}

/// <summary>Which entries of a folder a listing is about.</summary>
public enum ListScope
{
    /// <summary>What is there.</summary>
    Present,

    /// <summary>What was deleted or moved away and can be undeleted.</summary>
    Deleted,
}

/// <summary>A question for one page of a folder.</summary>
public sealed record ListQuery
{
    /// <summary>Entries of a page when the client does not say: enough for a screen, read in well under 1 ms.</summary>
    public const int DefaultLimit = 100;

    /// <summary>The largest page: keeps a reading transaction short, so that the WAL can be checkpointed.</summary>
    public const int MaxLimit = 1000;

    /// <summary>Entries of a folder that can be sorted otherwise than by name: each page must look at all of them.</summary>
    public const int MaxSorted = 100_000;

    /// <summary>1 to <see cref="MaxLimit"/>.</summary>
    public int Limit { get; init; } = DefaultLimit;

    /// <summary>The <see cref="Listing.Next"/> of the page before; null for the first.</summary>
    public string? After { get; init; }

    /// <summary>Ascending, except for <see cref="Descending"/>.</summary>
    public ListOrder Order { get; init; }

    /// <summary>From the largest to the smallest.</summary>
    public bool Descending { get; init; }

    /// <summary>The present, or the past.</summary>
    public AsOf AsOf { get; init; }

    /// <summary>What is there, or what was deleted.</summary>
    public ListScope Scope { get; init; }
}

/// <summary>One page of a folder.</summary>
/// <param name="Folder">The folder itself.</param>
/// <param name="Entries">In the order asked for.</param>
/// <param name="Next">For <see cref="ListQuery.After"/>; null on the last page.</param>
public sealed record Listing(FileEntry Folder, IReadOnlyList<FileEntry> Entries, string? Next);
