using System.Globalization;
using Atrium.Core;
using Atrium.Core.Repository;
using Atrium.Core.Shares;
using Atrium.Protocols.Http.Dispatch;
using Atrium.Protocols.Http.Pages;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Links;

/// <summary>What somebody sees who opens a link in a browser. Nothing in it says where in the tree the link leads, or whose it is.</summary>
internal static class LinkPages
{
    internal static async ValueTask<Refused?> PasswordAsync(Exchange exchange, string? wrong)
    {
        // Not 401: the dialog of a browser would hide the form.
        exchange.Response.StatusCode = StatusCodes.Status403Forbidden;
        return await WriteAsync(exchange, "Password", $"""
            <h1>This link asks for a password</h1>
            <p{(wrong is null ? " class=\"soft\"" : " role=\"alert\"")}>{Page.Encode(wrong ?? "Whoever sent you the link has it.")}</p>
            <form method="post" action="{Action(exchange)}">
            <label for="password">Password</label>
            <input id="password" name="password" type="password" autocomplete="off" required autofocus>
            <button>Open</button>
            </form>
            """);
    }

    /// <summary>Where the link's folders and files are shown; a file that is all of it stands under its own name.</summary>
    internal static FolderPlace Place(Exchange exchange, SharedRoot root)
    {
        var token = LinkVisit.Token(exchange)!;
        var top = root.NodeKind == NodeKind.File ? root.Path.Depth - 1 : root.Path.Depth;
        return new FolderPlace(root.Path, root.Path.Name, (path, kind) => LinkAddress.Of(token, top, path, kind)) { HasViews = true, HasZips = true };
    }

    internal static ValueTask<Refused?> FileAsync(Exchange exchange, SharedRoot root, FileContent content, FolderPlace place, NodePath? above)
        => FilePage.WriteAsync(
            exchange, content, place, above, showsContent: !root.CountsDownloads,
            (root.CountsDownloads ? "<p class=\"soft\">It can be fetched a limited number of times by this link, so it is not shown here.</p>\n" : "") + Ends(root));

    internal static ValueTask<Refused?> DropAsync(Exchange exchange, SharedRoot root, IReadOnlyList<string> left)
    {
        var done = left.Count == 0 ? "" : $"<p role=\"status\">Arrived: {Page.Encode(string.Join(", ", left))}. Thank you.</p>";
        return WriteAsync(exchange, "Leave files", $"""
            <h1>Leave files here</h1>
            <p class="soft">Whoever sent you the link gets them. You cannot see what others have left, nor can they see what you leave.</p>
            {done}
            <form method="post" action="{Action(exchange)}" enctype="multipart/form-data" data-drop>
            <label for="files">Files</label>
            <input id="files" name="files" type="file" multiple required>
            <button>Send</button>
            </form>
            <ul class="sending" aria-label="Files on their way"></ul>
            {Ends(root)}
            """, Script.Value);
    }

    /// <summary>Shows how far files are, and goes on after a cut; the form works without it.</summary>
    private static readonly Lazy<string> Script = new(() =>
    {
        using var resource = new StreamReader(typeof(LinkPages).Assembly.GetManifestResourceStream("drop.js")!);
        return resource.ReadToEnd();
    });

    private static string Ends(SharedRoot root) => root.Expires is { } end
        ? $"<p class=\"soft\">The link ends on {end.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC.</p>"
        : "";

    private static string Action(Exchange exchange) => Page.Encode(LinkAddress.Prefix + LinkVisit.Token(exchange));

    private static async ValueTask<Refused?> WriteAsync(Exchange exchange, string title, string main, string? script = null)
    {
        exchange.Response.Headers.CacheControl = "no-store";
        await new Page(title, main) { HasForm = true, IsWide = script is not null, Script = script }.WriteAsync(exchange.Context);
        return null;
    }
}
