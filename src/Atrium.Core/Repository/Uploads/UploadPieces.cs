using Atrium.Core.Ports;

namespace Atrium.Core.Repository.Uploads;

/// <summary>The pieces of an upload: files in a folder that nobody sees, in the order of their names, which are their positions.</summary>
internal sealed class UploadPieces(ICatalogReader reader, UploadRow upload) : IContentSource
{
    private const int Page = 500;

    public long Size => upload.Received;

    public byte[]? Sha256 => upload.Pieces == 1 && reader.LiveEntries(upload.Folder, "", 1) is [var only] ? reader.NewestContent(only.Node)?.Sha256 : null;

    /// <summary>The name of the piece that begins at a position: as many digits for each, so that they are in order.</summary>
    internal static string NameAt(long position) => position.ToString("D19", System.Globalization.CultureInfo.InvariantCulture);

    public void Write(ICatalogTransaction tx, long node, long seq, long position, long domain)
    {
        for (var after = ""; ;)
        {
            var page = tx.LiveEntries(upload.Folder, after, Page);
            foreach (var content in page.Select(entry => tx.NewestContent(entry.Node)!))
            {
                foreach (var extent in tx.Extents(content.Node, content.Base, content.Version))
                {
                    tx.InsertExtent(extent with { Node = node, Seq = seq, Position = position });
                    position += extent.Length;
                }
            }
            if (page.Count < Page)
                return;
            after = page[^1].Name;
        }
    }
}
