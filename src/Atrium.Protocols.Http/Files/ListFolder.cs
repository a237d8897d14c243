using Atrium.Api;
using Atrium.Core;
using Atrium.Core.Repository;
using Atrium.Protocols.Http.Answers;
using Atrium.Protocols.Http.Dispatch;
using Atrium.Protocols.Http.Pages;
using Atrium.Protocols.Http.Requests;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Files;

/// <summary><c>GET /api/v1/files/{path}?list</c>: one page of a folder.</summary>
internal static class ListFolder
{
    internal static async ValueTask<Refused?> HandleAsync(Exchange exchange, NodePath path)
    {
        if (!ReadQuery(exchange.Query).Try(out var query, out var refused)
            || !(await exchange.Workspace.Files.ListAsync(path, query, exchange.Aborted)).Try(out var listing, out refused))
            return refused;
        Vary.By(exchange.Response, "Accept");
        if (Accepted.PrefersHtml(exchange.Request))
            return await FolderPage.WriteAsync(exchange, listing, query, FolderPlace.Tree);
        var entries = new FileRecord[listing.Entries.Count];
        for (var i = 0; i < entries.Length; i++)
            entries[i] = Records.ToRecord(listing.Entries[i]);
        return await exchange.JsonAsync(
            StatusCodes.Status200OK, new ListingRecord(listing.Folder.Path.ToString(), entries, listing.Next), AtriumJson.Default.ListingRecord);
    }

    internal static Outcome<ListQuery> ReadQuery(RequestQuery query)
    {
        if (query.Unknown("list", "limit", "after", "sort", "order", "at", "seq", "deleted") is { } unknown)
            return unknown;
        if (!query.Number("limit", 1, ListQuery.MaxLimit).Try(out var limit, out var refused)
            || !query.Switch("deleted").Try(out var deleted, out refused)
            || !Moment.Read(query).Try(out var asOf, out refused))
            return refused;
        ListOrder? order = query.Find("sort") switch
        {
            null or "name" => ListOrder.Name,
            "size" => ListOrder.Size,
            "modified" => ListOrder.Modified,
            _ => null,
        };
        bool? descending = query.Find("order") switch
        {
            null or "asc" => false,
            "desc" => true,
            _ => null,
        };
        if (order is null)
            return Refused.Invalid("The parameter 'sort' is name, size or modified.");
        if (descending is null)
            return Refused.Invalid("The parameter 'order' is asc or desc.");
        return new ListQuery
        {
            Limit = (int)(limit ?? ListQuery.DefaultLimit),
            After = query.Find("after"),
            Order = order.Value,
            Descending = descending.Value,
            AsOf = asOf,
            Scope = deleted ? ListScope.Deleted : ListScope.Present,
        };
    }
}
