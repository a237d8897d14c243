using Atrium.Api;
using Atrium.Core;
using Atrium.Core.Access;
using Atrium.Core.Repository;
using Atrium.Protocols.Http.Dispatch;
using Atrium.Protocols.Http.Files;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Access;

/// <summary><c>/api/v1/access</c>: what the caller may do, what was granted to him, and why somebody may do something or not.</summary>
internal static class Questions
{
    internal static async ValueTask<Refused?> MineAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown("path") is { } unknown)
            return unknown;
        if (!FilePath.Parameter(exchange.Query).Try(out var path, out var refused)
            || !(await exchange.Workspace.Access.OfMeAsync(path, exchange.Aborted)).Try(out var own, out refused))
            return refused;
        return await exchange.JsonAsync(StatusCodes.Status200OK, AccessRecords.ToRecord(own), AtriumJson.Default.OwnAccessRecord);
    }

    internal static async ValueTask<Refused?> SharedWithMeAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown("after", "limit") is { } unknown)
            return unknown;
        if (!exchange.Query.Number("limit", 1, ListQuery.MaxLimit).Try(out var limit, out var refused))
            return refused;
        var shared = await exchange.Workspace.Access.SharedWithMeAsync(
            exchange.Query.Find("after"), (int)(limit ?? ListQuery.DefaultLimit), exchange.Aborted);
        if (!shared.Try(out var page, out refused))
            return refused;
        return await exchange.JsonAsync(
            StatusCodes.Status200OK, new PageRecord<OwnAccessRecord>([.. page.Items.Select(AccessRecords.ToRecord)], page.Next),
            AtriumJson.Default.PageRecordOwnAccessRecord);
    }

    internal static async ValueTask<Refused?> ExplainAsync(Exchange exchange)
    {
        var query = exchange.Query;
        if (query.Unknown("account", "action", "path") is { } unknown)
            return unknown;
        if (query.Find("account") is not { Length: > 0 } account)
            return Refused.Invalid("The parameter 'account' names the account; anyone stands for a visitor without one.");
        if (!RightsText.Parse(query.Find("action") ?? "").Try(out var asked, out var refused)
            || !FilePath.Parameter(query).Try(out var path, out refused)
            || !(await exchange.Workspace.Access.ExplainAsync(account, asked, path, exchange.Aborted)).Try(out var explained, out refused))
            return refused;
        return await exchange.JsonAsync(StatusCodes.Status200OK, AccessRecords.ToRecord(explained), AtriumJson.Default.ExplanationRecord);
    }
}
