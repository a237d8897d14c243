using Atrium.Protocols.Http.Dav.Xml;

namespace Atrium.Protocols.Http.Dav.Properties;

/// <summary>The properties that name principals (RFC 3744, 5; RFC 5397).</summary>
internal static class Principal
{
    internal static bool Current(XmlOut xml, DavResource at)
    {
        if (at.Account is { } account)
            Href(xml, account);
        else
            xml.Raw("<D:unauthenticated/>"u8);
        return true;
    }

    internal static bool Collection(XmlOut xml, DavResource at)
    {
        xml.Raw("<D:href>/dav/principals/</D:href>"u8);
        return true;
    }

    /// <summary>Whoever owns the space.</summary>
    internal static bool Owner(XmlOut xml, DavResource at)
    {
        if (at.Space is not { Owner: { } owner })
            return false;
        Href(xml, owner);
        return true;
    }

    internal static void Href(XmlOut xml, string account)
    {
        xml.Raw("<D:href>"u8);
        xml.Raw("/dav/principals/"u8);
        xml.PathName(account);
        xml.Raw("/</D:href>"u8);
    }
}
