using System.Globalization;
using Atrium.Core.Accounts;
using Atrium.Core.Ports;
using Atrium.Core.Settings;

namespace Atrium.Core.Journal.Sealing;

/// <summary>Lets whole segments go that are older than their retention: first it is said, signed, that they are gone; then the rows go. Their seals stay.</summary>
internal static class SegmentPurge
{
    /// <summary>Rows of one unit: one statement each.</summary>
    internal const int RowsOfOneUnit = 500;

    // Segments that one unit lets go.
    private const int SegmentsOfOneUnit = 100;

    /// <summary>Purges the next part of a stream; the number of rows that went, which is less than a unit's worth at the end.</summary>
    internal static Outcome<int> Unit(ICatalogTransaction tx, SealKey key, long stream)
    {
        var retention = stream switch
        {
            Segments.Audit => JournalSettings.AuditRetention,
            Segments.Reads => JournalSettings.ReadRetention,
            _ => JournalSettings.ChangeRetention,
        };
        var keptFrom = tx.Now - TimeSpan.FromSeconds(retention.In(tx)!.Value).Ticks;
        // The history of a space looks up times in its changes.
        var horizon = stream < 0 ? long.MaxValue : tx.Lock(stream)?.Horizon ?? 0;
        var first = FirstKept(tx, stream);
        var next = first;
        // What was written while the clock was ahead is at the latest as old as what follows it: one such row does not hold the rest.
        while (next < first + SegmentsOfOneUnit && tx.SegmentAfter(stream, next - 1) is { } segment && tx.SegmentAfter(stream, next) is { } following
            && (segment.Ended > tx.Now ? following.Began : segment.Ended) < keptFrom && following.First <= horizon)
            next++;
        if (next > first)
            Mark(tx, key, stream, first, next);
        if (tx.SegmentAfter(stream, next - 1) is not { } kept)
            return 0;
        return stream < 0 ? tx.DeleteAudit(stream == Segments.Reads, kept.First, RowsOfOneUnit) : tx.DeleteChanges(stream, kept.First, RowsOfOneUnit);
    }

    /// <summary>Says that all of a space's changes go, with the space.</summary>
    internal static Outcome<int> WholeUnit(ICatalogTransaction tx, SealKey key, long stream)
    {
        var first = FirstKept(tx, stream);
        if (tx.LastSegment(stream) is { } last && last.Number >= first)
            Mark(tx, key, stream, first, last.Number + 1);
        return 0;
    }

    private static long FirstKept(ICatalogReader reader, long stream) => reader.JournalPurge(stream)?.First ?? 1;

    private static void Mark(ICatalogTransaction tx, SealKey key, long stream, long first, long next)
    {
        tx.SetJournalPurge(stream, next, key.Sign(Segments.PurgeHash(stream, next)));
        tx.InsertAudit(new AuditRow(tx.Next(Sequence.Journal), tx.Now, JournalKind.Server, Caller.System, "system", "system", null, "purged")
        {
            Subject = Segments.NameOf(tx, stream),
            Detail = string.Create(CultureInfo.InvariantCulture, $"What was sealed in the segments {first} to {next - 1} is older than it is kept; their seals stay."),
        });
    }
}
