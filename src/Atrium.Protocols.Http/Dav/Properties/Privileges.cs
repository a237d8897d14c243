using Atrium.Core.Access;
using Atrium.Protocols.Http.Dav.Xml;

namespace Atrium.Protocols.Http.Dav.Properties;

/// <summary>Rights as the privileges of RFC 3744, 3, and as ownCloud's letters.</summary>
internal static class Privileges
{
    internal static bool Current(XmlOut xml, DavResource at)
    {
        var rights = at.Rights;
        xml.Raw("<D:privilege><D:read-current-user-privilege-set/></D:privilege>"u8);
        if (rights.HasFlag(Rights.Read))
            xml.Raw("<D:privilege><D:read/></D:privilege>"u8);
        if (rights.HasFlag(Rights.Write))
            xml.Raw("<D:privilege><D:write-content/></D:privilege><D:privilege><D:write-properties/></D:privilege>"u8);
        if (rights.HasFlag(Rights.Create))
            xml.Raw("<D:privilege><D:bind/></D:privilege>"u8);
        if (rights.HasFlag(Rights.Delete))
            xml.Raw("<D:privilege><D:unbind/></D:privilege>"u8);
        if (rights.HasFlag(Rights.Write | Rights.Create | Rights.Delete))
            xml.Raw("<D:privilege><D:write/></D:privilege>"u8);
        if (rights.HasFlag(Rights.Manage))
            xml.Raw("<D:privilege><D:all/></D:privilege>"u8);
        return true;
    }

    /// <summary>The tree of what there is (RFC 3744, 5.3).</summary>
    internal static bool Supported(XmlOut xml, DavResource at)
    {
        xml.Raw("""<D:supported-privilege><D:privilege><D:all/></D:privilege><D:description xml:lang="en">Everything</D:description>"""u8);
        Simple(xml, "read"u8, "See names and read content"u8);
        Simple(xml, "read-current-user-privilege-set"u8, "Know what one may do"u8);
        xml.Raw("""<D:supported-privilege><D:privilege><D:write/></D:privilege><D:description xml:lang="en">Change what is here</D:description>"""u8);
        Simple(xml, "write-content"u8, "Replace content"u8);
        Simple(xml, "write-properties"u8, "Change properties"u8);
        Simple(xml, "bind"u8, "Add to a folder"u8);
        Simple(xml, "unbind"u8, "Delete and move away"u8);
        xml.Raw("</D:supported-privilege></D:supported-privilege>"u8);
        return true;
    }

    /// <summary>
    /// D delete, N rename, V move, W write a file, C make files and K folders in it, S and R share; G, which Nextcloud added, read.
    /// </summary>
    internal static bool OfOwnCloud(XmlOut xml, DavResource at)
    {
        var rights = at.Rights;
        if (rights.HasFlag(Rights.Read))
            xml.Raw("G"u8);
        if (rights.HasFlag(Rights.Share))
            xml.Raw("R"u8);
        if (rights.HasFlag(Rights.Delete) && at.Entry.Path.Depth > 2)
            xml.Raw("DNV"u8);
        if (!at.IsCollection && rights.HasFlag(Rights.Write))
            xml.Raw("W"u8);
        if (at.IsCollection && rights.HasFlag(Rights.Create))
            xml.Raw("CK"u8);
        return true;
    }

    private static void Simple(XmlOut xml, ReadOnlySpan<byte> name, ReadOnlySpan<byte> description)
    {
        xml.Raw("<D:supported-privilege><D:privilege><D:"u8);
        xml.Raw(name);
        xml.Raw("/></D:privilege><D:description xml:lang=\"en\">"u8);
        xml.Raw(description);
        xml.Raw("</D:description></D:supported-privilege>"u8);
    }
}
