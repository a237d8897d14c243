using Atrium.Protocols.Http.Requests;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Dav;

/// <summary>
/// <c>OPTIONS</c> (RFC 4918, 10.1): what is supported, said to anybody, because clients ask before they sign in. It depends on the path
/// alone, so it tells nothing of what is there.
/// </summary>
internal static class DavOptions
{
    private const string Classes = "1, 2, 3, extended-mkcol";

    private const string Reading = "OPTIONS, PROPFIND, GET, HEAD";

    /// <summary>A space is neither deleted nor moved like a folder.</summary>
    private const string OfSpaces = Reading + ", PROPPATCH, COPY, LOCK, UNLOCK";

    private const string All = Reading + ", PROPPATCH, PUT, DELETE, MKCOL, COPY, MOVE, LOCK, UNLOCK";

    internal static void Describe(HttpContext context, RequestTarget target)
    {
        var fields = context.Response.Headers;
        fields["DAV"] = Classes;
        // Office and Windows look for it before they write.
        fields["MS-Author-Via"] = "DAV";
        fields.Allow = AllowOf(target);
        // Some clients take an answer without a body that is not 200 for a failure.
        context.Response.StatusCode = StatusCodes.Status200OK;
        context.Response.ContentLength = 0;
    }

    /// <summary>What can be done with whatever may be at a path.</summary>
    internal static string AllowOf(RequestTarget target) => target.Segments switch
    {
        [_, "principals", ..] => "OPTIONS, PROPFIND",
        { Length: <= 2 } => Reading,
        { Length: 3 } => OfSpaces,
        _ => All,
    };
}
