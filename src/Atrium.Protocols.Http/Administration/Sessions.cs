using Atrium.Api;
using Atrium.Core;
using Atrium.Protocols.Http.Dispatch;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Administration;

/// <summary><c>/api/v1/accounts/{name}/sessions</c>.</summary>
internal static class Sessions
{
    internal static async ValueTask<Refused?> ListAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        if (!(await exchange.Workspace.Sessions.ListAsync(AccountPath.Account(exchange), exchange.Aborted)).Try(out var found, out var refused))
            return refused;
        return await exchange.JsonAsync(
            StatusCodes.Status200OK,
            new PageRecord<SessionRecord>(
                [.. found.Select(one => new SessionRecord(one.Id, one.Agent, one.Created, one.Expires, AppPasswords.ToRecord(one.LastUse), one.IsCurrent))]),
            AtriumJson.Default.PageRecordSessionRecord);
    }

    internal static async ValueTask<Refused?> EndAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        return exchange.Empty(await exchange.Workspace.Sessions.EndAsync(AccountPath.Account(exchange), AccountPath.Item(exchange), exchange.Aborted));
    }

    internal static async ValueTask<Refused?> EndAllAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        return exchange.Empty(await exchange.Workspace.Sessions.EndAllAsync(AccountPath.Account(exchange), exchange.Aborted));
    }
}
