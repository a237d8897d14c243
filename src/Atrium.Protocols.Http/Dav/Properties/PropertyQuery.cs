using System.Xml.Linq;
using Atrium.Core;

namespace Atrium.Protocols.Http.Dav.Properties;

/// <summary>What a PROPFIND asks for (RFC 4918, 9.1 and 14.20).</summary>
/// <param name="Kind">Which of the three ways.</param>
/// <param name="Names">The names of prop, or those that include adds to allprop.</param>
internal sealed record PropertyQuery(PropertyQueryKind Kind, IReadOnlyList<XName> Names)
{
    private static readonly PropertyQuery AllProp = new(PropertyQueryKind.AllProp, []);

    /// <summary>Reads the body; none means all (9.1).</summary>
    internal static Outcome<PropertyQuery> Read(XElement? root)
    {
        if (root is null)
            return AllProp;
        if (root.Name != DavNames.WebDav + "propfind")
            return Refused.Invalid("The body of PROPFIND is a DAV: propfind element.");
        PropertyQueryKind? kind = null;
        List<XName> names = [];
        foreach (var child in root.Elements())
        {
            PropertyQueryKind? said = child.Name.Namespace != DavNames.WebDav ? null : child.Name.LocalName switch
            {
                "allprop" => PropertyQueryKind.AllProp,
                "propname" => PropertyQueryKind.PropName,
                "prop" => PropertyQueryKind.Prop,
                _ => null,
            };
            if (said is not null && kind is not null)
                return Refused.Invalid("A propfind asks in one way: allprop, propname or prop, once.");
            kind ??= said;
            // What is not known is passed over (17).
            if (said == PropertyQueryKind.Prop || child.Name == DavNames.WebDav + "include")
                names.AddRange(child.Elements().Select(property => property.Name));
        }
        if (kind is not { } way)
            return Refused.Invalid("A propfind asks for something: allprop, propname or prop.");
        if (names.Count > HttpLimits.MaxXmlProperties)
            return Refused.Invalid($"A request names at most {HttpLimits.MaxXmlProperties} properties.");
        if (names.Select(PropertyNames.Violation).FirstOrDefault(wrong => wrong is not null) is { } violation)
            return violation;
        return new PropertyQuery(way, way == PropertyQueryKind.PropName ? [] : [.. names.Distinct()]);
    }
}

/// <summary>The three ways to ask.</summary>
internal enum PropertyQueryKind
{
    AllProp,
    PropName,
    Prop,
}
