using System.Runtime.CompilerServices;
using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Journal;
using Atrium.Core.Ports;

namespace Atrium.Core.Guard;

/// <summary>The rules and bans of the firewall, for those who may administer the server.</summary>
public sealed class FirewallControl
{
    /// <summary>Characters of a note: a sentence.</summary>
    public const int MaxNote = 200;

    private readonly Store store;
    private readonly Caller caller;
    private readonly AdministratorGate gate;

    internal FirewallControl(Store store, Caller caller) => (this.store, this.caller, gate) = (store, caller, new AdministratorGate(store, caller));

    /// <summary>The rules in the order in which they are asked, some at a time.</summary>
    public ValueTask<Outcome<IReadOnlyList<FirewallRule>>> ListRulesAsync(int skip, int limit, CancellationToken cancellation)
        => Traced(null, gate.AskAsync<IReadOnlyList<FirewallRule>>(reader => InOrder(reader).Skip(skip).Take(limit).ToList(), cancellation));

    /// <summary>One rule.</summary>
    public ValueTask<Outcome<FirewallRule>> GetRuleAsync(long id, CancellationToken cancellation)
        => Traced(id, gate.AskAsync(reader => Find(reader, id), cancellation));

    /// <summary>
    /// Writes a rule, which holds at once. A network has one rule for a protocol: what was said before goes. One that would shut out whoever
    /// writes it is refused.
    /// </summary>
    public ValueTask<Outcome<FirewallRule>> SetRuleAsync(NewRule rule, CancellationToken cancellation)
        => Traced(rule?.Network, SetRuleItselfAsync(rule!, cancellation));

    private async ValueTask<Outcome<FirewallRule>> SetRuleItselfAsync(NewRule rule, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var written = await gate.ChangeAsync(tx => Write(tx, rule), cancellation);
        if (written.Refused is null)
            await store.Guard.ReloadRulesAsync(CancellationToken.None);
        return written;
    }

    /// <summary>Removes a rule.</summary>
    public ValueTask<Outcome<Done>> RemoveRuleAsync(long id, CancellationToken cancellation)
        => Traced(id, RemoveRuleItselfAsync(id, cancellation));

    private async ValueTask<Outcome<Done>> RemoveRuleItselfAsync(long id, CancellationToken cancellation)
    {
        var removed = await gate.ChangeAsync(tx => Remove(tx, id), cancellation);
        if (removed.Refused is { } refused)
            return refused;
        await store.Guard.ReloadRulesAsync(CancellationToken.None);
        return default(Done);
    }

    /// <summary>The bans that hold now, newest first.</summary>
    public ValueTask<Outcome<IReadOnlyList<Ban>>> ListBansAsync(CancellationToken cancellation)
        => Traced(null, gate.AskAsync<IReadOnlyList<Ban>>(_ => store.Guard.ActiveBans().ToList(), cancellation));

    /// <summary>
    /// Lets somebody in again: ends the bans of a network and of what is in it, and removes the rules that deny exactly it. What wider
    /// rules say of it stays; the one that still decides is told.
    /// </summary>
    public ValueTask<Outcome<Unbanned>> UnbanAsync(Network network, CancellationToken cancellation)
        => Traced(network, UnbanItselfAsync(network, cancellation));

    private async ValueTask<Outcome<Unbanned>> UnbanItselfAsync(Network network, CancellationToken cancellation)
    {
        var removed = await gate.ChangeAsync<(List<FirewallRule> Rules, FirewallRule? Still)>(
            tx =>
            {
                var gone = tx.FirewallRulesOf(network).Where(rule => rule.Action == RuleAction.Deny).ToList();
                foreach (var rule in gone)
                    tx.DeleteFirewallRule(rule.Id);
                var still = Firewall.Deciding(Around(tx, network).Except(gone), network.First, "");
                return (gone, still is { Action: RuleAction.Deny } ? still : null);
            },
            cancellation);
        if (!removed.Try(out var rules, out var refused))
            return refused;
        await store.Guard.ReloadRulesAsync(CancellationToken.None);
        var bans = await store.Guard.UnbanAsync(network, caller, cancellation);
        if (bans.Count > 0 || rules.Rules.Count > 0)
            return new Unbanned(bans, rules.Rules, rules.Still);
        return rules.Still is { } still
            ? Refused.Conflict($"{network} is not banned; it is kept out by rule {still.Id}, deny {still.Network}. Remove that rule, or allow {network}.")
            : Refused.NotFound($"A ban of {network}, or a rule that denies it,");
    }

