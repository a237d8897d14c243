using System.Security.Cryptography;
using System.Text;
using Atrium.Core;
using Atrium.Core.Repository;
using Atrium.Protocols.Http.Answers;
using Atrium.Protocols.Http.Dispatch;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Files;

/// <summary>Answers with a file, or with some of its bytes, or with nothing because the client has it (RFC 9110, 13 to 15).</summary>
internal static class SendFile
{
    /// <summary>A file of the tree.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="content">The file.</param>
    /// <param name="showing">What a browser does with it.</param>
    /// <param name="etag">Its entity tag as the protocol says it, without quotes; null for the usual one.</param>
    internal static async ValueTask<Refused?> GetAsync(
        Exchange exchange, FileContent content, Showing showing = Showing.ByType, string? etag = null)
    {
        var file = new UserFile(content, showing, etag ?? content.Entry.ETag!);
        using var transfer = exchange.BeginDownload(content.Entry.Path, content.Length, () => file.Sent);
        return await AnswerAsync(exchange.Context, file, exchange.Services);
    }

    /// <summary>Answers GET, or HEAD, for which Range has no meaning (14.2).</summary>
    internal static async ValueTask<Refused?> AnswerAsync(HttpContext context, Representation file, HttpServices services)
    {
        if (IsAnswered(context, file, out var refused))
            return refused;
        var response = context.Response;
        var body = new PatientWriter(response.BodyWriter, context, services.Deadlines);
        var ranges = HttpMethods.IsHead(context.Request.Method) ? null : SelectRanges(context.Request.Headers, file, services.Time);
        if (ranges is null)
        {
            file.SetContent(response);
            response.ContentLength = file.Length;
            if (file.Length > 0 && !HttpMethods.IsHead(context.Request.Method))
                await file.CopyToAsync(body, 0, file.Length, context.RequestAborted);
            return null;
        }
        return ranges.Count switch
        {
            0 => await NotSatisfiableAsync(context, file.Length),
            1 => await OneAsync(context, body, file, ranges[0]),
            _ => await ManyAsync(context, body, file, ranges),
        };
    }

    /// <summary>The conditions: true when the answer is 304, or a refusal.</summary>
    private static bool IsAnswered(HttpContext context, Representation file, out Refused? refused)
    {
        if (!Conditions.Evaluate(context.Request.Headers, file.ETag, file.Modified).Try(out var verdict, out refused))
            return true;
        if (verdict == Verdict.Failed)
        {
            refused = Refused.Conflict("The file is not the one that the precondition expects: read it again.");
            return true;
        }
        file.SetValidators(context.Response);
        if (verdict == Verdict.Proceed)
            return false;
        context.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }

    private static IReadOnlyList<ByteRange>? SelectRanges(IHeaderDictionary fields, Representation file, TimeProvider time)
        => fields.Range.Count > 0 && Conditions.AllowsRange(fields, file.ETag, file.Modified, time.GetUtcNow())
            ? Ranges.Select(fields.Range.ToString(), file.Length)
            : null;

    /// <summary>416 (RFC 9110, 15.5.17).</summary>
    private static async ValueTask<Refused?> NotSatisfiableAsync(HttpContext context, long size)
    {
        var fields = context.Response.Headers;
        fields.ETag = default;
        fields.LastModified = default;
        fields.ContentRange = $"bytes */{size}";
        await Problems.WriteAsync(context, StatusCodes.Status416RangeNotSatisfiable, "No such range",
            $"The file has {size} bytes: ask for some of them.");
        return null;
    }

    /// <summary>206 with one part (15.3.7.1).</summary>
    private static async ValueTask<Refused?> OneAsync(HttpContext context, PatientWriter body, Representation file, ByteRange range)
    {
        var response = context.Response;
        file.SetContent(response);
        response.StatusCode = StatusCodes.Status206PartialContent;
        response.Headers.ContentRange = range.ContentRange(file.Length);
        response.ContentLength = range.Length;
        await file.CopyToAsync(body, range.First, range.Length, context.RequestAborted);
        return null;
    }

    /// <summary>206 with many parts: multipart/byteranges (15.3.7.2 and 14.6).</summary>
    private static async ValueTask<Refused?> ManyAsync(HttpContext context, PatientWriter body, Representation file, IReadOnlyList<ByteRange> ranges)
    {
        var response = context.Response;
        file.SetContent(response);
        var boundary = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var heads = new byte[ranges.Count][];
        for (var i = 0; i < heads.Length; i++)
        {
            heads[i] = Encoding.ASCII.GetBytes(
                $"{(i == 0 ? "" : "\r\n")}--{boundary}\r\nContent-Type: {response.ContentType}\r\nContent-Range: {ranges[i].ContentRange(file.Length)}\r\n\r\n");
        }
        var end = Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n");

        response.StatusCode = StatusCodes.Status206PartialContent;
        response.ContentType = $"multipart/byteranges; boundary={boundary}";
        response.ContentLength = heads.Sum(h => h.LongLength) + ranges.Sum(r => r.Length) + end.Length;
        for (var i = 0; i < heads.Length; i++)
        {
            await body.WriteAsync(heads[i], context.RequestAborted);
            await file.CopyToAsync(body, ranges[i].First, ranges[i].Length, context.RequestAborted);
        }
        await body.WriteAsync(end, context.RequestAborted);
        return null;
    }
}
