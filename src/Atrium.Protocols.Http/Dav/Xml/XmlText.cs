using System.Xml.Linq;

namespace Atrium.Protocols.Http.Dav.Xml;

/// <summary>Elements that are kept for clients as they came.</summary>
internal static class XmlText
{
    /// <summary>
    /// An element by itself: with the prefixes that were declared around it, since its text may use them too, and with the language that holds for it
    /// (RFC 4918, 4.3 and 4.4).
    /// </summary>
    internal static string Of(XElement element)
    {
        var alone = new XElement(element);
        foreach (var above in element.Ancestors())
        {
            foreach (var attribute in above.Attributes())
            {
                var isInherited = attribute.Name == XNamespace.Xml + "lang"
                    // A default namespace is in the names of the elements already, and may not be put on one that has none.
                    || (attribute.IsNamespaceDeclaration && attribute.Name.Namespace == XNamespace.Xmlns);
                if (isInherited && alone.Attribute(attribute.Name) is null)
                    alone.Add(new XAttribute(attribute));
            }
        }
        return alone.ToString(SaveOptions.DisableFormatting);
    }
}
