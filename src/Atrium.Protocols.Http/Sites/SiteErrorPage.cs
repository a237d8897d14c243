using Atrium.Core.Sites;
using Atrium.Protocols.Http.Answers;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Sites;

/// <summary>
/// What a visitor reads when a site cannot show what he asked for: the page of this name at the top of the site's folder (<c>403.html</c>,
/// <c>502.html</c>, ...), of an application's too, or a plain one.
/// </summary>
internal static class SiteErrorPage
{
    internal static async ValueTask WriteAsync(HttpContext context, PublishedSites sites, PublishedSite site, int status, string title, string sentence)
    {
        if (await sites.ReadNearestAsync(site, [], string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{status}.html"), context.RequestAborted) is not { Content: { } content } published)
        {
            await SitePage.WriteAsync(context, status, title, sentence);
            return;
        }
        await using var opened = published;
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = content.Entry.MediaType;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        UnreadBody.Announce(context);
        response.ContentLength = content.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await content.CopyToAsync(response.BodyWriter, 0, content.Length, context.RequestAborted);
    }
}
