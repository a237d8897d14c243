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
        var answer = new Answer(exchange, plan, await ResourceAsync(exchange, plan));
        var noRoot = preferences.NoRoot && depth == Depth.One;
        Preferences.Applied(exchange.Response, preferences.Minimal ? "return=minimal" : null, noRoot ? "depth-noroot" : null);
        return depth == Depth.Zero ? await OneAsync(answer, path) : await FolderAsync(answer, path, noRoot);
    }

    private static async ValueTask<DavResource> ResourceAsync(Exchange exchange, PropertyPlan plan)
    {
        IReadOnlyList<SpaceInfo> spaces = [];
        // Whoever has not signed in is told nothing of spaces.
        if (plan.Needs.HasFlag(Needs.Spaces) && (await exchange.Workspace.Administration.ListSpacesAsync(exchange.Aborted)).Try(out var seen, out _))
            spaces = seen;
        return new DavResource { Account = exchange.IsAnonymous ? null : exchange.Workspace.AccountName, Spaces = spaces };
    }

    private static async ValueTask<Refused?> OneAsync(Answer answer, NodePath path)
    {
        if (!(await answer.Exchange.Workspace.Files.StatAsync(path, AsOf.Now, answer.Exchange.Aborted)).Try(out var entry, out var refused))
            return refused;
        using var xml = answer.Begin();
        await answer.WriteAsync(xml, entry, DavPath.Link(path, entry.Kind));
        await answer.EndAsync(xml);
        return null;
    }

    private static async ValueTask<Refused?> FolderAsync(Answer answer, NodePath path, bool noRoot)
    {
        var (exchange, files) = (answer.Exchange, answer.Exchange.Workspace.Files);
        var query = new ListQuery { Limit = ListQuery.MaxLimit };
        if (!(await files.ListAsync(path, query, exchange.Aborted)).Try(out var page, out var refused))
        {
            // A file has no entries: depth 1 is itself.
            return refused.Kind == Refusal.Conflict ? await OneAsync(answer, path) : refused;
        }
        using var xml = answer.Begin();
        var folder = DavPath.Link(path, NodeKind.Folder);
        if (!noRoot)
            await answer.WriteAsync(xml, page.Folder, folder);
        while (true)
        {
            foreach (var entry in page.Entries)
                await answer.WriteAsync(xml, entry, folder, entry.Name);
            if (page.Next is not { } next)
                break;
            // What was written is cut off when the folder goes meanwhile, so that half of it does not look whole.
            if (!(await files.ListAsync(path, query with { After = next }, exchange.Aborted)).Try(out page, out refused))
                throw new IOException($"The listing of {path} ended before its last page: {refused.Kind}.");
        }
        await answer.EndAsync(xml);
        return null;
    }

    /// <summary>The multistatus that is being written.</summary>
    private sealed record Answer(Exchange Exchange, PropertyPlan Plan, DavResource Resource)
    {
        internal XmlOut Begin()
        {
            MultiStatus.SetFields(Exchange.Response);
            var xml = new XmlOut();
            MultiStatus.Begin(xml);
            return xml;
        }

        internal async ValueTask EndAsync(XmlOut xml)
        {
            MultiStatus.End(xml);
            await xml.FlushAsync(Exchange.Body, Exchange.Aborted);
        }

        /// <param name="xml">The answer.</param>
        /// <param name="entry">The resource.</param>
        /// <param name="link">Its reference, or that of its folder.</param>
        /// <param name="name">Its name in the folder; null where the reference is its own.</param>
        internal ValueTask WriteAsync(XmlOut xml, FileEntry entry, string link, string? name = null)
        {
            Resource.Entry = entry;
            return Plan.Needs.HasFlag(Needs.Rights) ? LookAndWriteAsync(xml, link, name) : WriteAsync(xml, link, name);
        }

        private async ValueTask LookAndWriteAsync(XmlOut xml, string link, string? name)
        {
            Resource.Rights = (await Exchange.Workspace.Access.OfMeAsync(Resource.Entry.Path, Exchange.Aborted)).Try(out var own, out _) ? own.Rights : default;
            await WriteAsync(xml, link, name);
        }

        private ValueTask WriteAsync(XmlOut xml, string link, string? name)
        {
            xml.Raw("<D:response><D:href>"u8);
            xml.Text(link);
            if (name is not null)
            {
                xml.PathName(name);
                if (Resource.IsCollection)
                    xml.Raw("/"u8);
            }
            xml.Raw("</D:href>"u8);
            Plan.Write(xml, Resource);
            xml.Raw("</D:response>\n"u8);
            return xml.IsFull ? xml.FlushAsync(Exchange.Body, Exchange.Aborted) : ValueTask.CompletedTask;
        }
    }
}
