using System.Text.Json.Serialization;

namespace Atrium.Api;

/// <summary>A rule of the firewall: <c>GET /api/v1/firewall/rules</c>.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Network">An address, or a network such as 192.0.2.0/24.</param>
/// <param name="Action">"allow" or "deny".</param>
/// <param name="Protocol">The protocol that it is for; null for all.</param>
/// <param name="Order">Of the rules about an address, the one with the least order decides; among equal ones the narrowest network.</param>
/// <param name="Expires">When it ends; null for never.</param>
/// <param name="Note">Why it is there.</param>
/// <param name="Created">When it was written.</param>
/// <param name="Author">Who wrote it.</param>
public sealed record FirewallRuleRecord(
    long Id, string Network, string Action, string? Protocol, int Order, DateTimeOffset? Expires, string Note, DateTimeOffset Created, string Author);

/// <summary>The body of <c>POST /api/v1/firewall/rules</c>.</summary>
/// <param name="Network">An address or a network.</param>
/// <param name="Action">"allow" or "deny".</param>
/// <param name="Protocol">The protocol that it is for; null for all.</param>
/// <param name="Order">1 to 999; null for 500.</param>
/// <param name="Expires">When it ends; null for never.</param>
/// <param name="Note">Why it is there.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record FirewallRuleRequest(
    string Network, string Action, string? Protocol = null, int? Order = null, [property: JsonConverter(typeof(ZonedTimeConverter))] DateTimeOffset? Expires = null,
    string? Note = null);

/// <summary>Somebody whom the server keeps out by itself: <c>GET /api/v1/firewall/bans</c>.</summary>
/// <param name="Source">An IPv4 address, or the /64 of an IPv6 address.</param>
/// <param name="Reason">"failed-sign-ins", "malformed-input", "probing" or "misses".</param>
/// <param name="Since">When it began.</param>
/// <param name="Until">When it ends.</param>
/// <param name="Times">How many there were, this one included.</param>
public sealed record BanRecord(string Source, string Reason, DateTimeOffset Since, DateTimeOffset Until, int Times);

/// <summary>What was ended by <c>DELETE /api/v1/firewall/bans/{network}</c>.</summary>
/// <param name="Bans">Bans of the network, and of what is in it.</param>
/// <param name="Rules">Rules that denied exactly it.</param>
/// <param name="Still">A wider rule that keeps it out all the same; null where there is none.</param>
public sealed record UnbannedRecord(IReadOnlyList<BanRecord> Bans, IReadOnlyList<FirewallRuleRecord> Rules, FirewallRuleRecord? Still);
