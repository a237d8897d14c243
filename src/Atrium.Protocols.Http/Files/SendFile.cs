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
    /// <summary>GET, and HEAD, for which Range has no meaning (14.2).</summary>
    internal static async ValueTask<Refused?> GetAsync(Exchange exchange, FileContent content)
    {
        var file = content.Entry;
        if (IsAnswered(exchange, file, out var refused))
            return refused;
        if (exchange.IsHead)
            return Whole(exchange, file);

        var ranges = SelectRanges(exchange, file, content.Length);
        if (ranges is null)
        {
            Whole(exchange, file, content.Length);
            if (content.Length > 0)
                await content.CopyToAsync(exchange.Body, 0, content.Length, exchange.Aborted);
            return null;
        }
        return ranges.Count switch
        {
            0 => await NotSatisfiableAsync(exchange, content.Length),
            1 => await OneAsync(exchange, content, ranges[0]),
            _ => await ManyAsync(exchange, content, ranges),
        };
    }

    /// <summary>The conditions: true when the answer is 304, or a refusal.</summary>
    private static bool IsAnswered(Exchange exchange, FileEntry file, out Refused? refused)
    {
        if (!Conditions.Evaluate(exchange.Request.Headers, file.ETag!, file.Modified).Try(out var verdict, out refused))
            return true;
        if (verdict == Verdict.Failed)
        {
            refused = Refused.Conflict("The file is not the one that the precondition expects: read it again.");
            return true;
        }
        FileFields.SetValidators(exchange.Response, file);
        if (verdict == Verdict.Proceed)
            return false;
        exchange.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }

    private static IReadOnlyList<ByteRange>? SelectRanges(Exchange exchange, FileEntry file, long size)
    {
        var fields = exchange.Request.Headers;
        return fields.Range.Count > 0 && Conditions.AllowsRange(fields, file.ETag!, file.Modified, exchange.Services.Time.GetUtcNow())
            ? Ranges.Select(fields.Range.ToString(), size)
            : null;
    }

    private static Refused? Whole(Exchange exchange, FileEntry file) => Whole(exchange, file, file.Size ?? 0);

    private static Refused? Whole(Exchange exchange, FileEntry file, long size)
    {
        FileFields.SetContent(exchange.Response, file);
        exchange.Response.ContentLength = size;
        return null;
    }

    /// <summary>416 (RFC 9110, 15.5.17).</summary>
    private static async ValueTask<Refused?> NotSatisfiableAsync(Exchange exchange, long size)
    {
        var fields = exchange.Response.Headers;
        fields.ETag = default;
        fields.LastModified = default;
        fields.ContentRange = $"bytes */{size}";
        await Problems.WriteAsync(exchange.Context, StatusCodes.Status416RangeNotSatisfiable, "No such range",
            $"The file has {size} bytes: ask for some of them.");
        return null;
    }

    /// <summary>206 with one part (15.3.7.1).</summary>
    private static async ValueTask<Refused?> OneAsync(Exchange exchange, FileContent content, ByteRange range)
    {
        var response = exchange.Response;
        FileFields.SetContent(response, content.Entry);
        response.StatusCode = StatusCodes.Status206PartialContent;
        response.Headers.ContentRange = range.ContentRange(content.Length);
        response.ContentLength = range.Length;
        await content.CopyToAsync(exchange.Body, range.First, range.Length, exchange.Aborted);
        return null;
    }

    /// <summary>206 with many parts: multipart/byteranges (15.3.7.2 and 14.6).</summary>
    private static async ValueTask<Refused?> ManyAsync(Exchange exchange, FileContent content, IReadOnlyList<ByteRange> ranges)
    {
        var response = exchange.Response;
        FileFields.SetContent(response, content.Entry);
        var boundary = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var heads = new byte[ranges.Count][];
        for (var i = 0; i < heads.Length; i++)
        {
            heads[i] = Encoding.ASCII.GetBytes(
                $"{(i == 0 ? "" : "\r\n")}--{boundary}\r\nContent-Type: {response.ContentType}\r\nContent-Range: {ranges[i].ContentRange(content.Length)}\r\n\r\n");
        }
        var end = Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n");

        response.StatusCode = StatusCodes.Status206PartialContent;
        response.ContentType = $"multipart/byteranges; boundary={boundary}";
        response.ContentLength = heads.Sum(h => h.LongLength) + ranges.Sum(r => r.Length) + end.Length;
        for (var i = 0; i < heads.Length; i++)
        {
            await exchange.Body.WriteAsync(heads[i], exchange.Aborted);
            await content.CopyToAsync(exchange.Body, ranges[i].First, ranges[i].Length, exchange.Aborted);
        }
        await exchange.Body.WriteAsync(end, exchange.Aborted);
        return null;
    }
}
