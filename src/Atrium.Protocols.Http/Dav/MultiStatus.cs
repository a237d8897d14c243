using Atrium.Protocols.Http.Dav.Properties;
using Atrium.Protocols.Http.Dav.Xml;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Dav;

/// <summary>207 (RFC 4918, 13).</summary>
internal static class MultiStatus
{
    internal static void SetFields(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status207MultiStatus;
        response.ContentType = XmlOut.MediaType;
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.XContentTypeOptions = "nosniff";
    }

    internal static void Begin(XmlOut xml)
    {
        xml.Raw("<D:multistatus"u8);
        xml.Raw(DavNames.Declarations);
        xml.Raw(">\n"u8);
    }

    /// <summary>A resource of which only a status is said (13, 14.24).</summary>
    internal static void Response(XmlOut xml, string link, ReadOnlySpan<byte> status, ReadOnlySpan<byte> condition)
    {
        xml.Raw("<D:response><D:href>"u8);
        xml.Text(link);
        xml.Raw("</D:href><D:status>HTTP/1.1 "u8);
        xml.Raw(status);
        xml.Raw("</D:status>"u8);
        if (!condition.IsEmpty)
        {
            xml.Raw("<D:error>"u8);
            xml.Raw(condition);
            xml.Raw("</D:error>"u8);
        }
        xml.Raw("</D:response>\n"u8);
    }

    internal static void End(XmlOut xml) => xml.Raw("</D:multistatus>\n"u8);
}
