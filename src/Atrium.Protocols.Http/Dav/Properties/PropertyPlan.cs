using System.Text;
using System.Xml.Linq;
using Atrium.Protocols.Http.Dav.Xml;

namespace Atrium.Protocols.Http.Dav.Properties;

/// <summary>A query made ready once, to be answered for each resource of a listing.</summary>
internal sealed class PropertyPlan
{
    private readonly bool namesOnly, takesAllDead, isMinimal;
    private readonly (LiveProperty Property, bool IsNamed)[] live;
    private readonly (XName Name, byte[] Empty)[] dead;

    // What was named, and the resource at hand has not: the live ones, and behind them those that clients keep.
    private readonly bool[] missing;

    /// <param name="query">What was asked.</param>
    /// <param name="isMinimal">Nothing is said of what is not there (RFC 8144, 2.1).</param>
    internal PropertyPlan(PropertyQuery query, bool isMinimal)
    {
        this.isMinimal = isMinimal;
        namesOnly = query.Kind == PropertyQueryKind.PropName;
        takesAllDead = query.Kind != PropertyQueryKind.Prop;
        var named = query.Names.Select(LiveProperties.Find).OfType<LiveProperty>().ToHashSet();
        IEnumerable<LiveProperty> chosen = query.Kind switch
        {
            PropertyQueryKind.PropName => LiveProperties.All,
            PropertyQueryKind.AllProp => LiveProperties.All.Where(property => property.IsOfAllProp || named.Contains(property)),
            _ => named,
        };
        live = [.. chosen.Select(property => (property, named.Contains(property)))];
        dead = [.. query.Names.Where(name => LiveProperties.Find(name) is null).Select(name => (name, Encoding.UTF8.GetBytes(EmptyElement(name))))];
        missing = new bool[live.Length + dead.Length];
        // A name says nothing about rights and locks, and is there whatever they are.
        Needs = namesOnly ? Needs.Spaces | Needs.Dead : live.Aggregate(
            takesAllDead || dead.Length > 0 ? Needs.Dead : Needs.Entry,
            (all, chosen) => all | chosen.Property.Needs | (chosen.Property.IsOverridable ? Needs.Dead : Needs.Entry));
    }

    /// <summary>What must be looked up for it.</summary>
    internal Needs Needs { get; }

    /// <summary>The propstat elements of a resource (RFC 4918, 14.22).</summary>
    internal void Write(XmlOut xml, DavResource resource)
    {
        var before = xml.Length;
        xml.Raw("<D:propstat><D:prop>"u8);
        var within = xml.Length;
        var isMissing = WriteLive(xml, resource) | WriteDead(xml, resource);
        isMissing &= !isMinimal;
        if (isMissing && xml.Length == within)
            xml.BackTo(before);
        else
            xml.Raw("</D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat>"u8);
        if (!isMissing)
            return;
        xml.Raw("<D:propstat><D:prop>"u8);
        for (var i = 0; i < missing.Length; i++)
        {
            if (missing[i])
                xml.Raw(i < live.Length ? live[i].Property.Empty : dead[i - live.Length].Empty);
        }
        xml.Raw("</D:prop><D:status>HTTP/1.1 404 Not Found</D:status></D:propstat>"u8);
    }

    /// <summary>An element of any name, without a value.</summary>
    internal static string EmptyElement(XName name) => DavNames.PrefixOf(name.Namespace) is { } prefix
        ? $"<{prefix}:{name.LocalName}/>"
        : new XElement(name, name.Namespace == XNamespace.None ? null : new XAttribute(XNamespace.Xmlns + "x", name.NamespaceName)).ToString(SaveOptions.DisableFormatting);

    private bool WriteLive(XmlOut xml, DavResource resource)
    {
        var any = false;
        for (var i = 0; i < live.Length; i++)
        {
            var (property, isNamed) = live[i];
            var isThere = true;
            if (property.IsOverridable && resource.FindDead(property.Name) is { } own)
                WriteDead(xml, property.Empty, own.Value);
            else
                isThere = namesOnly ? property.WriteName(xml, resource) : property.Write(xml, resource);
            // allprop asks for what there is, and misses nothing but what was named beside it.
            any |= missing[i] = !isThere && isNamed;
        }
        return any;
    }

    private bool WriteDead(XmlOut xml, DavResource resource)
    {
        if (takesAllDead)
        {
            foreach (var own in resource.Dead)
            {
                var name = XName.Get(own.Name, own.Namespace);
                if (LiveProperties.Find(name) is null)
                    WriteDead(xml, namesOnly ? Encoding.UTF8.GetBytes(EmptyElement(name)) : [], own.Value);
            }
        }
        var any = false;
        for (var i = 0; i < dead.Length; i++)
        {
            var own = resource.FindDead(dead[i].Name);
            if (own is not null && !takesAllDead)
                WriteDead(xml, dead[i].Empty, own.Value);
            any |= missing[live.Length + i] = own is null;
        }
        return any;
    }

    private void WriteDead(XmlOut xml, byte[] empty, string value)
    {
        if (namesOnly)
            xml.Raw(empty);
        else
            xml.Markup(value);
    }
}
