using Atrium.Core.Ports;

namespace Atrium.Core.Maintenance;

/// <summary>Follows every content to its extents and blobs: no gap, no overlap, nothing beyond a blob's end.</summary>
internal sealed class ReferenceCheck(Store store, CheckFindings findings)
{
    private const int Page = 200;

    internal long Files { get; private set; }

    internal async ValueTask RunAsync(Action<long> report, CancellationToken cancellation)
    {
        var (node, version) = (0L, 0L);
        while (true)
        {
            var (afterNode, afterVersion) = (node, version);
            var (count, problems) = await store.Catalog.ReadAsync(
                reader =>
                {
                    var page = reader.AllContents(afterNode, afterVersion, Page);
                    if (page.Count > 0)
                        (node, version) = (page[^1].Node, page[^1].Version);
                    return (page.Count, page.Select(content => Look(reader, content)).OfType<CheckProblem>().ToList());
                },
                cancellation);
            problems.ForEach(findings.Add);
            Files += count;
            report(Files);
            if (count < Page)
                return;
        }
    }

    private static CheckProblem? Look(ICatalogReader reader, ContentRow content)
    {
        var position = 0L;
        var extents = reader.Extents(content.Node, content.Base, content.Version);
        foreach (var extent in extents)
        {
            if (extent.Position != position)
                return Problem(reader, content, $"Its pieces leave a gap or overlap at byte {position}.");
            if (reader.Blob(extent.Blob) is not { } blob)
                return Problem(reader, content, $"The blob {extent.Blob} of its bytes from {position} on is not in the catalog.");
            if (extent.Offset < 0 || extent.Length < 1 || extent.Offset + extent.Length > blob.Size)
                return Problem(reader, content, $"Its piece at byte {position} goes beyond its blob.");
            if (extents.Count == 1 && extent.Length == blob.Size && content.Sha256 is { } hash && !hash.AsSpan().SequenceEqual(blob.Sha256))
                return Problem(reader, content, "Its hash is not the hash of its blob.");
            position += extent.Length;
        }
        return position == content.Size ? null : Problem(reader, content, $"It should have {content.Size} bytes, and its pieces have {position}.");
    }

    private static CheckProblem Problem(ICatalogReader reader, ContentRow content, string detail)
    {
        var path = NodePaths.Of(reader, content.Node);
        return new CheckProblem(
            "reference", $"version {content.Version} of {path}", $"{detail} Restore the file from a backup, or store it again.", [path], false);
    }
}
