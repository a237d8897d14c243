using Atrium.Core.Journal;
using Atrium.Core.Ports;

namespace Atrium.Storage.Catalog;

/// <content>The journal. What administration writes is told here, where it is written: no operation can forget it.</content>
internal sealed partial class CatalogTransaction
{
    public void InsertAudit(AuditRow row)
        => Write(row.Kind == JournalKind.Read ? Sql.InsertRead : Sql.InsertAudit).Bind(row.Number).Bind(row.At).Bind((long)row.Kind).Bind(row.Account)
            .Bind(row.Name).Bind(row.Protocol).Bind(row.Peer).Bind(row.Action).Bind(row.Subject).Bind(row.Outcome).Bind(row.Detail)
            .Bind(row.Rule).Bind(row.Before).Bind(row.After).Bind(row.Count).Run();

    public void Administer(string action, string subject, string? before, string? after)
        => InsertAudit(new AuditRow(
            Next(Sequence.Journal), Now, JournalKind.Administration, Caller.AccountId, Caller.Name, Caller.Visit.Protocol, Caller.Visit.Peer?.ToString(), action)
        {
            Subject = subject,
            Before = before,
            After = after,
        });

    public void SetSegment(SegmentRow segment)
        => Write(Sql.SetSegment).Bind(segment.Stream).Bind(segment.Number).Bind(segment.First).Bind(segment.Last).Bind(segment.Rows).Bind(segment.Began)
            .Bind(segment.Ended).Bind(segment.SealedAt).Bind(segment.Previous.AsSpan()).Bind(segment.Manifest).Bind(segment.ManifestHash)
            .Bind(segment.Head).Bind(segment.Key).Bind(segment.Signature).Run();

    public void SetJournalPurge(long stream, long first, byte[] signature)
    {
        Write(Sql.SetJournalPurge).Bind(stream).Bind(first).Bind(signature).Run();
        Write(Sql.DropManifests).Bind(stream).Bind(first).Run();
    }

    public int DeleteAudit(bool reads, long before, int limit)
    {
        var old = All(Use(reads ? Sql.OldReads : Sql.OldAudit).Bind(before).Bind(limit), row => row.Long(0));
        foreach (var number in old)
            Write(reads ? Sql.DeleteRead : Sql.DeleteAudit).Bind(number).Run();
        return old.Count;
    }

    // What the unit has set of spaces that were there before.
    private void TellOfSpaces()
    {
        foreach (var (id, before) in spacesBefore)
        {
            if (spaces.TryGetValue(id, out var space) && AdministrationText.Differs(before, space))
                Administer("space-changed", space.Path.ToString(), AdministrationText.Of(this, before), AdministrationText.Of(this, space));
        }
    }

    private string AccountName(long id) => GetAccount(id)?.Name ?? AdministrationText.NameOf(this, id);
}
