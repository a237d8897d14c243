using System.Globalization;
using Atrium.Api;
using Atrium.Core;
using Atrium.Core.Repository;
using Atrium.Protocols.Http.Dispatch;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Files;

/// <summary><c>GET /api/v1/files/{path}?versions</c>: the versions of a file, newest first.</summary>
internal static class ListVersions
{
    internal static async ValueTask<Refused?> HandleAsync(Exchange exchange, NodePath path)
    {
        var query = exchange.Query;
        if (query.Unknown("versions", "limit", "after") is { } unknown)
            return unknown;
        if (!query.Number("limit", 1, ListQuery.MaxLimit).Try(out var given, out var refused)
            || !query.Number("after", 0, long.MaxValue).Try(out var after, out refused))
            return refused;
        var limit = (int)(given ?? ListQuery.DefaultLimit);
        if (!(await exchange.Workspace.Files.VersionsAsync(path, after, limit, exchange.Aborted)).Try(out var versions, out refused))
            return refused;
        // A full page may be the last: then one more, empty, says so.
        var next = versions.Count == limit ? versions[^1].Version.ToString(CultureInfo.InvariantCulture) : null;
        return await exchange.JsonAsync(
            StatusCodes.Status200OK, new VersionsRecord(path.ToString(), [.. versions.Select(Records.ToRecord)], next), AtriumJson.Default.VersionsRecord);
    }
}
