using Atrium.Api;
using Atrium.Core;
using Atrium.Core.Repository;
using Atrium.Protocols.Http.Dispatch;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Files;

/// <summary><c>GET /api/v1/changes?space=&amp;after=&amp;limit=&amp;wait=</c>: the change feed of one space.</summary>
internal static class Changes
{
    internal static async ValueTask<Refused?> HandleAsync(Exchange exchange)
    {
        var query = exchange.Query;
        if (query.Unknown("space", "after", "limit", "wait") is { } unknown)
            return unknown;
        if (query.Find("space") is not { } name)
            return Refused.Invalid("The parameter 'space' names the space, such as /shared/plans.");
        if (!NodePath.Parse(name).Try(out var space, out var refused)
            || !query.Number("limit", 1, ListQuery.MaxLimit).Try(out var limit, out refused)
            || !query.Number("wait", 0, (long)HttpLimits.MaxWait.TotalSeconds).Try(out var wait, out refused))
            return refused;
        ChangeCursor? after = null;
        if (query.Find("after") is { Length: > 0 } text)
        {
            if (!ChangeCursor.Parse(text).Try(out var cursor, out refused))
                return refused;
            after = cursor;
        }
        if (!(await ReadAsync(exchange, space, after, (int)(limit ?? ListQuery.DefaultLimit), TimeSpan.FromSeconds(wait ?? 0))).Try(out var page, out refused))
            return refused;
        return await exchange.JsonAsync(
            StatusCodes.Status200OK, new ChangesRecord([.. page.Changes.Select(Records.ToRecord)], page.Cursor.ToString()), AtriumJson.Default.ChangesRecord);
    }

    private static async ValueTask<Outcome<ChangePage>> ReadAsync(Exchange exchange, NodePath space, ChangeCursor? after, int limit, TimeSpan wait)
    {
        var files = exchange.Workspace.Files;
        if (wait == TimeSpan.Zero)
            return await files.ChangesAsync(space, after, limit, wait, exchange.Aborted);

        exchange.Pace?.StepAside();
        // The server's drain does not wait for those who only wait themselves.
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(exchange.Aborted, exchange.Services.Stopping);
        try
        {
            return await files.ChangesAsync(space, after, limit, wait, ends.Token);
        }
        catch (OperationCanceledException) when (exchange.Services.Stopping.IsCancellationRequested && !exchange.Aborted.IsCancellationRequested)
        {
            return Refused.Unavailable("The server is stopping; go on with the same cursor.");
        }
    }
}
