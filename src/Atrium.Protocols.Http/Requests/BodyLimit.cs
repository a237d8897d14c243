using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Atrium.Protocols.Http.Requests;

/// <summary>How long the body of a request may be: Kestrel would cut each off at a length that is the same for all.</summary>
internal static class BodyLimit
{
    /// <summary>Sets it, while nothing of the body has been read; later it stays as it was.</summary>
    /// <param name="context">The request.</param>
    /// <param name="most">Bytes; null where something else is the limit.</param>
    internal static void Set(HttpContext context, long? most)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = most;
    }
}
