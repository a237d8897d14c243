using Atrium.Core;
using Atrium.Core.Repository;
using Atrium.Protocols.Http.Dispatch;
using Atrium.Protocols.Http.Files;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Dav;

/// <summary>The answer to what was stored, copied or moved: short, or with the file itself where the client prefers that (RFC 8144, 2.2).</summary>
internal static class StoredAnswer
{
    internal static async ValueTask<Refused?> WriteAsync(Exchange exchange, Stored stored)
    {
        var response = exchange.Response;
        response.StatusCode = stored.Created ? StatusCodes.Status201Created : StatusCodes.Status204NoContent;
        if (stored.Entry.ETag is { } tag)
            response.Headers.ETag = EntityTags.Quote(DavTag.Of(tag));
        if (!Preferences.Read(exchange.Request.Headers).Representation || stored.Entry.Kind != NodeKind.File
            || !(await exchange.Workspace.Files.OpenAsync(stored.Entry.Path, AsOf.Now, exchange.Aborted)).Try(out var content, out _))
        {
            if (stored.Created)
                response.ContentLength = 0;
            return null;
        }
        await using (content)
        {
            if (!stored.Created)
                response.StatusCode = StatusCodes.Status200OK;
            FileFields.SetValidators(response, content.Entry, DavTag.Of(content.Entry.ETag!));
            FileFields.SetContent(response, content.Entry);
            // RFC 9110, 8.7: it is what a GET there would give.
            response.Headers.ContentLocation = DavPath.Link(content.Entry.Path, NodeKind.File);
            Preferences.Applied(response, "return=representation");
            response.ContentLength = content.Length;
            await content.CopyToAsync(exchange.Body, 0, content.Length, exchange.Aborted);
            return null;
        }
    }
}
