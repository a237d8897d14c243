using System.Globalization;
using System.Xml.Linq;
using Atrium.Core;
using Atrium.Core.Repository;
using Atrium.Core.Repository.Locks;
using Atrium.Protocols.Http.Dav.If;
using Atrium.Protocols.Http.Dav.Properties;
using Atrium.Protocols.Http.Dav.Xml;
using Atrium.Protocols.Http.Dispatch;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Dav;

/// <summary><c>LOCK</c> (RFC 4918, 9.10): locks what is there, or makes an empty file and locks that; without a body lets a lock hold anew.</summary>
internal static class LockResource
{
    internal static async ValueTask<Refused?> HandleAsync(Exchange exchange)
    {
        var fields = exchange.Request.Headers;
        if (!DavPath.Read(exchange).Try(out var path, out var refused)
            || !DepthField.Read(fields, Depth.Infinity).Try(out var depth, out refused)
            || !TimeoutField.Read(fields).Try(out var timeout, out refused)
            || !(await XmlBody.ReadAsync(exchange)).Try(out var body, out refused))
            return refused;
        if (body is null)
            return await RefreshAsync(exchange, path, timeout);
        if (depth == Depth.One)
            return Refused.Invalid("Depth of LOCK is 0 or infinity.");
        if (!ReadRequest(body).Try(out var request, out refused))
            return refused;
        if (Submission.Take(exchange, path) is { } wrong)
            return wrong;
        request = request with { Depth = depth == Depth.Zero ? LockDepth.Zero : LockDepth.Infinity, Timeout = timeout };
        if (!(await exchange.Workspace.Locks.LockAsync(path, request, exchange.Aborted)).Try(out var granted, out refused))
            return refused;
        exchange.Response.Headers["Lock-Token"] = $"<{granted.Lock.Token}>";
        if (granted.Created)
            exchange.Response.Headers.Location = DavPath.Link(path, NodeKind.File);
        return await AnswerAsync(exchange, granted.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK, granted.Lock);
    }

    /// <summary>9.10.2: the lock is named by the one token in If; what else is said there must be true as well.</summary>
    private static async ValueTask<Refused?> RefreshAsync(Exchange exchange, NodePath path, TimeSpan? timeout)
    {
        if (!Submission.Read(exchange).Try(out var field, out var refused))
            return refused;
        if (field?.Tokens is not { Count: 1 } tokens)
            return Refused.Invalid("LOCK without a body lets a lock hold anew: name it by its one token in the field If. To lock, send a DAV: lockinfo.");
        if (!(await exchange.Workspace.Locks.RefreshAsync(path, tokens.Single(), timeout, exchange.Aborted)).Try(out var held, out refused))
            return refused;
        return await AnswerAsync(exchange, StatusCodes.Status200OK, held);
    }

    private static async ValueTask<Refused?> AnswerAsync(Exchange exchange, int status, LockInfo held)
    {
        var response = exchange.Response;
        response.StatusCode = status;
        response.ContentType = XmlOut.MediaType;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        using var xml = new XmlOut();
        xml.Raw("<D:prop xmlns:D=\"DAV:\"><D:lockdiscovery>"u8);
        LockProperties.Write(xml, held, exchange.Services.Time.GetUtcNow());
        xml.Raw("</D:lockdiscovery></D:prop>\n"u8);
        response.ContentLength = xml.Length;
        await xml.FlushAsync(response.BodyWriter, exchange.Aborted);
        return null;
    }

    /// <summary>The body (14.11).</summary>
    internal static Outcome<LockRequest> ReadRequest(XElement root)
    {
        if (root.Name != DavNames.WebDav + "lockinfo")
            return Refused.Invalid("The body of LOCK is a DAV: lockinfo element.");
        if (root.Element(DavNames.WebDav + "locktype")?.Element(DavNames.WebDav + "write") is null)
            return Refused.Invalid("The only kind of lock is the write lock: <D:locktype><D:write/></D:locktype>.");
        var scope = root.Element(DavNames.WebDav + "lockscope");
        LockScope? asked = scope?.Element(DavNames.WebDav + "exclusive") is not null ? LockScope.Exclusive
            : scope?.Element(DavNames.WebDav + "shared") is not null ? LockScope.Shared
            : null;
        if (asked is not { } known)
            return Refused.Invalid("The scope of a lock is exclusive or shared.");
        return new LockRequest(known, LockDepth.Infinity) { Owner = root.Element(DavNames.WebDav + "owner") is { } owner ? XmlText.Of(owner) : "" };
    }
}

/// <summary><c>UNLOCK</c> (9.11).</summary>
internal static class UnlockResource
{
    internal static async ValueTask<Refused?> HandleAsync(Exchange exchange)
    {
        if (!DavPath.Read(exchange).Try(out var path, out var refused))
            return refused;
        var field = exchange.Request.Headers["Lock-Token"].ToString();
        if (field is not ['<', .. var token, '>'] || token.Length == 0)
            return Refused.Invalid("The field Lock-Token names the lock: <TOKEN>.");
        var done = await exchange.Workspace.Locks.UnlockAsync(path, token, exchange.Aborted);
        if (done.Refused is { Kind: Refusal.Conflict } none)
        {
            exchange.Context.Features.Set(none);
            await DavReplies.WriteAsync(exchange.Context, StatusCodes.Status409Conflict, "<D:lock-token-matches-request-uri/>"u8.ToArray());
            return null;
        }
        return exchange.Empty(done);
    }
}

/// <summary>The field Timeout (10.7): wishes, of which the first that is known counts.</summary>
internal static class TimeoutField
{
    /// <summary>Null for as long as is allowed.</summary>
    internal static Outcome<TimeSpan?> Read(IHeaderDictionary fields)
    {
        var field = fields["Timeout"];
        if (field.Count == 0)
            return (TimeSpan?)null;
        foreach (var wish in field.ToString().Split(',', StringSplitOptions.TrimEntries))
        {
            if (wish.Equals("Infinite", StringComparison.OrdinalIgnoreCase))
                return (TimeSpan?)null;
            if (wish.StartsWith("Second-", StringComparison.OrdinalIgnoreCase)
                && uint.TryParse(wish.AsSpan(7), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
                return TimeSpan.FromSeconds(seconds);
        }
        return Refused.Invalid("Timeout is Second-N, of at most 2^32-1 seconds, or Infinite.");
    }
}
