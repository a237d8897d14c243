using System.Text;
using System.Xml.Linq;
using Atrium.Protocols.Http.Dav.Xml;
using static Atrium.Protocols.Http.Dav.Properties.DavNames;

namespace Atrium.Protocols.Http.Dav.Properties;

/// <summary>The properties of a principal, of which there are few (RFC 3744, 4).</summary>
/// <param name="query">What was asked.</param>
/// <param name="caller">Who asks.</param>
internal sealed class PrincipalPlan(PropertyQuery query, string caller)
{
    private static readonly XName[] Known =
    [
        WebDav + "resourcetype", WebDav + "displayname", WebDav + "principal-URL", WebDav + "alternate-URI-set", WebDav + "current-user-principal",
        WebDav + "principal-collection-set", WebDav + "supported-report-set",
    ];

    /// <param name="xml">The answer.</param>
    /// <param name="name">The principal; null for the collection of them.</param>
    internal void Write(XmlOut xml, string? name)
    {
        xml.Raw("<D:response><D:href>/dav/principals/"u8);
        if (name is not null)
        {
            xml.PathName(name);
            xml.Raw("/"u8);
        }
        xml.Raw("</D:href>"u8);
        var asked = query.Kind == PropertyQueryKind.Prop ? query.Names : [.. Known.Concat(query.Names).Distinct()];
        var there = asked.Where(property => Has(property, name)).ToList();
        var missing = query.Kind == PropertyQueryKind.Prop ? asked.Except(there).ToList() : [];
        if (there.Count > 0)
        {
            xml.Raw("<D:propstat><D:prop>"u8);
            foreach (var property in there)
                Write(xml, property, name);
            xml.Raw("</D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat>"u8);
        }
        if (missing.Count > 0)
        {
            xml.Raw("<D:propstat><D:prop>"u8);
            xml.Raw(Encoding.UTF8.GetBytes(string.Concat(missing.Select(PropertyPlan.EmptyElement))));
            xml.Raw("</D:prop><D:status>HTTP/1.1 404 Not Found</D:status></D:propstat>"u8);
        }
        xml.Raw("</D:response>\n"u8);
    }

    private static bool Has(XName property, string? name)
        => Known.Contains(property) && (name is not null || property.LocalName is not ("principal-URL" or "alternate-URI-set"));

    private void Write(XmlOut xml, XName property, string? name)
    {
        if (query.Kind == PropertyQueryKind.PropName)
        {
            xml.Raw(Encoding.UTF8.GetBytes(PropertyPlan.EmptyElement(property)));
            return;
        }
        var tag = Encoding.UTF8.GetBytes($"D:{property.LocalName}>");
        xml.Raw("<"u8);
        xml.Raw(tag);
        switch (property.LocalName)
        {
            case "resourcetype":
                xml.Raw(name is null ? "<D:collection/>"u8 : "<D:principal/>"u8);
                break;
            case "displayname":
                xml.Text(name ?? "Principals");
                break;
            case "principal-URL":
                Principal.Href(xml, name!);
                break;
            case "current-user-principal":
                Principal.Href(xml, caller);
                break;
            case "principal-collection-set":
                xml.Raw("<D:href>/dav/principals/</D:href>"u8);
                break;
        }
        xml.Raw("</"u8);
        xml.Raw(tag);
    }
}
