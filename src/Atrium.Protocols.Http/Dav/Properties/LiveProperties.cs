using System.Collections.Frozen;
using System.Xml.Linq;
using Atrium.Core.Repository;
using Atrium.Protocols.Http.Dav.Xml;
using static Atrium.Protocols.Http.Dav.Properties.DavNames;

namespace Atrium.Protocols.Http.Dav.Properties;

/// <summary>All properties that the server makes, on one screen.</summary>
internal static class LiveProperties
{
    internal static IReadOnlyList<LiveProperty> All { get; } =
    [
        // RFC 4918, 15.
        new(WebDav, "resourcetype", ResourceType) { IsOfAllProp = true },
        new(WebDav, "getlastmodified", Modified) { IsOfAllProp = true },
        new(WebDav, "getcontentlength", (xml, at) => !at.IsCollection && Number(xml, at.Entry.Size ?? 0)) { IsOfAllProp = true },
        new(WebDav, "getetag", ETag) { IsOfAllProp = true },
        new(WebDav, "getcontenttype", ContentType) { IsOfAllProp = true },
        new(WebDav, "displayname", DisplayName) { IsOfAllProp = true, IsOverridable = true },
        // When a file was made is not kept; the time of its content is never before that.
        new(WebDav, "creationdate", Created) { IsOfAllProp = true },
        new(WebDav, "supportedlock", LockProperties.Supported) { IsOfAllProp = true },
        new(WebDav, "lockdiscovery", LockProperties.Discovery) { IsOfAllProp = true, Needs = Needs.Locks },

        // RFC 4331, which leaves them out of allprop.
        new(WebDav, "quota-available-bytes", QuotaAvailable) { Needs = Needs.Spaces },
        new(WebDav, "quota-used-bytes", QuotaUsed) { Needs = Needs.Spaces },

        // RFC 5397 and RFC 3744, to be read.
        new(WebDav, "current-user-principal", Principal.Current),
        new(WebDav, "principal-collection-set", Principal.Collection),
        new(WebDav, "owner", Principal.Owner) { Needs = Needs.Spaces },
        new(WebDav, "current-user-privilege-set", Privileges.Current) { Needs = Needs.Rights },
        new(WebDav, "supported-privilege-set", Privileges.Supported),
        // RFC 3253, 3.1.5: there are none.
        new(WebDav, "supported-report-set", (_, _) => true),

        // ownCloud's.
        new(OwnCloud, "id", Id),
        new(OwnCloud, "fileid", Id),
        new(OwnCloud, "size", (xml, at) => at.Entry.Size is { } size && Number(xml, size)),
        new(OwnCloud, "permissions", Privileges.OfOwnCloud) { Needs = Needs.Rights },
        new(OwnCloud, "checksums", Checksums),
    ];

    private static readonly FrozenDictionary<XName, LiveProperty> ByName = All.ToFrozenDictionary(property => property.Name);

    internal static LiveProperty? Find(XName name) => ByName.GetValueOrDefault(name);

    private static bool Number(XmlOut xml, long value)
    {
        xml.Number(value);
        return true;
    }

    private static bool Modified(XmlOut xml, DavResource at)
    {
        xml.HttpDate(at.Entry.Modified);
        return true;
    }

    private static bool Created(XmlOut xml, DavResource at)
    {
        xml.Timestamp(at.Entry.Modified);
        return true;
    }

    private static bool ResourceType(XmlOut xml, DavResource at)
    {
        if (at.IsCollection)
            xml.Raw("<D:collection/>"u8);
        return true;
    }

    // Of what the caller may list and not read there is none: it is a hash.
    private static bool ETag(XmlOut xml, DavResource at)
    {
        if (at.Entry.ETag is not { } tag)
            return false;
        xml.Raw("\""u8);
        xml.Text(DavTag.Of(tag));
        xml.Raw("\""u8);
        return true;
    }

    private static bool ContentType(XmlOut xml, DavResource at)
    {
        if (at.Entry.MediaType is not { } type)
            return false;
        xml.Text(type);
        return true;
    }

    private static bool DisplayName(XmlOut xml, DavResource at)
    {
        if (at.Entry.Path.Depth == 0)
            xml.Raw("Atrium"u8);
        else
            xml.Text(at.Entry.Name);
        return true;
    }

    // Without a quota there is no number that would be true.
    private static bool QuotaAvailable(XmlOut xml, DavResource at)
    {
        if (!at.IsCollection || at.Space is not { Quota: { } quota, Used: { } used })
            return false;
        xml.Number(Math.Max(0, quota - used));
        return true;
    }

    private static bool QuotaUsed(XmlOut xml, DavResource at)
    {
        if (!at.IsCollection || at.Space is not { Used: { } used })
            return false;
        xml.Number(used);
        return true;
    }

    private static bool Id(XmlOut xml, DavResource at)
    {
        xml.Number(at.Entry.NodeId);
        return true;
    }

    // The tag of a content that is one piece is its SHA-256; of others only a number is known.
    private static bool Checksums(XmlOut xml, DavResource at)
    {
        if (at.Entry is not { Kind: NodeKind.File, ETag: { Length: 64 } hash } || hash.Contains('-'))
            return false;
        xml.Raw("<o:checksum>SHA256:"u8);
        xml.Text(hash);
        xml.Raw("</o:checksum>"u8);
        return true;
    }
}
