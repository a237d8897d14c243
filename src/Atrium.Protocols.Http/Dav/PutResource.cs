using Atrium.Core;
using Atrium.Core.Repository;
using Atrium.Protocols.Http.Dav.If;
using Atrium.Protocols.Http.Dispatch;
using Atrium.Protocols.Http.Files;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Dav;

/// <summary><c>PUT</c> (RFC 4918, 9.7): the file is there whole, or as it was before.</summary>
internal static class PutResource
{
    internal static async ValueTask<Refused?> HandleAsync(Exchange exchange)
    {
        var request = exchange.Request;
        if (!DavPath.Read(exchange).Try(out var path, out var refused))
            return refused;
        if (exchange.Target.TrailingSlash)
            return await IsFolderAsync(exchange);
        // RFC 9110, 14.5: a piece must not become the whole.
        if (request.Headers.ContentRange.Count > 0)
            return Refused.Invalid("A PUT stores a file as a whole: leave Content-Range away.");
        if (await PutFile.RefuseEncodedAsync(exchange))
            return null;
        if (!UploadFields.Read(request).Try(out var options, out refused) || !UploadPromise.Read(request).Try(out var promise, out refused))
            return refused;
        if (Submission.Take(exchange, path) is { } wrong)
            return wrong;

        exchange.TakeUpload();
        options = options with { Precondition = DavTag.Back(options.Precondition), MissingParents = MissingParents.Refuse, ExpectedLength = options.ExpectedLength ?? promise.Length };
        using var transfer = exchange.BeginUpload(path, options.ExpectedLength, out var body);
        using var kept = promise.IsEmpty ? null : new PromisedInput(body, promise);
        Outcome<Stored> outcome;
        try
        {
            outcome = await exchange.Workspace.Files.StoreAsync(path, kept ?? body, options, exchange.Aborted);
        }
        catch (BrokenPromiseException broken)
        {
            return Refused.Invalid(broken.Message);
        }
        if (!outcome.Try(out var stored, out refused))
        {
            // 9.7.2: a folder takes no content.
            return refused.Kind == Refusal.Conflict && (await exchange.Workspace.Files.StatAsync(path, AsOf.Now, exchange.Aborted)).Try(out var there, out _) && there.Kind == NodeKind.Folder
                ? await IsFolderAsync(exchange)
                : refused;
        }
        if (request.Headers.ContainsKey("X-OC-Mtime"))
            exchange.Response.Headers["X-OC-MTime"] = "accepted";
        if (stored.Created)
            exchange.Response.Headers.Location = DavPath.Link(path, NodeKind.File);
        return await StoredAnswer.WriteAsync(exchange, stored);
    }

    private static ValueTask<Refused?> IsFolderAsync(Exchange exchange)
    {
        exchange.Response.Headers.Allow = DavReplies.OfCollections;
        return DavReplies.ProblemAsync(
            exchange, StatusCodes.Status405MethodNotAllowed, "A folder", "A folder has no content: use MKCOL to make one, and a name without a slash at its end for a file.");
    }
}
