using System.Net.Http.Json;
using Atrium.Api;

namespace Atrium.Client;

/// <summary>Who may do what with the nodes of the tree, and groups.</summary>
public sealed class AccessClient
{
    private readonly Wire wire;

    internal AccessClient(Wire wire) => this.wire = wire;

    /// <summary>All groups.</summary>
    public Task<IReadOnlyList<GroupRecord>> ListGroupsAsync(CancellationToken cancellation)
        => wire.AllAsync("/api/v1/groups", AtriumJson.Default.PageRecordGroupRecord, cancellation);

    /// <summary>One group.</summary>
    public Task<GroupRecord> GetGroupAsync(string group, CancellationToken cancellation)
        => wire.AskAsync(HttpMethod.Get, Group(group), null, AtriumJson.Default.GroupRecord, cancellation);

    /// <summary>Adds a group.</summary>
    public Task<GroupRecord> AddGroupAsync(GroupRequest request, CancellationToken cancellation)
        => wire.AskAsync(
            HttpMethod.Post, "/api/v1/groups", JsonContent.Create(request, AtriumJson.Default.GroupRequest), AtriumJson.Default.GroupRecord, cancellation);

    /// <summary>Removes a group, with all that was granted to it.</summary>
    public Task RemoveGroupAsync(string group, CancellationToken cancellation) => wire.DoAsync(HttpMethod.Delete, Group(group), null, cancellation);

    /// <summary>Puts an account or a group into a group.</summary>
    public Task<GroupRecord> JoinGroupAsync(string group, string member, CancellationToken cancellation)
        => wire.AskAsync(HttpMethod.Put, Member(group, member), null, AtriumJson.Default.GroupRecord, cancellation);

    /// <summary>Takes an account or a group out of a group.</summary>
    public Task<GroupRecord> LeaveGroupAsync(string group, string member, CancellationToken cancellation)
        => wire.AskAsync(HttpMethod.Delete, Member(group, member), null, AtriumJson.Default.GroupRecord, cancellation);

    /// <summary>Who may do what with a node, and why.</summary>
    public Task<AccessListRecord> ListAsync(string path, CancellationToken cancellation)
        => wire.AskAsync(HttpMethod.Get, $"/api/v1/grants?path={Uri.EscapeDataString(path)}", null, AtriumJson.Default.AccessListRecord, cancellation);

    /// <summary>Grants rights on a node, in place of what was granted to the principal there.</summary>
    public Task<GrantRecord> GrantAsync(GrantRequest request, CancellationToken cancellation)
        => wire.AskAsync(
            HttpMethod.Post, "/api/v1/grants", JsonContent.Create(request, AtriumJson.Default.GrantRequest), AtriumJson.Default.GrantRecord, cancellation);

    /// <summary>Takes away what was granted to a principal on this node.</summary>
    public Task RevokeAsync(string path, string principal, CancellationToken cancellation) => wire.DoAsync(
        HttpMethod.Delete, $"/api/v1/grants?path={Uri.EscapeDataString(path)}&principal={Uri.EscapeDataString(principal)}", null, cancellation);

    /// <summary>Says whether a folder inherits what is granted above it.</summary>
    public Task SetInheritanceAsync(InheritanceRequest request, CancellationToken cancellation) => wire.DoAsync(
        HttpMethod.Put, "/api/v1/grants/inheritance", JsonContent.Create(request, AtriumJson.Default.InheritanceRequest), cancellation);

    /// <summary>Which rule decides whether an account may do something with a node.</summary>
    public Task<ExplanationRecord> ExplainAsync(string account, string action, string path, CancellationToken cancellation) => wire.AskAsync(
        HttpMethod.Get,
        $"/api/v1/access/explain?account={Uri.EscapeDataString(account)}&action={Uri.EscapeDataString(action)}&path={Uri.EscapeDataString(path)}",
        null, AtriumJson.Default.ExplanationRecord, cancellation);

    /// <summary>What the caller himself may do with a node.</summary>
    public Task<OwnAccessRecord> OfMeAsync(string path, CancellationToken cancellation)
        => wire.AskAsync(HttpMethod.Get, $"/api/v1/access?path={Uri.EscapeDataString(path)}", null, AtriumJson.Default.OwnAccessRecord, cancellation);

    /// <summary>What was granted to the caller, wherever it is.</summary>
    public Task<IReadOnlyList<OwnAccessRecord>> SharedWithMeAsync(CancellationToken cancellation)
        => wire.AllAsync("/api/v1/access/shared-with-me", AtriumJson.Default.PageRecordOwnAccessRecord, cancellation);

    private static string Group(string name) => $"/api/v1/groups/{Uri.EscapeDataString(name)}";

    private static string Member(string group, string member) => $"{Group(group)}/members/{Uri.EscapeDataString(member)}";
}
