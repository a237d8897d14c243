using System.Net.Http.Headers;
using Atrium.Core;
using Atrium.Core.Repository;
using Atrium.Protocols.Http.Dav.If;
using Atrium.Protocols.Http.Dav.Properties;
using Atrium.Protocols.Http.Dav.Xml;
using Atrium.Protocols.Http.Dispatch;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Atrium.Protocols.Http.Dav;

/// <summary><c>MKCOL</c> (RFC 4918, 9.3), with properties for the new folder (RFC 5689).</summary>
internal static class MakeCollection
{
    internal static async ValueTask<Refused?> HandleAsync(Exchange exchange)
    {
        if (!DavPath.Read(exchange).Try(out var path, out var refused))
            return refused;
        PropertyPatch? patch = null;
        if (exchange.Context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true })
        {
            if (!IsXml(exchange.Request))
                return await UnknownAsync(exchange);
            if (!(await XmlBody.ReadAsync(exchange)).Try(out var body, out refused))
                return refused;
            if (body is not null && body.Name != DavNames.WebDav + "mkcol")
                return await UnknownAsync(exchange);
            if (body is not null && !PropertyPatch.ReadMkCol(body).Try(out patch, out refused))
                return refused;
        }
        if (Submission.Take(exchange, path) is { } wrong)
            return wrong;
        return patch is { Protected.Count: > 0 } ? await ForbiddenAsync(exchange, patch) : await MakeAsync(exchange, path, patch);
    }

    private static async ValueTask<Refused?> MakeAsync(Exchange exchange, NodePath path, PropertyPatch? patch)
    {
        var workspace = exchange.Workspace;
        if (!(await workspace.Files.MakeFolderAsync(path, MissingParents.Refuse, exchange.Aborted)).Try(out _, out var refused))
            return refused;
        if (patch is { Changes.Count: > 0 }
            && !(await workspace.Properties.PatchAsync(path, patch.Changes, null, CancellationToken.None)).Try(out _, out refused))
        {
            // RFC 5689, 3: all of it, or nothing. What somebody has put into it meanwhile stays.
            await workspace.Files.DeleteAsync(path, DeleteScope.SingleNode, Precondition.None, CancellationToken.None);
            return refused;
        }
        exchange.Response.StatusCode = StatusCodes.Status201Created;
        exchange.Response.ContentLength = 0;
        return null;
    }

    /// <summary>RFC 5689, 5.2.</summary>
    private static async ValueTask<Refused?> ForbiddenAsync(Exchange exchange, PropertyPatch patch)
    {
        var response = exchange.Response;
        response.StatusCode = StatusCodes.Status403Forbidden;
        response.ContentType = XmlOut.MediaType;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        using var xml = new XmlOut();
        xml.Raw("<D:mkcol-response"u8);
        xml.Raw(DavNames.Declarations);
        xml.Raw(">"u8);
        PatchProperties.WriteResults(xml, patch);
        xml.Raw("</D:mkcol-response>"u8);
        response.ContentLength = xml.Length;
        await xml.FlushAsync(response.BodyWriter, exchange.Aborted);
        return null;
    }

    private static bool IsXml(HttpRequest request)
        => MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType is "application/xml" or "text/xml";

    private static ValueTask<Refused?> UnknownAsync(Exchange exchange) => DavReplies.ProblemAsync(
        exchange, StatusCodes.Status415UnsupportedMediaType, "Unknown body", "A folder has no content: MKCOL is sent without a body, or with a DAV: mkcol element (RFC 5689).");
}
