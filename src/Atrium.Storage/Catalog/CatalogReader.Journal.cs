using Atrium.Core.Ports;

namespace Atrium.Storage.Catalog;

/// <content>The journal and its seals.</content>
internal partial class CatalogReader
{
    public IReadOnlyList<AuditRow> JournalAfter(long number, int limit)
    {
        List<AuditRow> rows =
        [
            .. All(Use(Sql.AuditAfter).Bind(number).Bind(limit), Rows.Audit), .. All(Use(Sql.ReadsAfter).Bind(number).Bind(limit), Rows.Audit),
            .. All(Use(Sql.ChangesAfter).Bind(number).Bind(limit), Rows.JournaledChange),
            .. All(Use(Sql.RecentChangesAfter).Bind(number).Bind(limit), Rows.JournaledChange),
        ];
        return [.. rows.OrderBy(row => row.Number).Take(limit)];
    }

    public IReadOnlyList<AuditRow> JournalBefore(long number, int limit)
    {
        List<AuditRow> rows =
        [
            .. All(Use(Sql.AuditBefore).Bind(number).Bind(limit), Rows.Audit), .. All(Use(Sql.ReadsBefore).Bind(number).Bind(limit), Rows.Audit),
            .. All(Use(Sql.ChangesBefore).Bind(number).Bind(limit), Rows.JournaledChange),
            .. All(Use(Sql.RecentChangesBefore).Bind(number).Bind(limit), Rows.JournaledChange),
        ];
        return [.. rows.OrderByDescending(row => row.Number).Take(limit)];
    }

    public long LastJournalNumber() => JournalBefore(long.MaxValue, 1) is [var last] ? last.Number : 0;

    public IReadOnlyList<AuditRow> Audit(bool reads, long after, int limit)
        => All(Use(reads ? Sql.ReadsAfter : Sql.AuditAfter).Bind(after).Bind(limit), Rows.Audit);

    public IReadOnlyList<long> UnsealedStreams() => All(Use(Sql.UnsealedStreams), row => row.Long(0));

    public SegmentRow? LastSegment(long stream) => One(Use(Sql.LastSegment).Bind(stream), Rows.Segment);

    public SegmentRow? SegmentAfter(long stream, long number) => One(Use(Sql.SegmentAfter).Bind(stream).Bind(number), Rows.Segment);

    public IReadOnlyList<(long Stream, long Number, byte[] Head)> SegmentHeads()
        => All(Use(Sql.SegmentHeads), row => (row.Long(0), row.Long(1), row.Bytes(2)));

    public (long First, byte[] Signature)? JournalPurge(long stream)
        => Maybe(Use(Sql.JournalPurge).Bind(stream), row => (row.Long(0), row.Bytes(1)));
}
