using Atrium.Core.Accounts;
using Atrium.Core.Guard;
using Atrium.Core.Journal;
using Atrium.Core.Ports;

namespace Atrium.Storage.Catalog;

/// <content>The firewall's rules and bans.</content>
internal sealed partial class CatalogTransaction
{
    public void InsertFirewallRule(FirewallRule rule)
    {
        Write(Sql.InsertFirewallRule).Bind(rule.Id).Bind(rule.Network.ToString()).Bind(rule.Protocol ?? "").Bind((long)rule.Action)
            .Bind((long)rule.Order).Bind(rule.Expires?.UtcTicks).Bind(rule.Note).Bind(rule.Created.UtcTicks).Bind(rule.Author).Run();
        Administer("rule-added", AdministrationText.NameOf(rule), null, AdministrationText.Of(rule));
    }

    public void DeleteFirewallRule(long id)
    {
        if (FirewallRule(id) is { } rule)
            Administer("rule-removed", AdministrationText.NameOf(rule), AdministrationText.Of(rule), null);
        Write(Sql.DeleteFirewallRule).Bind(id).Run();
    }

    public void DeleteExpiredFirewallRules(long now) => Write(Sql.DeleteExpiredFirewallRules).Bind(now).Run();

    public void InsertBan(Ban ban)
    {
        Write(Sql.InsertBan).Bind(ban.Source.ToString()).Bind((long)ban.Offence).Bind(ban.Since.UtcTicks).Bind(ban.Until.UtcTicks)
            .Bind((long)ban.Times).Run();
        InsertAudit(new AuditRow(Next(Sequence.Journal), Now, JournalKind.Guard, Caller.AccountId, Caller.Name, Caller.Visit.Protocol, null, "banned")
        {
            Subject = ban.Source.ToString(),
            Rule = AdministrationText.Of(ban),
        });
    }

    public void DeleteBan(Network source)
    {
        // One that is over, or counted on, goes by itself.
        if (Caller.AccountId != Caller.System)
            Administer("unbanned", source.ToString(), null, null);
        Write(Sql.DeleteBan).Bind(source.ToString()).Run();
    }
}
