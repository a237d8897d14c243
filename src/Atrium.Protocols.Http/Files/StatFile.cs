using Atrium.Api;
using Atrium.Core;
using Atrium.Core.Repository;
using Atrium.Protocols.Http.Dispatch;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Files;

/// <summary><c>GET /api/v1/files/{path}?stat</c>: what stands at a path, as a listing of the folder above would say it.</summary>
internal static class StatFile
{
    internal static async ValueTask<Refused?> HandleAsync(Exchange exchange, NodePath path)
    {
        var query = exchange.Query;
        if (query.Unknown("stat", "at", "seq") is { } unknown)
            return unknown;
        if (!query.Switch("stat").Try(out _, out var refused) || !Moment.Read(query).Try(out var asOf, out refused)
            || !(await exchange.Workspace.Files.StatAsync(path, asOf, exchange.Aborted)).Try(out var entry, out refused))
            return refused;
        return await exchange.JsonAsync(StatusCodes.Status200OK, Records.ToRecord(entry), AtriumJson.Default.FileRecord);
    }
}
