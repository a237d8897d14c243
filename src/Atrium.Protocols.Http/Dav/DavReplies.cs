using Atrium.Core;
using Atrium.Core.Repository;
using Atrium.Protocols.Http.Answers;
using Atrium.Protocols.Http.Dispatch;
using Atrium.Protocols.Http.Requests;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Dav;

/// <summary>
/// The one mapping from refusals to WebDAV: that of HTTP, but for what RFC 4918 says otherwise, and the conditions that it names in a body
/// (16).
/// </summary>
internal static class DavReplies
{
    /// <summary>For the field Allow where something stands that takes no content.</summary>
    internal const string OfCollections = "OPTIONS, PROPFIND, PROPPATCH, GET, HEAD, DELETE, COPY, MOVE, LOCK, UNLOCK";

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
    internal static Task WriteAsync(Exchange exchange, Refused refused, bool anonymous)
    {
        var (context, seen) = (exchange.Context, Problems.AsSeen(refused, anonymous));
        var request = context.Request;
        var isConditional = seen.IsPrecondition || (RequestMethod.IsSafe(request.Method) && Problems.IsConditional(request.Headers));
        var status = StatusOf(seen.Kind, request.Method, isConditional);
        if (status == StatusCodes.Status405MethodNotAllowed)
            context.Response.Headers.Allow = OfCollections;
        if (seen is { Kind: Refusal.Locked, LockedPath: { } locked })
            return LockedAsync(exchange, seen, locked);
        if (ConditionOf(seen.Kind) is not { } condition)
            return Problems.WriteAsync(context, seen, status);
        context.Features.Set(seen);
        return WriteAsync(context, status, condition);
    }

    /// <summary>
    /// 423 with what is locked (RFC 4918, 16); where that is below what the request is about, 207 that says so (9.6.1, 9.9.2, 9.10.6). Nothing was
    /// done in either case.
    /// </summary>
    private static async Task LockedAsync(Exchange exchange, Refused refused, NodePath locked)
    {
        exchange.Context.Features.Set(refused);
        var isLock = exchange.Request.Method == "LOCK";
        var condition = System.Text.Encoding.UTF8.GetBytes(isLock
            ? $"<D:no-conflicting-lock><D:href>{Link(locked)}</D:href></D:no-conflicting-lock>"
            : $"<D:lock-token-submitted><D:href>{Link(locked)}</D:href></D:lock-token-submitted>");
        if (!DavPath.Read(exchange).Try(out var path, out _) || path.Equals(locked) || !path.Contains(locked))
        {
            await WriteAsync(exchange.Context, StatusCodes.Status423Locked, condition);
            return;
        }
        UnreadBody.Announce(exchange.Context);
        MultiStatus.SetFields(exchange.Response);
        using var xml = new Xml.XmlOut();
        MultiStatus.Begin(xml);
        MultiStatus.Response(xml, Link(locked), "423 Locked"u8, condition);
        if (isLock)
            MultiStatus.Response(xml, Link(path), "424 Failed Dependency"u8, default);
        MultiStatus.End(xml);
        await xml.FlushAsync(exchange.Response.BodyWriter, exchange.Aborted);
    }

    // Percent-encoded: nothing is left in it that XML reads otherwise.
    private static string Link(NodePath path) => DavPath.Link(path, NodeKind.File);

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
