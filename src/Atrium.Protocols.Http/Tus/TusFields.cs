using System.Globalization;
using Atrium.Core;
using Atrium.Core.Repository.Uploads;
using Atrium.Protocols.Http.Answers;
using Atrium.Protocols.Http.Dispatch;
using Atrium.Protocols.Http.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Atrium.Protocols.Http.Tus;

/// <summary>The fields of tus 1.0 (https://tus.io/protocols/resumable-upload).</summary>
internal static class TusFields
{
    internal const string Resumable = "Tus-Resumable";

    /// <summary>The body of an addition.</summary>
    internal const string BodyType = "application/offset+octet-stream";

    private const string Extensions = "creation,creation-with-upload,creation-defer-length,expiration,checksum,termination";

    private static readonly StringValues Version = "1.0.0";

    /// <summary>What holds here: the answer to OPTIONS.</summary>
    internal static void Announce(HttpContext context, RequestTarget target)
    {
        var fields = context.Response.Headers;
        fields[Resumable] = Version;
        fields["Tus-Version"] = Version;
        fields["Tus-Extension"] = Extensions;
        fields["Tus-Checksum-Algorithm"] = UploadChecksum.Algorithms;
    }

    /// <summary>Whether the request speaks tus at all: a link's address takes forms too.</summary>
    internal static bool IsSpoken(HttpRequest request) => request.Headers[Resumable].Count > 0;

    /// <summary>False when it speaks another version; the answer is written then: 412 with those that are known.</summary>
    internal static async ValueTask<bool> IsUnderstoodAsync(Exchange exchange)
    {
        exchange.Response.Headers[Resumable] = Version;
        if (exchange.Request.Headers[Resumable] == Version)
            return true;
        exchange.Response.Headers["Tus-Version"] = Version;
        await Problems.WriteAsync(exchange.Context, StatusCodes.Status412PreconditionFailed, "Another version of tus",
            "Uploads in pieces are spoken in tus 1.0: say so with Tus-Resumable: 1.0.0.");
        return false;
    }

    /// <summary>How far an upload is.</summary>
    internal static void Tell(HttpResponse response, UploadInfo upload)
    {
        var fields = response.Headers;
        fields[Resumable] = Version;
        fields.CacheControl = "no-store";
        fields["Upload-Offset"] = upload.Received.ToString(CultureInfo.InvariantCulture);
        if (upload.Size is { } size)
            fields["Upload-Length"] = size.ToString(CultureInfo.InvariantCulture);
        else
            fields["Upload-Defer-Length"] = "1";
        if (upload.Metadata is { Length: > 0 } metadata)
            fields["Upload-Metadata"] = metadata;
        if (!upload.IsFinished)
            fields["Upload-Expires"] = HeaderUtilities.FormatDate(upload.Expires);
    }

    /// <summary>Upload-Length; null where it is to be said later (Upload-Defer-Length: 1).</summary>
    internal static Outcome<long?> Length(IHeaderDictionary fields)
    {
        var (length, deferred) = (fields["Upload-Length"], fields["Upload-Defer-Length"]);
        if (length.Count == 0)
        {
            return deferred == "1" ? (Outcome<long?>)(long?)null
                : Refused.Invalid("Say how long the file is with Upload-Length, or that you will say it later: Upload-Defer-Length: 1.");
        }
        if (deferred.Count > 0)
            return Refused.Invalid("Upload-Length and Upload-Defer-Length are alternatives.");
        return Number(length, "Upload-Length").Try(out var size, out var refused) ? (long?)size : refused;
    }

    /// <summary>A field that is a number of bytes.</summary>
    internal static Outcome<long> Number(StringValues field, string name)
        => field.Count == 1 && long.TryParse(field.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : Refused.Invalid($"{name} is a number of bytes.");
}
