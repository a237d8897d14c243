using System.Globalization;
using System.Text;
using Atrium.Core.Repository;
using Atrium.Core.Sites;
using Atrium.Protocols.Http.Pages;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Sites;

/// <summary>What is in a folder of a site that has no index, for a person: plain, and without a script.</summary>
internal static class SiteListingPage
{
    /// <summary>The parameter that a page after the first begins behind.</summary>
    internal const string After = "after";

    internal static Task WriteAsync(HttpContext context, IReadOnlyList<string> names, PublishedEntries page)
    {
        var title = names.Count == 0 ? "/" : Page.Encode(names[^1]);
        var html = new StringBuilder();
        html.Append($"<h1>{title}</h1>\n");
        if (names.Count > 0)
            html.Append("<p class=\"soft\"><a href=\"../\">One folder up</a></p>\n");
        html.Append("<table>\n<thead><tr><th>Name</th><th class=\"number\">Size</th><th class=\"time\">Modified (UTC)</th></tr></thead>\n<tbody>\n");
        foreach (var entry in page.Entries)
        {
            var slash = entry.Kind == NodeKind.Folder ? "/" : "";
            // "./" in front: a name with a colon is no scheme.
            html.Append(CultureInfo.InvariantCulture, $"<tr><td><a href=\"./{Uri.EscapeDataString(entry.Name)}{slash}\">{Page.Encode(entry.Name)}{slash}</a></td>");
            html.Append(CultureInfo.InvariantCulture, $"<td class=\"number\">{(entry.Size is { } size ? Sizes.Format(size) : "")}</td><td class=\"time\">{entry.Modified.UtcDateTime:yyyy-MM-dd HH:mm}</td></tr>\n");
        }
        html.Append("</tbody>\n</table>\n");
        if (page.Entries.Count == 0)
            html.Append("<p>There is nothing here.</p>\n");
        if (page.Next is { } next)
            html.Append($"<p><a href=\"./?{After}={Uri.EscapeDataString(next)}\">More</a></p>\n");
        context.Response.Headers.CacheControl = CachePolicy.AskFirst;
        return new Page(title, html.ToString()).WriteAsync(context);
    }
}
