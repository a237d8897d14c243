using Atrium.Core;
using Atrium.Core.Repository;
using Atrium.Protocols.Http.Dav.Properties;
using Atrium.Protocols.Http.Dav.Xml;
using Atrium.Protocols.Http.Dispatch;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Dav;

/// <summary><c>PROPFIND</c> (RFC 4918, 9.1): written while the folder is read, a page at a time, so that its length does not matter.</summary>
internal static class Propfind
{
    internal static async ValueTask<Refused?> HandleAsync(Exchange exchange)
    {
        if (!DavPath.Read(exchange).Try(out var path, out var refused)
            || !DepthField.Read(exchange.Request.Headers, Depth.Infinity).Try(out var depth, out refused)
            || !(await XmlBody.ReadAsync(exchange)).Try(out var body, out refused)
            || !PropertyQuery.Read(body).Try(out var query, out refused))
            return refused;
        if (DavPath.SignInFirst(exchange, path) is { } first)
            return first;
        if (depth == Depth.Infinity)
        {
            // 9.1.1: a tree of any size in one answer serves nobody (ATTACKS 16).
            await DavReplies.WriteAsync(exchange.Context, StatusCodes.Status403Forbidden, "<D:propfind-finite-depth/>"u8.ToArray());
            return null;
        }
        var preferences = Preferences.Read(exchange.Request.Headers);
        var plan = new PropertyPlan(query, preferences.Minimal);
        var sight = await ResourceSight.OpenAsync(exchange.Workspace, plan.Needs, exchange.Services.Time, exchange.Aborted);
        var noRoot = preferences.NoRoot && depth == Depth.One;
        Preferences.Applied(exchange.Response, preferences.Minimal ? "return=minimal" : null, noRoot ? "depth-noroot" : null);
        return depth == Depth.Zero
            ? await OneAsync(exchange, plan, sight, path)
            : await FolderAsync(exchange, plan, sight, path, noRoot);
    }

    private static async ValueTask<Refused?> OneAsync(Exchange exchange, PropertyPlan plan, ResourceSight sight, NodePath path)
    {
        if (!(await exchange.Workspace.Files.StatAsync(path, AsOf.Now, exchange.Aborted)).Try(out var entry, out var refused))
            return refused;
        await sight.LookAtAsync(entry);
        MultiStatus.SetFields(exchange.Response);
        using var xml = new XmlOut();
        MultiStatus.Begin(xml);
        Write(xml, plan, sight.Resource, DavPath.Link(path, entry.Kind), name: null);
        MultiStatus.End(xml);
        await xml.FlushAsync(exchange.Body, exchange.Aborted);
        return null;
    }

    private const int PageWithProperties = 100;

    private static async ValueTask<Refused?> FolderAsync(Exchange exchange, PropertyPlan plan, ResourceSight sight, NodePath path, bool noRoot)
    {
        var files = exchange.Workspace.Files;
        // With what clients keep, which can be 64 KiB of each entry, a page is a part of the memory that it is without.
        var query = new ListQuery { Limit = plan.Needs.HasFlag(Needs.Dead) ? PageWithProperties : ListQuery.MaxLimit };
        if (!(await files.ListAsync(path, query, exchange.Aborted)).Try(out var page, out var refused))
        {
            // A file has no entries: depth 1 is itself.
            return refused.Kind == Refusal.Conflict ? await OneAsync(exchange, plan, sight, path) : refused;
        }
        MultiStatus.SetFields(exchange.Response);
        using var xml = new XmlOut();
        MultiStatus.Begin(xml);
        var link = DavPath.Link(path, NodeKind.Folder);
        if (!noRoot)
        {
            await sight.LookAtAsync(page.Folder);
            Write(xml, plan, sight.Resource, link, name: null);
        }
        while (true)
        {
            await sight.LookAtPageAsync(page);
            foreach (var entry in page.Entries)
            {
                // Most are looked at as part of their page, and cost nobody a wait.
                if (!sight.Turn(entry))
                    await sight.LookAtAsync(entry);
                Write(xml, plan, sight.Resource, link, entry.Name);
                if (xml.IsFull)
                    await xml.FlushAsync(exchange.Body, exchange.Aborted);
            }
            if (page.Next is not { } next)
                break;
            // What was written is cut off when the folder goes meanwhile, so that half of it does not look whole.
            if (!(await files.ListAsync(path, query with { After = next }, exchange.Aborted)).Try(out page, out refused))
                throw new IOException($"The listing of {path} ended before its last page: {refused.Kind}.");
        }
        MultiStatus.End(xml);
        await xml.FlushAsync(exchange.Body, exchange.Aborted);
        return null;
    }

    /// <param name="xml">The answer.</param>
    /// <param name="plan">What is asked.</param>
    /// <param name="resource">What it is asked of.</param>
    /// <param name="link">Its reference, or that of its folder.</param>
    /// <param name="name">Its name in the folder; null where the reference is its own.</param>
    private static void Write(XmlOut xml, PropertyPlan plan, DavResource resource, string link, string? name)
    {
        xml.Raw("<D:response><D:href>"u8);
        xml.Text(link);
        if (name is not null)
        {
            xml.PathName(name);
            if (resource.IsCollection)
                xml.Raw("/"u8);
        }
        xml.Raw("</D:href>"u8);
        plan.Write(xml, resource);
        xml.Raw("</D:response>\n"u8);
    }
}
