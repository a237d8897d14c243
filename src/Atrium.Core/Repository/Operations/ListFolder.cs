using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Ports;

namespace Atrium.Core.Repository.Operations;

/// <summary>One page of a folder, of the present or of the past.</summary>
internal static class ListFolder
{
    // What a page may look at: a folder with many entries that the caller may not see, or that are long gone, gives smaller pages.
    private const int RowsOfOnePage = 10_000;

    // As many as a page by default: what is hidden is passed over in few steps.
    private const int RowsAtOnce = 100;

    internal static Outcome<Listing> Run(ICatalogReader reader, Caller caller, NodePath path, ListQuery query, string epoch)
    {
        if (query.Limit is < 1 or > ListQuery.MaxLimit)
            return Refused.Invalid($"A page has 1 to {ListQuery.MaxLimit} entries.");
        if (query.Descending && (query.Scope == ListScope.Deleted || (!query.AsOf.IsNow && query.Order == ListOrder.Name)))
            return Refused.Invalid("The past and deleted entries are listed by name, ascending.");
        if (path.Depth < 2)
            return TopFolders.List(reader, caller, path, query);
        if (!TreeWalk.To(reader, caller, path, query.AsOf).Try(out var walk, out var refused))
            return refused;
        if (Describe.Target(reader, walk, epoch) is not { } folder)
            return Refused.NotFound(path.ToString());
        if (folder.Kind != NodeKind.Folder)
            return Refused.Conflict($"{path} is a file, and has no entries.");
        if (!PageCursor.Read(query.After).Try(out var cursor, out refused))
            return refused;
        var node = walk.TargetNode!.Value;
        if (query.Scope == ListScope.Deleted)
            return Deleted(reader, walk, folder, node, cursor, query, epoch);
        return query.Order == ListOrder.Name
            ? ByName(reader, walk, folder, node, cursor, query, epoch)
            : Sorted(reader, walk, folder, node, cursor, query, epoch);
    }

    private static Listing ByName(
        ICatalogReader reader, TreeWalk walk, FileEntry folder, long node, PageCursor cursor, ListQuery query, string epoch)
    {
        var entries = new List<FileEntry>();
        var after = query.After is null ? null : cursor.Name;
        for (var looked = 0; ;)
        {
            // One more than a page holds, of those that the caller may see, tells whether there is a next one: what he may not see must
            // neither end a page nor promise another.
            var wanted = Math.Max(query.Limit + 1 - entries.Count, RowsAtOnce);
            var rows = query.Descending
                ? reader.LiveEntriesBackwards(node, after, wanted)
                : walk.Seq is { } seq
                    ? reader.EntriesAt(node, seq, after ?? "", wanted)
                    : reader.LiveEntries(node, after ?? "", wanted);
            entries.AddRange(Entries(reader, walk, rows, epoch));
            var isEnd = rows.Count < wanted;
            if (entries.Count > query.Limit || (!isEnd && (looked += rows.Count) >= RowsOfOnePage && entries.Count > 0))
            {
                var page = entries.Count > query.Limit ? entries[..query.Limit] : entries;
                return new Listing(folder, page, new PageCursor(0, page[^1].Name).ToString());
            }
            if (isEnd)
                return new Listing(folder, entries, null);
            after = rows[^1].Name;
        }
    }

    private static Outcome<Listing> Sorted(
        ICatalogReader reader, TreeWalk walk, FileEntry folder, long node, PageCursor cursor, ListQuery query, string epoch)
    {
        var rows = walk.Seq is { } seq
            ? reader.EntriesAt(node, seq, "", ListQuery.MaxSorted + 1)
            : reader.LiveEntries(node, "", ListQuery.MaxSorted + 1);
        if (rows.Count > ListQuery.MaxSorted)
            return new Refused(Refusal.TooLarge, $"{walk.Path} has more than {ListQuery.MaxSorted} entries: list it by name.");
        var all = Entries(reader, walk, rows, epoch).Select(entry => (Key: Key(entry, query.Order), Entry: entry));
        var sign = query.Descending ? -1 : 1;
        var sorted = all
            .Where(x => query.After is null || sign * Compare(x.Key, x.Entry.Name, cursor) > 0)
            .Order(Comparer<(long Key, FileEntry Entry)>.Create(
                (a, b) => sign * Compare(a.Key, a.Entry.Name, new PageCursor(b.Key, b.Entry.Name))))
            .Take(query.Limit + 1)
            .ToList();
        var page = sorted.Take(query.Limit).ToList();
        var next = sorted.Count > query.Limit ? new PageCursor(page[^1].Key, page[^1].Entry.Name).ToString() : null;
        return new Listing(folder, [.. page.Select(x => x.Entry)], next);
    }

