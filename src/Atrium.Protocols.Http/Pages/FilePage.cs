using System.Globalization;
using Atrium.Core;
using Atrium.Core.Repository;
using Atrium.Protocols.Http.Dispatch;

namespace Atrium.Protocols.Http.Pages;

/// <summary>A page of a file: what it is, what is in it where a browser can show that, and a way to have it.</summary>
internal static class FilePage
{
    /// <param name="exchange">The request.</param>
    /// <param name="content">The file.</param>
    /// <param name="place">Where it is shown.</param>
    /// <param name="above">The folder that leads to it; null where it stands alone.</param>
    /// <param name="showsContent">False where each look would count as a download.</param>
    /// <param name="note">HTML at the end.</param>
    internal static async ValueTask<Refused?> WriteAsync(Exchange exchange, FileContent content, FolderPlace place, NodePath? above, bool showsContent, string note = "")
    {
        var file = content.Entry;
        var address = Page.Encode(place.Link(file.Path, NodeKind.File));
        var preview = showsContent ? await Preview.OfAsync(content, address, exchange.Aborted) : "";
        var crumbs = above is null ? "" : $"<nav class=\"soft\" aria-label=\"Folders\">{FolderPage.Crumbs(file.Path, place)}</nav>\n";
        exchange.Response.Headers.CacheControl = "private, no-store";
        await new Page(Page.Encode(file.Name), $"""
            {crumbs}<h1>{Page.Encode(file.Name)}</h1>
            <p class="soft">{Page.Encode(Sizes.Format(file.Size ?? 0))}, of {file.Modified.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC</p>
            <p class="actions"><a class="button" href="{address}?download" download>Download</a></p>
            {preview}
            {note}
            """) { ShowsFiles = true, IsWide = true }.WriteAsync(exchange.Context);
        return null;
    }
}
