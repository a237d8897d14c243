using System.Text;
using Atrium.Core.Repository;
using Atrium.Core.Repository.Locks;
using Atrium.Protocols.Http.Dav.Xml;

namespace Atrium.Protocols.Http.Dav.Properties;

/// <summary>supportedlock and lockdiscovery (RFC 4918, 15.8 and 15.10).</summary>
internal static class LockProperties
{
    internal static bool Supported(XmlOut xml, DavResource at)
    {
        // What is above the spaces is nobody's to lock.
        if (at.Entry.Path.Depth < 2)
            return true;
        xml.Raw("""<D:lockentry><D:lockscope><D:exclusive/></D:lockscope><D:locktype><D:write/></D:locktype></D:lockentry>"""u8);
        xml.Raw("""<D:lockentry><D:lockscope><D:shared/></D:lockscope><D:locktype><D:write/></D:locktype></D:lockentry>"""u8);
        return true;
    }

    internal static bool Discovery(XmlOut xml, DavResource at)
    {
        foreach (var held in at.LocksFromAbove)
            Write(xml, held, at.Now);
        foreach (var held in at.Locks)
            Write(xml, held, at.Now);
        return true;
    }

    internal static void Write(XmlOut xml, LockInfo held, DateTimeOffset now)
    {
        xml.Raw("<D:activelock><D:locktype><D:write/></D:locktype><D:lockscope>"u8);
        xml.Raw(held.Scope == LockScope.Exclusive ? "<D:exclusive/>"u8 : "<D:shared/>"u8);
        xml.Raw("</D:lockscope><D:depth>"u8);
        xml.Raw(held.Depth == LockDepth.Infinity ? "infinity"u8 : "0"u8);
        xml.Raw("</D:depth>"u8);
        xml.Raw(Encoding.UTF8.GetBytes(held.Owner));
        xml.Raw("<D:timeout>Second-"u8);
        xml.Number(Math.Max(0, (long)Math.Ceiling((held.Expires - now).TotalSeconds)));
        xml.Raw("</D:timeout>"u8);
        // Only the caller's own have one: whoever holds it can do what its maker can (ATTACKS 17).
        if (held.Token is { } token)
        {
            xml.Raw("<D:locktoken><D:href>"u8);
            xml.Text(token);
            xml.Raw("</D:href></D:locktoken>"u8);
        }
        xml.Raw("<D:lockroot><D:href>"u8);
        xml.Text(DavPath.Link(held.Root, NodeKind.File));
        xml.Raw("</D:href></D:lockroot></D:activelock>"u8);
    }
}
