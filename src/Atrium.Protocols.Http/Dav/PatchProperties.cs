using System.Text;
using System.Xml.Linq;
using Atrium.Core;
using Atrium.Core.Repository;
using Atrium.Protocols.Http.Dav.If;
using Atrium.Protocols.Http.Dav.Properties;
using Atrium.Protocols.Http.Dav.Xml;
using Atrium.Protocols.Http.Dispatch;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Dav;

/// <summary><c>PROPPATCH</c> (RFC 4918, 9.2): all of it, or nothing.</summary>
internal static class PatchProperties
{
    internal static async ValueTask<Refused?> HandleAsync(Exchange exchange)
    {
        if (!DavPath.Read(exchange).Try(out var path, out var refused)
            || !(await XmlBody.ReadAsync(exchange)).Try(out var body, out refused)
            || !PropertyPatch.Read(body).Try(out var patch, out refused))
            return refused;
        if (Submission.Take(exchange, path) is { } wrong)
            return wrong;
        // What is not there has no properties either, protected or not; and a folder has no time of its own to set.
        if (!(await exchange.Workspace.Files.StatAsync(path, AsOf.Now, exchange.Aborted)).Try(out var entry, out refused))
            return refused;
        if (entry.Kind == NodeKind.Folder)
            patch = patch.OfFolder();
        if (patch.Protected.Count == 0
            && !(await exchange.Workspace.Properties.PatchAsync(path, patch.Changes, patch.Modified, exchange.Aborted)).Try(out _, out refused))
            return refused;
        if (patch.Protected.Count == 0 && Preferences.Read(exchange.Request.Headers).Minimal)
        {
            // RFC 8144, 2.2: that all was done needs no list of what that is.
            Preferences.Applied(exchange.Response, "return=minimal");
            exchange.Response.StatusCode = StatusCodes.Status204NoContent;
            return null;
        }
        MultiStatus.SetFields(exchange.Response);
        using var xml = new XmlOut();
        MultiStatus.Begin(xml);
        xml.Raw("<D:response><D:href>"u8);
        xml.Text(DavPath.Link(path, entry.Kind));
        xml.Raw("</D:href>"u8);
        WriteResults(xml, patch);
        xml.Raw("</D:response>\n"u8);
        MultiStatus.End(xml);
        await xml.FlushAsync(exchange.Body, exchange.Aborted);
        return null;
    }

    /// <summary>What became of each property that was named.</summary>
    internal static void WriteResults(XmlOut xml, PropertyPatch patch)
    {
        if (patch.Protected.Count == 0)
        {
            Write(xml, patch.Names, "200 OK"u8, default);
            return;
        }
        Write(xml, patch.Names.Where(patch.Protected.Contains), "403 Forbidden"u8, "<D:error><D:cannot-modify-protected-property/></D:error>"u8);
        Write(xml, patch.Names.Where(name => !patch.Protected.Contains(name)), "424 Failed Dependency"u8, default);
    }

    private static void Write(XmlOut xml, IEnumerable<XName> names, ReadOnlySpan<byte> status, ReadOnlySpan<byte> error)
    {
        var elements = string.Concat(names.Select(PropertyPlan.EmptyElement));
        if (elements.Length == 0)
            return;
        xml.Raw("<D:propstat><D:prop>"u8);
        xml.Raw(Encoding.UTF8.GetBytes(elements));
        xml.Raw("</D:prop><D:status>HTTP/1.1 "u8);
        xml.Raw(status);
        xml.Raw("</D:status>"u8);
        xml.Raw(error);
        xml.Raw("</D:propstat>"u8);
    }
}
