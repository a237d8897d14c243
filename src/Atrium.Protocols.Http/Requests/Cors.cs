using Atrium.Protocols.Http.Answers;
using Atrium.Protocols.Http.Dispatch;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Atrium.Protocols.Http.Requests;

/// <summary>What a page of another origin may do here.</summary>
internal enum CorsGrant
{
    /// <summary>The request is of no page, or of one of the server's own.</summary>
    NotNeeded,

    /// <summary>Nothing: it cannot read an answer, and changes nothing.</summary>
    None,

    /// <summary>Read, without anybody's sign-in: the page is of a site on this server, which anybody may have made.</summary>
    Read,

    /// <summary>All that whoever looks at it may do: the operator has named its origin.</summary>
    Full,
}

/// <summary>The CORS protocol of the Fetch standard (3.3), for the pages of an owner's own sites.</summary>
internal sealed class Cors(HttpServices services)
{
    // Enough that a page's requests do not each ask twice; short, so that an origin that is taken away is soon out.
    private static readonly StringValues MaxAge = "300";

    private static readonly StringValues Requestable =
        "Authorization, Content-Type, If-Match, If-None-Match, If-Modified-Since, If-Unmodified-Since, If-Range, Range, Content-Range, Content-Digest, Repr-Digest, Atrium-Modified, X-OC-Mtime, Upload-Offset, Upload-Length, Upload-Defer-Length, Upload-Metadata, Upload-Checksum, Tus-Resumable, X-HTTP-Method-Override";

    private static readonly StringValues Exposed =
        "ETag, Last-Modified, Location, Accept-Ranges, Content-Range, Content-Length, Content-Disposition, Retry-After, Upload-Offset, Upload-Length, Upload-Defer-Length, Upload-Metadata, Upload-Expires, Tus-Resumable, Tus-Version, Tus-Extension, Tus-Max-Size, Tus-Checksum-Algorithm, Content-Location, WWW-Authenticate";

    /// <summary>What the page behind a request may do; says so in the answer, which has not begun.</summary>
    internal CorsGrant Apply(HttpContext context)
    {
        // Another origin gets another answer, and none at all too: a cache must know.
        Vary.By(context.Response, "Origin");
        var origin = context.Request.Headers.Origin;
        if (origin.Count == 0)
            return CrossSite.IsForeign(context.Request) ? CorsGrant.None : CorsGrant.NotNeeded;
        if (CrossSite.IsOwn(origin.ToString(), context.Request))
            return CorsGrant.NotNeeded;
        var grant = Of(origin.ToString());
        if (grant is CorsGrant.Read or CorsGrant.Full)
        {
            // Never a star: a star would stand for anybody.
            context.Response.Headers.AccessControlAllowOrigin = origin;
            context.Response.Headers.AccessControlExposeHeaders = Exposed;
            if (grant == CorsGrant.Full)
                context.Response.Headers.AccessControlAllowCredentials = "true";
        }
        return grant;
    }

    /// <summary>Completes the answer to OPTIONS where it is a preflight (Fetch, 3.3.3).</summary>
    internal static void AnswerPreflight(HttpContext context, Route route, CorsGrant grant)
    {
        if (context.Request.Headers.AccessControlRequestMethod.Count == 0 || grant is not (CorsGrant.Read or CorsGrant.Full))
            return;
        var fields = context.Response.Headers;
        fields.AccessControlAllowMethods = grant == CorsGrant.Full ? route.Allow : "GET, HEAD";
        fields.AccessControlAllowHeaders = Requestable;
        fields.AccessControlMaxAge = MaxAge;
    }

    private CorsGrant Of(string text)
    {
        if (Origin.Canonical(text) is not { } origin)
            return CorsGrant.None;
        if (services.Settings.Get(HttpSettings.CorsOrigins).Contains(origin))
            return CorsGrant.Full;
        return services.Sites.Find(new Uri(origin).Host) is not null ? CorsGrant.Read : CorsGrant.None;
    }
}
