using Atrium.Core.Ports;

namespace Atrium.Core.Journal.Sealing;

/// <summary>The rows of a stream as they are now.</summary>
internal static class StreamRows
{
    // A unit has at most about 1,000 rows, which share a sequence number and stay together.
    private const int MostOfOneUnit = 2000;

    /// <summary>Rows after a sequence number: whole units, at least one, and otherwise at most so many.</summary>
    internal static IReadOnlyList<SealedRow> After(ICatalogReader reader, long stream, long after, int most)
    {
        using var canonical = new CanonicalRow();
        if (stream < 0)
            return [.. reader.Audit(stream == Segments.Reads, after, most).Select(canonical.Of)];
        var rows = reader.Changes(stream, after, MostOfOneUnit);
        if (rows.Count <= most)
            return [.. rows.Select(canonical.Of)];
        // The last unit that fits, or the first one whatever its size.
        var end = rows[most].Seq == rows[0].Seq ? rows[0].Seq : rows[most].Seq - 1;
        return [.. rows.TakeWhile(row => row.Seq <= end).Select(canonical.Of)];
    }

    /// <summary>All rows after one sequence number and up to another.</summary>
    internal static IReadOnlyList<SealedRow> Between(ICatalogReader reader, long stream, long after, long last)
    {
        using var canonical = new CanonicalRow();
        var found = new List<SealedRow>();
        while (true)
        {
            var page = After(reader, stream, after, MostOfOneUnit);
            found.AddRange(page.TakeWhile(row => row.Key.Seq <= last));
            if (page.Count == 0 || page[^1].Key.Seq >= last)
                return found;
            after = page[^1].Key.Seq;
        }
    }
}
