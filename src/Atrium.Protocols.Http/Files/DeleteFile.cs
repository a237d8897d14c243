using Atrium.Core;
using Atrium.Core.Repository;
using Atrium.Protocols.Http.Dispatch;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Files;

/// <summary><c>DELETE /api/v1/files/{path}</c>: a file or an empty folder; with <c>?recursive=true</c> a whole tree.</summary>
internal static class DeleteFile
{
    internal static async ValueTask<Refused?> HandleAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown("recursive") is { } unknown)
            return unknown;
        if (!FilePath.Read(exchange).Try(out var path, out var refused)
            || !exchange.Query.Switch("recursive").Try(out var recursive, out refused)
            || !Conditions.ForChange(exchange.Request.Headers).Try(out var precondition, out refused))
            return refused;
        // A path with a slash at its end is a folder; what else stands there was not meant.
        if (exchange.Target.TrailingSlash && (await exchange.Workspace.Files.StatAsync(path, AsOf.Now, exchange.Aborted)).Try(out var entry, out _)
            && entry.Kind != NodeKind.Folder)
            return Refused.NotFound($"The folder {path}");
        var scope = recursive ? DeleteScope.Tree : DeleteScope.SingleNode;
        if (!(await exchange.Workspace.Files.DeleteAsync(path, scope, precondition, exchange.Aborted)).Try(out _, out refused))
            return refused;
        exchange.Response.StatusCode = StatusCodes.Status204NoContent;
        return null;
    }
}
