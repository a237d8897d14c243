using Atrium.Core;
using Atrium.Core.Repository;
using Atrium.Protocols.Http.Dispatch;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Atrium.Protocols.Http.Dav;

/// <summary><c>MKCOL</c> (RFC 4918, 9.3).</summary>
internal static class MakeCollection
{
    internal static async ValueTask<Refused?> HandleAsync(Exchange exchange)
    {
        if (!DavPath.Read(exchange).Try(out var path, out var refused))
            return refused;
        if (exchange.Context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true })
        {
            return await DavReplies.ProblemAsync(
                exchange, StatusCodes.Status415UnsupportedMediaType, "Unknown body", "A folder has no content: MKCOL is sent without a body.");
        }
        if (!(await exchange.Workspace.Files.MakeFolderAsync(path, MissingParents.Refuse, exchange.Aborted)).Try(out _, out refused))
            return refused;
        exchange.Response.StatusCode = StatusCodes.Status201Created;
        exchange.Response.ContentLength = 0;
        return null;
    }
}