    private static Listing Deleted(
        ICatalogReader reader, TreeWalk walk, FileEntry folder, long node, PageCursor cursor, ListQuery query, string epoch)
    {
        var found = new List<FileEntry>();
        string? seen = null;
        for (var after = cursor.Name; ;)
        {
            var rows = reader.AllEntries(node, after, RowsOfOnePage);
            for (var i = 0; i < rows.Count; i++)
            {
                if (i < rows.Count - 1 && rows[i + 1].Name == rows[i].Name)
                    continue;
                // The last name may go on beyond the rows that were read.
                var isCut = i == rows.Count - 1 && rows.Count == RowsOfOnePage;
                var row = isCut ? reader.NewestEntry(node, rows[i].Name)!.Value : rows[i];
                after = row.Name;
                var rights = walk.Access.OfEntry(walk.Rights, row);
                if (!rights.HasFlag(Rights.List))
                    continue;
                if (!row.IsLive && reader.NewestPlaceOf(row.Node) is { } place && place == row
                    && Describe.Entry(reader, walk.Path.TrustedChild(row.Name), row, null, epoch) is { } entry)
                {
                    if (found.Count == query.Limit)
                        return new Listing(folder, found, new PageCursor(0, found[^1].Name).ToString());
                    var deleted = reader.TimeOf(walk.Space.Id, row.ToSeq) is { } at ? Describe.Time(at) : (DateTimeOffset?)null;
                    found.Add(Describe.Told(walk.Access, rights, entry) with { Deleted = deleted });
                }
                seen = row.Name;
            }
            if (rows.Count < RowsOfOnePage)
                return new Listing(folder, found, null);
            // A page ends only behind a name that the caller may know.
            if (seen is not null)
                return new Listing(folder, found, new PageCursor(0, seen).ToString());
        }
    }

    /// <summary>What the caller may see of some rows.</summary>
    private static List<FileEntry> Entries(ICatalogReader reader, TreeWalk walk, IEnumerable<EntryRow> rows, string epoch)
    {
        var entries = new List<FileEntry>();
        foreach (var row in rows)
        {
            var rights = walk.Access.OfEntry(walk.Rights, row);
            if (rights.HasFlag(Rights.List) && Describe.Entry(reader, walk.Path.TrustedChild(row.Name), row, walk.Seq, epoch) is { } entry)
                entries.Add(Describe.Told(walk.Access, rights, entry));
        }
        return entries;
    }

    private static long Key(FileEntry entry, ListOrder order) => order switch
    {
        ListOrder.Size => entry.Kind == NodeKind.File ? entry.Size ?? 0 : 0,
        ListOrder.Modified => entry.Modified.UtcTicks,
        _ => 0,
    };

    private static int Compare(long key, string name, PageCursor other)
        => key != other.Key ? key.CompareTo(other.Key) : CompareNames(name, other.Name);

    /// <summary>As the catalog compares: the bytes of UTF-8.</summary>
    internal static int CompareNames(string a, string b)
        => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b));

    /// <summary>Where a page ended: the sorted value and the name of its last entry, opaque to clients.</summary>
    private readonly record struct PageCursor(long Key, string Name)
    {
        internal static Outcome<PageCursor> Read(string? text)
        {
            if (string.IsNullOrEmpty(text))
                return new PageCursor(0, "");
            try
            {
                var plain = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text));
                var colon = plain.IndexOf(':', StringComparison.Ordinal);
                if (colon > 0 && long.TryParse(plain.AsSpan(0, colon), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var key))
                    return new PageCursor(key, plain[(colon + 1)..]);
            }
            catch (FormatException)
            {
                // Answered below, as everything else that is no cursor.
            }
            return Refused.Invalid("'after' is the 'next' of the page before; start without it.");
        }

        public override string ToString()
            => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Key}:{Name}")));
    }
}
