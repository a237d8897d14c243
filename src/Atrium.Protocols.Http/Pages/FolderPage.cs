using System.Globalization;
using System.Text;
using Atrium.Core;
using Atrium.Core.Repository;
using Atrium.Protocols.Http.Dispatch;
using Atrium.Protocols.Http.Files;

namespace Atrium.Protocols.Http.Pages;

/// <summary>Where a folder is shown: in the tree, or behind a link.</summary>
/// <param name="Top">The folder that its pages begin at.</param>
/// <param name="Title">What that one is called.</param>
/// <param name="Link">The address of a file or folder, percent-encoded.</param>
internal sealed record FolderPlace(NodePath Top, string Title, Func<NodePath, NodeKind, string> Link)
{
    /// <summary>Whether files have a page of their own here, <c>?view</c>.</summary>
    internal bool HasViews { get; init; }

    /// <summary>Whether folders come as a zip here.</summary>
    internal bool HasZips { get; init; }

    /// <summary>The tree as a whole.</summary>
    internal static FolderPlace Tree { get; } = new(NodePath.Root, "Files", FilePath.Link) { HasZips = true };

    /// <summary>The same, as WebDAV shows it to a browser.</summary>
    internal static FolderPlace Dav { get; } = new(NodePath.Root, "Files", Http.Dav.DavPath.Link);
}

/// <summary>A page of a folder for a person with a browser.</summary>
internal static class FolderPage
{
    internal static async ValueTask<Refused?> WriteAsync(Exchange exchange, Listing listing, ListQuery query, FolderPlace place)
    {
        exchange.Response.Headers.CacheControl = "private, no-cache";
        await new Page(Page.Encode(place.Top.Depth == 0 ? listing.Folder.Path.ToString() : listing.Folder.Path.Name), Body(listing, query, place)) { IsWide = true }.WriteAsync(exchange.Context);
        return null;
    }

    private static string Body(Listing listing, ListQuery query, FolderPlace place)
    {
        var path = listing.Folder.Path;
        var html = new StringBuilder();
        html.Append($"<h1>{Page.Encode(path.Depth == place.Top.Depth ? place.Title : path.Name)}</h1>\n<nav class=\"soft\" aria-label=\"Folders\">{Crumbs(path, place)}</nav>\n");
        if (!query.AsOf.IsNow)
            html.Append("<p>As it was then; <a href=\"").Append(Link(place, path, NodeKind.Folder)).Append("\">as it is now</a>.</p>\n");
        if (place.HasZips && path.Depth >= 2 && query.Scope == ListScope.Present && listing.Entries.Count > 0)
        {
            var moment = Moment(query) is { Length: > 1 } at ? $"&amp;{at[1..]}" : "";
            html.Append($"<p class=\"actions\"><a class=\"button\" href=\"{Link(place, path, NodeKind.Folder)}?zip{moment}\" download>Download all (zip)</a></p>\n");
        }
        if (listing.Entries.Count == 0)
            html.Append("<p>There is nothing here that you may see.</p>\n");
        else
            Table(html, listing, query, place);
        if (listing.Next is { } next)
            html.Append($"<p><a href=\"{Link(place, path, NodeKind.Folder)}?list&amp;after={Uri.EscapeDataString(next)}{Keep(query, query.Order, query.Descending)}\">More</a></p>\n");
        return html.ToString();
    }

    private static void Table(StringBuilder html, Listing listing, ListQuery query, FolderPlace place)
    {
        html.Append("<table>\n<thead><tr>");
        foreach (var (order, title, css) in ((ListOrder, string, string)[])[(ListOrder.Name, "Name", ""), (ListOrder.Size, "Size", "number"), (ListOrder.Modified, "Modified (UTC)", "time")])
        {
            // The column that is sorted by turns round; the past is listed by name, ascending.
            var isTurned = query.Order == order && !query.Descending;
            var target = $"{Link(place, listing.Folder.Path, NodeKind.Folder)}?list{Keep(query, order, isTurned)}";
            html.Append(CultureInfo.InvariantCulture, $"<th class=\"{css}\">{(query.AsOf.IsNow && query.Scope == ListScope.Present && listing.Folder.Path.Depth >= 2 ? $"<a href=\"{target}\">{title}</a>" : title)}</th>");
        }
        html.Append("</tr></thead>\n<tbody>\n");
        foreach (var entry in listing.Entries)
        {
            var name = Page.Encode(entry.Name) + (entry.Kind == NodeKind.Folder ? "/" : "");
            // What was deleted cannot be opened: it is brought back first.
            var shown = query.Scope == ListScope.Deleted ? name : $"<a href=\"{Link(place, entry.Path, entry.Kind)}{(place.HasViews && entry.Kind == NodeKind.File ? "?view" : Moment(query))}\">{name}</a>";
            html.Append($"<tr><td>{shown}</td><td class=\"number\">{(entry.Size is { } size ? Sizes.Format(size) : "")}</td><td class=\"time\">{entry.Modified.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}</td></tr>\n");
        }
        html.Append("</tbody>\n</table>\n");
    }

    internal static string Crumbs(NodePath path, FolderPlace place)
    {
        var crumbs = new StringBuilder();
        var at = place.Top;
        crumbs.Append(path.Depth == at.Depth ? Page.Encode(place.Title) : $"<a href=\"{Link(place, at, NodeKind.Folder)}\">{Page.Encode(place.Title)}</a>");
        for (var i = place.Top.Depth; i < path.Depth; i++)
        {
            at = at.Child(path.Names[i]).Value;
            crumbs.Append(" / ").Append(i == path.Depth - 1 ? Page.Encode(path.Names[i]) : $"<a href=\"{Link(place, at, NodeKind.Folder)}\">{Page.Encode(path.Names[i])}</a>");
        }
        return crumbs.ToString();
    }

    private static string Keep(ListQuery query, ListOrder order, bool descending)
        => (order == ListOrder.Name ? "" : $"&amp;sort={(order == ListOrder.Size ? "size" : "modified")}")
            + (descending ? "&amp;order=desc" : "")
            + (Moment(query) is { Length: > 1 } moment ? $"&amp;{moment[1..]}" : "")
            + (query.Scope == ListScope.Deleted ? "&amp;deleted" : "");

    private static string Moment(ListQuery query) => query.AsOf switch
    {
        { Time: { } time } => $"?at={time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture)}",
        { Sequence: { } sequence } => string.Create(CultureInfo.InvariantCulture, $"?seq={sequence}"),
        _ => "",
    };

    // Percent-encoded: nothing is left in it that HTML reads otherwise.
    private static string Link(FolderPlace place, NodePath path, NodeKind kind) => Page.Encode(place.Link(path, kind));
}
