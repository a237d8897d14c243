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

    internal static void End(XmlOut xml) => xml.Raw("</D:multistatus>\n"u8);
}
