using System.Text;
using System.Xml.Linq;
using Atrium.Protocols.Http.Dav.Xml;

namespace Atrium.Protocols.Http.Dav.Properties;

/// <summary>A query made ready once, to be answered for each resource of a listing.</summary>
internal sealed class PropertyPlan
{
    private readonly bool namesOnly, isMinimal;
    private readonly LiveProperty[] live;

    // Those that were named: allprop asks for what there is, and misses nothing.
    private readonly bool[] isNamed;

    // Which of the live ones the resource at hand has not.
    private readonly bool[] missing;

    private readonly byte[] unknown;

    /// <param name="query">What was asked.</param>
    /// <param name="isMinimal">Nothing is said of what is not there (RFC 8144, 2.1).</param>
    internal PropertyPlan(PropertyQuery query, bool isMinimal)
    {
        namesOnly = query.Kind == PropertyQueryKind.PropName;
        this.isMinimal = isMinimal;
        var named = query.Names.Select(name => (Name: name, Live: LiveProperties.Find(name))).ToList();
        IEnumerable<LiveProperty> chosen = query.Kind switch
        {
            PropertyQueryKind.PropName => LiveProperties.All,
            PropertyQueryKind.AllProp => LiveProperties.All.Where(property => property.IsOfAllProp).Concat(named.Select(n => n.Live).OfType<LiveProperty>()).Distinct(),
            _ => named.Select(n => n.Live).OfType<LiveProperty>(),
        };
        live = [.. chosen];
        isNamed = [.. live.Select(property => query.Names.Contains(property.Name))];
        missing = new bool[live.Length];
        unknown = Encoding.UTF8.GetBytes(string.Concat(named.Where(n => n.Live is null).Select(n => EmptyElement(n.Name))));
        // A name says nothing about rights, and is there whatever they are.
        Needs = namesOnly ? Needs.Spaces : live.Aggregate(Needs.Entry, (all, property) => all | property.Needs);
    }

    /// <summary>What must be looked up for it.</summary>
    internal Needs Needs { get; }

    /// <summary>The propstat elements of a resource (RFC 4918, 14.22).</summary>
    internal void Write(XmlOut xml, DavResource resource)
    {
        var before = xml.Length;
        xml.Raw("<D:propstat><D:prop>"u8);
        var within = xml.Length;
        var some = unknown.Length > 0;
        for (var i = 0; i < live.Length; i++)
            some |= missing[i] = !(namesOnly ? live[i].WriteName(xml, resource) : live[i].Write(xml, resource)) && isNamed[i];
        var hasMissing = some && !isMinimal && !namesOnly;
        if (xml.Length == within && hasMissing)
            xml.BackTo(before);
        else
            xml.Raw("</D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat>"u8);
        if (!hasMissing)
            return;

        xml.Raw("<D:propstat><D:prop>"u8);
        for (var i = 0; i < live.Length; i++)
        {
            if (missing[i])
                xml.Raw(live[i].Empty);
        }
        xml.Raw(unknown);
        xml.Raw("</D:prop><D:status>HTTP/1.1 404 Not Found</D:status></D:propstat>"u8);
    }

    /// <summary>An element of any name, without a value.</summary>
    internal static string EmptyElement(XName name) => DavNames.PrefixOf(name.Namespace) is { } prefix
        ? $"<{prefix}:{name.LocalName}/>"
        : new XElement(name, name.Namespace == XNamespace.None ? null : new XAttribute(XNamespace.Xmlns + "x", name.NamespaceName)).ToString(SaveOptions.DisableFormatting);
}
