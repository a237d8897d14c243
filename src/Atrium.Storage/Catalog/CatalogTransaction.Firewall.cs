using Atrium.Core.Guard;

namespace Atrium.Storage.Catalog;

/// <content>The firewall's rules and bans.</content>
internal sealed partial class CatalogTransaction
{
    public void InsertFirewallRule(FirewallRule rule)
        => Write(Sql.InsertFirewallRule).Bind(rule.Id).Bind(rule.Network.ToString()).Bind(rule.Protocol ?? "").Bind((long)rule.Action)
            .Bind((long)rule.Order).Bind(rule.Expires?.UtcTicks).Bind(rule.Note).Bind(rule.Created.UtcTicks).Bind(rule.Author).Run();

    public void DeleteFirewallRule(long id) => Write(Sql.DeleteFirewallRule).Bind(id).Run();

    public void DeleteExpiredFirewallRules(long now) => Write(Sql.DeleteExpiredFirewallRules).Bind(now).Run();

    public void InsertBan(Ban ban)
        => Write(Sql.InsertBan).Bind(ban.Source.ToString()).Bind((long)ban.Offence).Bind(ban.Since.UtcTicks).Bind(ban.Until.UtcTicks)
            .Bind((long)ban.Times).Run();

    public void DeleteBan(Network source) => Write(Sql.DeleteBan).Bind(source.ToString()).Run();
}
