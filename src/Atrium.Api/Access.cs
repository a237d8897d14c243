using System.Text.Json.Serialization;

namespace Atrium.Api;

/// <summary>A group: <c>GET /api/v1/groups</c>.</summary>
/// <param name="Name">Lower case. Accounts and groups share one set of names.</param>
/// <param name="Members">Accounts and groups that are directly in it, by name.</param>
/// <param name="Created">UTC.</param>
public sealed record GroupRecord(string Name, IReadOnlyList<string> Members, DateTimeOffset Created);

/// <summary>The body of <c>POST /api/v1/groups</c>.</summary>
/// <param name="Name">Letters, digits, and dot, dash or underscore between them.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record GroupRequest(string Name);

/// <summary>What somebody holds, and why.</summary>
/// <param name="Path">Where it was granted: the node itself, or a folder above it. Of an owner the space, of an administrator "/".</param>
/// <param name="Principal">The name of an account or group; "everyone", "anyone".</param>
/// <param name="Kind">"account", "group", "everyone", "anyone", "link".</param>
/// <param name="Rights">"list", "read", "create", "write", "delete", "share", "manage", with commas between several.</param>
/// <param name="Reason">"grant", "owner", "administrator", or "site" for what visitors of a site see.</param>
public sealed record GrantRecord(string Path, string Principal, string Kind, string Rights, string Reason);

/// <summary>Who may do what with a node: <c>GET /api/v1/grants?path=PATH</c>.</summary>
/// <param name="Path">The node.</param>
/// <param name="Inherits">False where a folder takes nothing from above.</param>
/// <param name="Entries">Everybody who holds anything here, the nearest reasons first.</param>
public sealed record AccessListRecord(string Path, bool Inherits, IReadOnlyList<GrantRecord> Entries);

/// <summary>The body of <c>POST /api/v1/grants</c>: what is granted to the principal on the node, in place of what was.</summary>
/// <param name="Path">A space, a folder or a file.</param>
/// <param name="Principal">The name of an account or group; "everyone" (any account), "anyone" (also visitors without one).</param>
/// <param name="Rights">Such as "read,create".</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record GrantRequest(string Path, string Principal, string Rights);

/// <summary>The body of <c>PUT /api/v1/grants/inheritance</c>.</summary>
/// <param name="Path">A folder in a space.</param>
/// <param name="Inherits">False: nothing that is granted above it holds in it.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record InheritanceRequest(string Path, bool Inherits);

/// <summary>Which rule decides: <c>GET /api/v1/access/explain?account=&amp;action=&amp;path=</c>.</summary>
/// <param name="Path">The node.</param>
/// <param name="Account">Who; "anyone" for a visitor.</param>
/// <param name="Action">The right that was asked for.</param>
/// <param name="Allowed">Whether he holds it.</param>
/// <param name="Rights">All that he holds there; empty for nothing.</param>
/// <param name="Reason">The rule that decided, in a sentence.</param>
/// <param name="Grants">What was taken into account.</param>
public sealed record ExplanationRecord(
    string Path, string Account, string Action, bool Allowed, string Rights, string Reason, IReadOnlyList<GrantRecord> Grants);

/// <summary>What the caller himself may do with a node: <c>GET /api/v1/access?path=PATH</c>.</summary>
/// <param name="Path">The node.</param>
/// <param name="Kind">"file" or "folder".</param>
/// <param name="Rights">In the fewest words: "manage" includes all, "read" includes "list".</param>
/// <param name="May">Each right that he holds, one by one.</param>
public sealed record OwnAccessRecord(string Path, string Kind, string Rights, IReadOnlyList<string> May);
