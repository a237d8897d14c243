using System.Xml.Linq;

namespace Atrium.Protocols.Http.Dav.Properties;

/// <summary>The namespaces of WebDAV, and of the clients whose properties are known.</summary>
internal static class DavNames
{
    /// <summary>RFC 4918, 21.1.</summary>
    internal static readonly XNamespace WebDav = "DAV:";

    /// <summary>ownCloud, Nextcloud and rclone.</summary>
    internal static readonly XNamespace OwnCloud = "http://owncloud.org/ns";

    /// <summary>The redirector of Windows.</summary>
    internal static readonly XNamespace Microsoft = "urn:schemas-microsoft-com:";

    /// <summary>The prefixes that every answer declares at its root.</summary>
    internal static ReadOnlySpan<byte> Declarations => " xmlns:D=\"DAV:\" xmlns:o=\"http://owncloud.org/ns\" xmlns:Z=\"urn:schemas-microsoft-com:\""u8;

    /// <summary>The prefix that stands for a namespace; null where it has to be declared.</summary>
    internal static string? PrefixOf(XNamespace space)
        => space == WebDav ? "D" : space == OwnCloud ? "o" : space == Microsoft ? "Z" : null;
}
