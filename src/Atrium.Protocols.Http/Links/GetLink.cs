using Atrium.Api;
using Atrium.Core;
using Atrium.Core.Repository;
using Atrium.Core.Shares;
using Atrium.Protocols.Http.Answers;
using Atrium.Protocols.Http.Dispatch;
using Atrium.Protocols.Http.Files;
using Atrium.Protocols.Http.Pages;
using Atrium.Protocols.Http.Requests;
using Atrium.Protocols.Http.Zip;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Links;

/// <summary><c>GET</c> and <c>HEAD /s/{token}/...</c>: what a link leads to, as a page for people and as bytes for programs.</summary>
internal static class GetLink
{
    internal static async ValueTask<Refused?> HandleAsync(Exchange exchange)
    {
        if (LinkUploads.IsNamed(exchange))
            return await LinkUploads.GetAsync(exchange);
        if (exchange.Query.Unknown("download", "view", "inline", "zip", "list", "limit", "after", "sort", "order") is { } unknown)
            return unknown;
        Vary.By(exchange.Response, "Accept");
        Vary.By(exchange.Response, "Cookie");
        var isPerson = Accepted.PrefersHtml(exchange.Request) && !exchange.Query.Has("download");
        if (!(await LinkVisit.FollowAsync(exchange)).Try(out var view, out var refused))
        {
            return refused.Kind == Refusal.SignInRequired && isPerson
                ? await LinkPages.PasswordAsync(exchange, wrong: null)
                : refused;
        }
        if (!(await view.RootAsync(exchange.Aborted)).Try(out var root, out refused))
            return refused;
        var names = LinkVisit.Names(exchange);
        if (view.Kind == ShareKind.Upload)
            return names.Count == 0 ? await LinkPages.DropAsync(exchange, root, left: []) : SharedView.NotFound;
        return root.NodeKind == NodeKind.File ? await FileAsync(exchange, view, root, names, isPerson) : await BelowAsync(exchange, view, root, names);
    }

    // A link to a file: a page that says what it is, and the file itself under its name.
    private static async ValueTask<Refused?> FileAsync(Exchange exchange, SharedView view, SharedRoot root, IReadOnlyList<string> names, bool isPerson)
    {
        if (names.Count > 1 || (names.Count == 1 && names[0] != root.Path.Name))
            return SharedView.NotFound;
        if (!(await view.OpenAsync([], exchange.Aborted)).Try(out var content, out var refused))
            return refused;
        await using (content)
        {
            return names.Count == 0 && isPerson
                ? await LinkPages.FileAsync(exchange, root, content!, LinkPages.Place(exchange, root), above: null)
                : await SendAsync(exchange, view, content!);
        }
    }

    private static async ValueTask<Refused?> BelowAsync(Exchange exchange, SharedView view, SharedRoot root, IReadOnlyList<string> names)
    {
        if (exchange.Query.Has("zip"))
            return await ZipAsync(exchange, view, names);
        if (!exchange.Query.Has("list") && !exchange.Target.TrailingSlash && names.Count > 0)
        {
            if (!(await view.OpenAsync(names, exchange.Aborted)).Try(out var content, out var refused))
                return refused;
            if (content is not null)
            {
                await using (content)
                {
                    return exchange.Query.Has("view")
                        ? await LinkPages.FileAsync(exchange, root, content, LinkPages.Place(exchange, root), content.Entry.Path)
                        : await SendAsync(exchange, view, content);
                }
            }
        }
        if (!ListFolder.ReadQuery(exchange.Query).Try(out var query, out var wrong)
            || !(await view.ListAsync(names, query, exchange.Aborted)).Try(out var listing, out wrong))
            return wrong;
        if (Accepted.PrefersHtml(exchange.Request))
            return await FolderPage.WriteAsync(exchange, listing, query, LinkPages.Place(exchange, root));
        // The path below the link: where it stands in the tree is nobody's business here.
        return await exchange.JsonAsync(
            StatusCodes.Status200OK,
            new ListingRecord("/" + string.Join('/', names), [.. listing.Entries.Select(Records.ToRecord)], listing.Next), AtriumJson.Default.ListingRecord);
    }

    private static async ValueTask<Refused?> SendAsync(Exchange exchange, SharedView view, FileContent content)
    {
        // Each answer that carries bytes is one, also one that goes on with a cut download: whoever leaves the first byte away has the file.
        var carriesBytes = Conditions.Evaluate(exchange.Request.Headers, content.Entry.ETag!, content.Entry.Modified).Try(out var verdict, out _)
            && verdict == Verdict.Proceed;
        if (!exchange.IsHead && carriesBytes && (await view.CountDownloadAsync(exchange.Aborted)).Refused is { } usedUp)
            return usedUp;
        return await SendFile.GetAsync(
            exchange, content, exchange.Query.Has("download") ? Showing.Keep : exchange.Query.Has("inline") ? Showing.InReader : Showing.ByType);
    }

    // One download, however many files are in it.
    private static async ValueTask<Refused?> ZipAsync(Exchange exchange, SharedView view, IReadOnlyList<string> names)
    {
        if (exchange.Query.Unknown("zip") is { } unknown)
            return unknown;
        if (!(await view.OpenFolderAsync(names, exchange.Aborted)).Try(out var folder, out var refused))
            return refused;
        using (folder)
        {
            if (!exchange.IsHead && (await view.CountDownloadAsync(exchange.Aborted)).Refused is { } usedUp)
                return usedUp;
            return await SendZip.GetAsync(exchange, folder);
        }
    }
}
