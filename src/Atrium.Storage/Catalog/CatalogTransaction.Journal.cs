using Atrium.Core.Journal;
using Atrium.Core.Ports;

namespace Atrium.Storage.Catalog;

/// <content>The journal.</content>
internal sealed partial class CatalogTransaction
{
    public void InsertAudit(AuditRow row)
        => Write(row.Kind == JournalKind.Read ? Sql.InsertRead : Sql.InsertAudit).Bind(row.Number).Bind(row.At).Bind((long)row.Kind).Bind(row.Account)
            .Bind(row.Name).Bind(row.Protocol).Bind(row.Peer).Bind(row.Action).Bind(row.Subject).Bind(row.Outcome).Bind(row.Detail)
            .Bind(row.Rule).Bind(row.Before).Bind(row.After).Bind(row.Count).Run();
}
