using Atrium.Core.Ports;
using Atrium.Core.Repository;

namespace Atrium.Core.Maintenance;

/// <summary>The store in figures.</summary>
/// <param name="Epoch">Changes after a restore.</param>
/// <param name="Accounts">Number of accounts.</param>
/// <param name="Spaces">Number of spaces.</param>
/// <param name="Nodes">Files and folders, those of the past included.</param>
/// <param name="LiveBytes">What quotas count.</param>
/// <param name="HistoryBytes">Kept only for the past.</param>
/// <param name="Blobs">Distinct contents.</param>
/// <param name="BlobBytes">Their bytes.</param>
/// <param name="CatalogBytes">Of the catalog with its write-ahead log.</param>
/// <param name="FreeBytes">On the file system of the data folder.</param>
/// <param name="Units">Units of work committed since the start.</param>
/// <param name="Batches">Durable commits they shared.</param>
public sealed record StoreStatus(
    string Epoch, long Accounts, long Spaces, long Nodes, long LiveBytes, long HistoryBytes, long Blobs, long BlobBytes,
    long CatalogBytes, long FreeBytes, long Units, long Batches)
{
    /// <summary>Of the write-ahead log, which is part of <see cref="CatalogBytes"/>.</summary>
    public long LogBytes { get; init; }

    /// <summary>Units that wait for the next durable commit.</summary>
    public long Queue { get; init; }

    /// <summary>The database, with its version.</summary>
    public required string DatabaseVersion { get; init; }

    /// <summary>Spaces that have used most of their quota, the fullest first.</summary>
    public IReadOnlyList<FullSpace> FullSpaces { get; init; } = [];
}

/// <summary>A space near the end of its quota.</summary>
/// <param name="Path">Of the space.</param>
/// <param name="Used">Live bytes.</param>
/// <param name="Quota">Bytes.</param>
public sealed record FullSpace(NodePath Path, long Used, long Quota)
{
    /// <summary>From here on somebody should hear of it: the last fifth of a quota is days or weeks of ordinary work.</summary>
    private const double Share = 0.8;

    internal static IReadOnlyList<FullSpace> Among(IEnumerable<Space> spaces)
        => [.. from space in spaces
               where space.Quota is { } quota && space.Used > 0 && space.Used >= quota * Share
               orderby (double)space.Used / Math.Max(1, space.Quota!.Value) descending
               select new FullSpace(space.Path, space.Used, space.Quota!.Value)];
}
