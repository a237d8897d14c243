using Atrium.Core;
using Atrium.Core.Repository;
using Atrium.Protocols.Http.Dav.If;
using Atrium.Protocols.Http.Dispatch;
using Atrium.Protocols.Http.Files;

namespace Atrium.Protocols.Http.Dav;

/// <summary><c>DELETE</c> (RFC 4918, 9.6): a file, or a folder with all that is in it, or nothing.</summary>
internal static class DeleteResource
{
    internal static async ValueTask<Refused?> HandleAsync(Exchange exchange)
    {
        var fields = exchange.Request.Headers;
        if (!DavPath.Read(exchange).Try(out var path, out var refused)
            || !DepthField.Read(fields, Depth.Infinity).Try(out var depth, out refused)
            || !Conditions.ForChange(fields).Try(out var precondition, out refused))
            return refused;
        // 9.6.1: a collection goes with all that is in it, whatever else a client may hope.
        if (depth != Depth.Infinity && !(depth == Depth.Zero && !exchange.Target.TrailingSlash))
            return Refused.Invalid("Depth of DELETE is infinity: a folder goes with all that is in it.");
        if (Submission.Take(exchange, path) is { } wrong)
            return wrong;
        var scope = depth == Depth.Infinity ? DeleteScope.Tree : DeleteScope.SingleNode;
        return exchange.Empty(await exchange.Workspace.Files.DeleteAsync(path, scope, DavTag.Back(precondition), exchange.Aborted));
    }
}