    internal Outcome<FirewallRule> Remove(ICatalogTransaction tx, long id)
    {
        if (!Find(tx, id).Try(out var rule, out var refused))
            return refused;
        if (ShutsOut(tx, [rule.Id], null) is { } shut)
            return shut;
        tx.DeleteFirewallRule(rule.Id);
        return rule;
    }

    internal Outcome<FirewallRule> Write(ICatalogTransaction tx, NewRule rule)
    {
        if (rule.Protocol is not null && !store.Guard.Protocols.Contains(rule.Protocol))
            return Refused.Invalid($"A rule may name a protocol of this server: {string.Join(", ", store.Guard.Protocols)}. '{rule.Protocol}' is none; leave it away for all.");
        if (rule.Order is < FirewallRule.FirstOrder or > FirewallRule.LastOrder)
            return Refused.Invalid($"The order of a rule is {FirewallRule.FirstOrder} (decides before all others) to {FirewallRule.LastOrder}.");
        if (rule.Note is { } note && (note.Length > MaxNote || note.Any(char.IsControl)))
            return Refused.Invalid($"A note has at most {MaxNote} characters, in one line.");
        var now = new DateTimeOffset(tx.Now, TimeSpan.Zero);
        if (rule.Expires <= now)
            return Refused.Invalid("The rule would have ended already: its end lies in the past.");
        var before = tx.FirewallRulesOf(rule.Network).FirstOrDefault(other => other.Protocol == rule.Protocol);
        var written = new FirewallRule(
            before?.Id ?? 0, rule.Network, rule.Protocol, rule.Action, rule.Order ?? FirewallRule.UsualOrder)
        {
            Expires = rule.Expires, Note = rule.Note ?? "", Created = now, Author = caller.Name,
        };
        if (ShutsOut(tx, before is null ? [] : [before.Id], written) is { } refused)
            return refused;
        if (before is not null)
            tx.DeleteFirewallRule(before.Id);
        else
            written = written with { Id = tx.Next(Sequence.FirewallRule) };
        tx.InsertFirewallRule(written);
        return written;
    }

    /// <summary>Why the change may not be made: whoever makes it over the network would be kept out by it.</summary>
    private Refused? ShutsOut(ICatalogTransaction tx, IReadOnlyList<long> without, FirewallRule? with)
    {
        if (caller.Visit.Peer is not { } peer)
            return null;
        var rules = Around(tx, Network.Of(peer)).Where(rule => !without.Contains(rule.Id));
        if (with is not null && with.Network.Contains(peer))
            rules = rules.Append(with);
        return Firewall.Deciding(rules, peer, caller.Visit.Protocol) is { Action: RuleAction.Deny }
            ? Refused.Conflict($"That would shut you out: you come from {peer}. Allow that address first, or do it on the server itself.")
            : null;
    }

    private static List<FirewallRule> InOrder(ICatalogReader reader) =>
        [.. reader.FirewallRules().Where(rule => !(rule.Expires?.UtcTicks <= reader.Now))
            .OrderBy(rule => rule.Order).ThenByDescending(rule => rule.Network.PrefixLength).ThenBy(rule => rule.Id)];

    /// <summary>The rules about a network and those around it: a look-up for each length, not a walk through all rules.</summary>
    private static IEnumerable<FirewallRule> Around(ICatalogReader reader, Network network) =>
        from wider in network.AndWider
        from rule in reader.FirewallRulesOf(wider)
        where !(rule.Expires?.UtcTicks <= reader.Now)
        select rule;

    private static Outcome<FirewallRule> Find(ICatalogReader reader, long id)
        => reader.FirewallRule(id) is { } rule && !(rule.Expires?.UtcTicks <= reader.Now) ? rule : Refused.NotFound($"The rule {id}");

    private ValueTask<Outcome<T>> Traced<T>(object? subject, ValueTask<Outcome<T>> running, [CallerMemberName] string operation = "")
        => store.Journal.Trace(caller, "firewall", subject, running, operation);
}

/// <summary>What letting somebody in again has ended.</summary>
/// <param name="Bans">Bans.</param>
/// <param name="Rules">Rules that denied it.</param>
/// <param name="Still">A wider rule that keeps it out all the same; null where there is none.</param>
public sealed record Unbanned(IReadOnlyList<Ban> Bans, IReadOnlyList<FirewallRule> Rules, FirewallRule? Still);
