using Atrium.Api;
using Atrium.Core;
using Atrium.Core.Repository;
using Atrium.Core.Repository.Locks;
using Atrium.Protocols.Http.Dispatch;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Access;

/// <summary><c>/api/v1/locks</c>: what clients have locked, for those who look after it. Locks are made by the protocols that have them.</summary>
internal static class LocksResource
{
    internal static async ValueTask<Refused?> ListAsync(Exchange exchange)
    {
        var query = exchange.Query;
        if (query.Unknown("path", "after", "limit") is { } unknown)
            return unknown;
        NodePath? path = null;
        if (query.Find("path") is { } text && !NodePath.Parse(text).Try(out path, out var refused))
            return refused;
        if (!query.Number("limit", 1, ListQuery.MaxLimit).Try(out var limit, out refused)
            || !query.Number("after", 0, long.MaxValue).Try(out var after, out refused)
            || !(await exchange.Workspace.Locks.ListAsync(path, after, (int)(limit ?? ListQuery.DefaultLimit), exchange.Aborted)).Try(out var page, out refused))
            return refused;
        return await exchange.JsonAsync(
            StatusCodes.Status200OK, new PageRecord<LockRecord>([.. page.Items.Select(ToRecord)], page.Next is { } next ? RecordNumber.Write(next) : null),
            AtriumJson.Default.PageRecordLockRecord);
    }

    internal static async ValueTask<Refused?> BreakAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        return RecordNumber.Read(exchange, "A lock").Try(out var number, out var refused)
            ? exchange.Empty(await exchange.Workspace.Locks.BreakAsync(number, exchange.Aborted))
            : refused;
    }

    private static LockRecord ToRecord(LockInfo held) => new(
        RecordNumber.Write(held.Id), held.Root.ToString(), held.Scope == LockScope.Exclusive ? "exclusive" : "shared", held.Depth == LockDepth.Zero ? "0" : "infinity",
        held.Account, held.Owner, held.Created, held.Expires);
}
