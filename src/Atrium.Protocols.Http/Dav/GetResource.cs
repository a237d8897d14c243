using Atrium.Core;
using Atrium.Core.Repository;
using Atrium.Protocols.Http.Dispatch;
using Atrium.Protocols.Http.Files;
using Atrium.Protocols.Http.Pages;

namespace Atrium.Protocols.Http.Dav;

/// <summary><c>GET</c> and <c>HEAD</c> (RFC 4918, 9.4): a file as the files API sends it; of a folder a page for people.</summary>
internal static class GetResource
{
    internal static async ValueTask<Refused?> HandleAsync(Exchange exchange)
    {
        if (!DavPath.Read(exchange).Try(out var path, out var refused))
            return refused;
        if (DavPath.SignInFirst(exchange, path) is { } first)
            return first;
        var files = exchange.Workspace.Files;
        if (!(await files.OpenFileOrFolderAsync(path, AsOf.Now, exchange.Aborted)).Try(out var content, out refused))
            return refused;
        if (content is not null)
        {
            await using (content)
                return await SendFile.GetAsync(exchange, content, etag: DavTag.Of(content.Entry.ETag!));
        }
        return !ListFolder.ReadQuery(exchange.Query).Try(out var query, out refused)
            || !(await files.ListAsync(path, query, exchange.Aborted)).Try(out var listing, out refused)
            ? refused
            : await FolderPage.WriteAsync(exchange, listing, query, FolderPlace.Dav);
    }
}
