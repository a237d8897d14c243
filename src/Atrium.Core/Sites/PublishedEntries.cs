using Atrium.Core.Access;
using Atrium.Core.Ports;
using Atrium.Core.Repository;

namespace Atrium.Core.Sites;

/// <summary>Something in a folder that shows what is in it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">File or folder.</param>
/// <param name="Size">Of a file, bytes.</param>
/// <param name="Modified">When it was changed last.</param>
public sealed record PublishedEntry(string Name, NodeKind Kind, long? Size, DateTimeOffset Modified);

/// <summary>A page of a folder, as visitors may see it.</summary>
/// <param name="Entries">By name.</param>
/// <param name="Next">The name that the next page begins after; null when this is the last.</param>
public sealed record PublishedEntries(IReadOnlyList<PublishedEntry> Entries, string? Next)
{
    /// <summary>As many as somebody looks through before he asks for more.</summary>
    private const int OfOnePage = 500;

    /// <summary>Looked at for one page: a folder of what nobody may see ends early.</summary>
    private const int MaxLooks = 5_000;

    internal static PublishedEntries Read(ICatalogReader reader, SpaceAccess access, long folder, Rights rights, int depth, string after)
    {
        var found = new List<PublishedEntry>();
        for (var looked = 0; looked < MaxLooks;)
        {
            var rows = reader.LiveEntries(folder, after, OfOnePage);
            foreach (var row in rows)
            {
                looked++;
                after = row.Name;
                if (PublishedSites.IsHidden(row.Name, depth) || !access.Below(rights, row.Node).HasFlag(Rights.Read) || Describe(reader, row) is not { } entry)
                    continue;
                found.Add(entry);
                if (found.Count == OfOnePage)
                    return new PublishedEntries(found, after);
            }
            if (rows.Count < OfOnePage)
                return new PublishedEntries(found, null);
        }
        return new PublishedEntries(found, after);
    }

    private static PublishedEntry? Describe(ICatalogReader reader, EntryRow row)
    {
        if (row.Kind == NodeKind.File)
            return reader.NewestContent(row.Node) is { } content ? new(row.Name, row.Kind, content.Size, Repository.Describe.Time(content.Modified)) : null;
        return reader.Folder(row.Node) is { } folder ? new(row.Name, row.Kind, null, Repository.Describe.Time(folder.Modified)) : null;
    }
}
