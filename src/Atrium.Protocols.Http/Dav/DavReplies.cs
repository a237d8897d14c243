using Atrium.Core;
using Atrium.Protocols.Http.Answers;
using Atrium.Protocols.Http.Dispatch;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Dav;

/// <summary>
/// The one mapping from refusals to WebDAV: that of HTTP, but for what RFC 4918 says otherwise, and the conditions that it names in a body
/// (16).
/// </summary>
internal static class DavReplies
{
    /// <summary>The status of a refusal.</summary>
    /// <param name="kind">Why.</param>
    /// <param name="method">Of the request.</param>
    /// <param name="conditional">True when the request had a precondition.</param>
    internal static int StatusOf(Refusal kind, string method, bool conditional) => (kind, method) switch
    {
        // 9.3.1: MKCOL is for what is not there.
        (Refusal.Exists, "MKCOL") => StatusCodes.Status405MethodNotAllowed,
        // 10.6: Overwrite: F is a precondition.
        (Refusal.Exists, "COPY" or "MOVE") => StatusCodes.Status412PreconditionFailed,
        _ => Problems.StatusOf(kind, conditional),
    };

    /// <summary>Answers with a refusal.</summary>
    internal static Task WriteAsync(HttpContext context, Refused refused, bool anonymous)
    {
        var seen = Problems.AsSeen(refused, anonymous);
        var status = StatusOf(seen.Kind, context.Request.Method, Problems.IsConditional(context.Request.Headers));
        if (status == StatusCodes.Status405MethodNotAllowed)
            context.Response.Headers.Allow = "OPTIONS, PROPFIND, GET, HEAD, DELETE, COPY, MOVE";
        if (ConditionOf(seen.Kind) is not { } condition)
            return Problems.WriteAsync(context, seen, status);
        context.Features.Set(seen);
        return WriteAsync(context, status, condition);
    }

    /// <summary>A condition that a refusal always stands for; null where its status says all.</summary>
    private static byte[]? ConditionOf(Refusal kind) => kind switch
    {
        // RFC 4331, 6.
        Refusal.QuotaExceeded => "<D:quota-not-exceeded/>"u8.ToArray(),
        Refusal.DiskFull => "<D:sufficient-disk-space/>"u8.ToArray(),
        _ => null,
    };

    /// <summary>Answers with a status and the condition that was not met.</summary>
    internal static async Task WriteAsync(HttpContext context, int status, ReadOnlyMemory<byte> condition)
    {
        var response = context.Response;
        UnreadBody.Announce(context);
        response.StatusCode = status;
        response.ContentType = Xml.XmlOut.MediaType;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        using var xml = new Xml.XmlOut();
        xml.Raw("<D:error xmlns:D=\"DAV:\">"u8);
        xml.Raw(condition.Span);
        xml.Raw("</D:error>"u8);
        response.ContentLength = xml.Length;
        await xml.FlushAsync(response.BodyWriter, context.RequestAborted);
    }

    /// <summary>Answers with a status that no refusal stands for.</summary>
    internal static async ValueTask<Refused?> ProblemAsync(Exchange exchange, int status, string title, string detail)
    {
        await Problems.WriteAsync(exchange.Context, status, title, detail);
        return null;
    }
}
