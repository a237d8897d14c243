using Atrium.Protocols.Http.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Atrium.Protocols.Http.Answers;

/// <summary>
/// What becomes of the body of a request that is refused before it was read. In HTTP/2 a stream ends by itself; a connection of HTTP/1.1
/// holds the next request only behind the body (RFC 9112, 9.3).
/// </summary>
internal static class UnreadBody
{
    /// <summary>A body up to this length is read and thrown away, and the connection goes on: cheaper than another TLS handshake.</summary>
    private const long MaxSkipped = HttpLimits.MaxJsonBytes;

    /// <summary>
    /// Says, before the answer begins, that the connection ends behind it, where the body may be long or may never come (RFC 9110, 10.1.1).
    /// Kestrel then reads on for at most five seconds, so that the client can finish writing and find the answer: closed at once, the
    /// bytes on their way would be answered with a reset, which takes the answer away from many clients.
    /// </summary>
    internal static void Announce(HttpContext context)
    {
        if (!IsHttp1(context) || context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: true })
            return;
        var request = context.Request;
        if (request.ContentLength is > MaxSkipped or null || request.Headers.Expect.Count > 0)
            Close(context);
        // Beyond this limit Kestrel does not read on, but closes at once. It can no longer be changed when reading has begun: then it was
        // lifted before, or the body is too long already.
        BodyLimit.Set(context, null);
    }

    /// <summary>The connection ends behind the answer.</summary>
    internal static void Close(HttpContext context)
    {
        if (IsHttp1(context))
            context.Response.Headers.Connection = "close";
    }

    private static bool IsHttp1(HttpContext context) => context.Request.Protocol.StartsWith("HTTP/1", StringComparison.Ordinal);
}
