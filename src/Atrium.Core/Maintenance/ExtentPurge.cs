using Atrium.Core.Ports;

namespace Atrium.Core.Maintenance;

/// <summary>Removes extents, and condemns the blobs that nothing refers to any more.</summary>
internal static class ExtentPurge
{
    internal static void Run(ICatalogTransaction tx, long node, long from, long to)
    {
        var blobs = tx.Extents(node, from, to).Select(extent => extent.Blob).Distinct().ToList();
        tx.DeleteExtents(node, from, to);
        foreach (var blob in blobs)
        {
            if (!tx.IsBlobReferenced(blob))
                tx.CondemnBlob(blob, tx.Now);
        }
    }
}
