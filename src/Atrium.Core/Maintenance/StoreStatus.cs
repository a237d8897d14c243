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
    long CatalogBytes, long FreeBytes, long Units, long Batches);
