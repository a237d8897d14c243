using Atrium.Api;
using Atrium.Core;
using Atrium.Core.Accounts;
using Atrium.Protocols.Http.Answers;
using Atrium.Protocols.Http.Dispatch;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Administration;

/// <summary><c>/api/v1/groups</c>, and the members of each.</summary>
internal static class Groups
{
    private const string Link = "/api/v1/groups/";

    internal static async ValueTask<Refused?> ListAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        if (!(await exchange.Workspace.Administration.ListGroupsAsync(exchange.Aborted)).Try(out var groups, out var refused))
            return refused;
        return await exchange.JsonAsync(
            StatusCodes.Status200OK, new PageRecord<GroupRecord>([.. groups.Select(ToRecord)]), AtriumJson.Default.PageRecordGroupRecord);
    }

    internal static async ValueTask<Refused?> GetAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        return await AnswerAsync(exchange, StatusCodes.Status200OK, await exchange.Workspace.Administration.GetGroupAsync(Group(exchange), exchange.Aborted));
    }

    internal static async ValueTask<Refused?> AddAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        if (!(await Json.ReadAsync(exchange, AtriumJson.Default.GroupRequest)).Try(out var request, out var refused))
            return refused;
        var added = await exchange.Workspace.Administration.AddGroupAsync(request.Name, exchange.Aborted);
        if (added.Try(out var group, out _))
            exchange.Response.Headers.Location = Link + Uri.EscapeDataString(group.Name);
        return await AnswerAsync(exchange, StatusCodes.Status201Created, added);
    }

    internal static async ValueTask<Refused?> RemoveAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        return exchange.Empty(await exchange.Workspace.Administration.RemoveGroupAsync(Group(exchange), exchange.Aborted));
    }

    internal static async ValueTask<Refused?> JoinAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        return await AnswerAsync(
            exchange, StatusCodes.Status200OK,
            await exchange.Workspace.Administration.JoinGroupAsync(Group(exchange), Member(exchange), exchange.Aborted));
    }

    internal static async ValueTask<Refused?> LeaveAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        return await AnswerAsync(
            exchange, StatusCodes.Status200OK,
            await exchange.Workspace.Administration.LeaveGroupAsync(Group(exchange), Member(exchange), exchange.Aborted));
    }

    private static string Group(Exchange exchange) => exchange.Target.Segments[3];

    private static string Member(Exchange exchange) => exchange.Target.Segments[5];

    private static async ValueTask<Refused?> AnswerAsync(Exchange exchange, int status, Outcome<GroupInfo> outcome)
        => outcome.Try(out var group, out var refused) ? await exchange.JsonAsync(status, ToRecord(group), AtriumJson.Default.GroupRecord) : refused;

    private static GroupRecord ToRecord(GroupInfo group) => new(group.Name, group.Members, group.Created);
}
