using System.Text;
using System.Xml.Linq;
using Atrium.Protocols.Http.Dav.Xml;

namespace Atrium.Protocols.Http.Dav.Properties;

/// <summary>What a property is made of, so that it is looked up only for who asks.</summary>
[Flags]
internal enum Needs
{
    Entry = 0,
    Rights = 1,
    Spaces = 2,
    Dead = 4,
    Locks = 8,
}

/// <summary>Writes the value of a property, or nothing and false where a resource has none.</summary>
internal delegate bool ValueWriter(XmlOut xml, DavResource resource);

/// <summary>A property that the server makes (RFC 4918, 4.2).</summary>
internal sealed class LiveProperty
{
    private readonly byte[] start, end;
    private readonly ValueWriter value;

    /// <param name="space">Its namespace, one of those with a prefix.</param>
    /// <param name="name">Its name in it.</param>
    /// <param name="value">Writes it.</param>
    internal LiveProperty(XNamespace space, string name, ValueWriter value)
    {
        var tag = $"{DavNames.PrefixOf(space)}:{name}";
        (Name, this.value) = (space + name, value);
        (start, end, Empty) = (Encoding.UTF8.GetBytes($"<{tag}>"), Encoding.UTF8.GetBytes($"</{tag}>"), Encoding.UTF8.GetBytes($"<{tag}/>"));
    }

    internal XName Name { get; }

    /// <summary>Whether allprop names it (RFC 4918, 9.1): what costs more must be asked for.</summary>
    internal bool IsOfAllProp { get; init; }

    /// <summary>True where a client may set another value, which is kept as a property of its own (RFC 4918, 15.2).</summary>
    internal bool IsOverridable { get; init; }

    internal Needs Needs { get; init; }

    /// <summary>The element without a value.</summary>
    internal byte[] Empty { get; }

    /// <summary>The element with its value; nothing and false where the resource has none.</summary>
    internal bool Write(XmlOut xml, DavResource resource)
    {
        var before = xml.Length;
        xml.Raw(start);
        var within = xml.Length;
        if (!value(xml, resource))
        {
            xml.BackTo(before);
            return false;
        }
        if (xml.Length == within)
        {
            xml.BackTo(before);
            xml.Raw(Empty);
            return true;
        }
        xml.Raw(end);
        return true;
    }

    /// <summary>The element without its value.</summary>
    internal bool WriteName(XmlOut xml, DavResource resource)
    {
        var before = xml.Length;
        var isThere = value(xml, resource);
        xml.BackTo(before);
        if (isThere)
            xml.Raw(Empty);
        return isThere;
    }
}
