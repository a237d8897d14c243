using Atrium.Api;
using Atrium.Core;
using Atrium.Core.Repository;
using Atrium.Core.Repository.Uploads;
using Atrium.Protocols.Http.Answers;
using Atrium.Protocols.Http.Dispatch;
using Atrium.Protocols.Http.Files;
using Atrium.Protocols.Http.Requests;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Tus;

/// <summary>The requests of tus 1.0, for accounts and for links alike.</summary>
internal static class TusRequests
{
    /// <summary>Of the checksum extension: the bytes are not the ones that were promised.</summary>
    internal const int ChecksumMismatch = 460;

    /// <summary>POST: begins an upload, with its first bytes where they come along (creation-with-upload).</summary>
    internal static async ValueTask<Refused?> CreateAsync(Exchange exchange, TusTarget target)
    {
        if (!await TusFields.IsUnderstoodAsync(exchange))
            return null;
        var request = exchange.Request;
        if (!TusFields.Length(request.Headers).Try(out var size, out var refused)
            || !UploadMetadata.Parse(request.Headers["Upload-Metadata"].ToString()).Try(out var metadata, out refused)
            || !Options(metadata, size).Try(out var options, out refused)
            || !Conditions.ForChange(request.Headers).Try(out var precondition, out refused))
            return refused;
        if (TooLarge(exchange, size) is { } tooLarge)
            return tooLarge;
        var hasBytes = request.ContentLength is > 0 || request.Headers.TransferEncoding.Count > 0;
        if (hasBytes && !IsBody(request))
            return await WrongTypeAsync(exchange);
        if (!Part(exchange, 0, null, precondition).Try(out var part, out refused)
            || !(await target.BeginAsync(metadata, options with { Precondition = precondition }, exchange.Aborted)).Try(out var upload, out refused))
            return refused;
        if (hasBytes && !upload.IsFinished)
        {
            exchange.TakeUpload();
            var begun = upload;
            // Its address is not told before all has come: where that fails, nobody could go on with it.
            try
            {
                if (!(await target.AppendAsync(begun, part, exchange.PacedBody, exchange.Aborted)).Try(out upload, out refused))
                {
                    await target.AbandonAsync(begun, CancellationToken.None);
                    return await MismatchAsync(exchange, refused);
                }
            }
            catch (Exception)
            {
                await target.AbandonAsync(begun, CancellationToken.None);
                throw;
            }
        }
        exchange.Response.Headers.Location = target.Link(upload);
        Answer(exchange, target, upload);
        return await exchange.JsonAsync(StatusCodes.Status201Created, target.ToRecord(upload), AtriumJson.Default.UploadRecord);
    }

    /// <summary>
    /// HEAD and GET: how far it is. HEAD is what a client of tus asks before it goes on, so what may still come by a connection that was cut is not
    /// waited for; GET only looks.
    /// </summary>
    internal static async ValueTask<Refused?> GetAsync(Exchange exchange, TusTarget target)
    {
        if (!(await (exchange.IsHead ? target.ResumeAsync(exchange.Aborted) : target.GetAsync(exchange.Aborted))).Try(out var upload, out var refused))
            return refused;
        Answer(exchange, target, upload);
        // tus says: no-store, so that no cache between tells of an offset that was.
        if (exchange.IsHead)
            return null;
        return await exchange.JsonAsync(StatusCodes.Status200OK, target.ToRecord(upload), AtriumJson.Default.UploadRecord);
    }

    /// <summary>PATCH: adds bytes where the last ones ended. Acknowledged when all of them are on disk.</summary>
    internal static async ValueTask<Refused?> AppendAsync(Exchange exchange, TusTarget target)
    {
        if (!await TusFields.IsUnderstoodAsync(exchange))
            return null;
        var fields = exchange.Request.Headers;
        if (!IsBody(exchange.Request))
            return await WrongTypeAsync(exchange);
        long? size = null;
        if (!TusFields.Number(fields["Upload-Offset"], "Upload-Offset").Try(out var offset, out var refused)
            || (fields["Upload-Length"].Count > 0 && !TusFields.Length(fields).Try(out size, out refused))
            || !Conditions.ForChange(fields).Try(out var precondition, out refused)
            || !Part(exchange, offset, size, precondition).Try(out var part, out refused))
            return refused;
        if (TooLarge(exchange, size ?? (offset + (exchange.Request.ContentLength ?? 0))) is { } tooLarge)
            return tooLarge;
        exchange.TakeUpload();
        if (!(await target.AppendAsync(part, exchange.PacedBody, exchange.Aborted)).Try(out var upload, out refused))
            return await MismatchAsync(exchange, refused);
        Answer(exchange, target, upload);
        exchange.Response.StatusCode = StatusCodes.Status204NoContent;
        return null;
    }

    /// <summary>DELETE: gives it up (termination).</summary>
    internal static async ValueTask<Refused?> AbandonAsync(Exchange exchange, TusTarget target)
        => await TusFields.IsUnderstoodAsync(exchange) ? exchange.Empty(await target.AbandonAsync(exchange.Aborted)) : null;

    /// <summary>POST to an upload: for clients that can send no other method, the one that X-HTTP-Method-Override names.</summary>
    internal static ValueTask<Refused?> OverrideAsync(Exchange exchange, TusTarget target) => exchange.Request.Headers["X-HTTP-Method-Override"].ToString() switch
    {
        "PATCH" => AppendAsync(exchange, target),
        "DELETE" => AbandonAsync(exchange, target),
        _ => new(Refused.Invalid("An upload is added to with PATCH; a client that cannot send it sends POST with X-HTTP-Method-Override: PATCH.")),
    };

    private static void Answer(Exchange exchange, TusTarget target, UploadInfo upload)
    {
        TusFields.Tell(exchange.Response, upload);
        if (upload.IsFinished)
            target.Tell(exchange.Response, upload);
    }

    private static Outcome<UploadPart> Part(Exchange exchange, long offset, long? size, Precondition precondition)
    {
        UploadDigest? digest = null;
        if (exchange.Request.Headers["Upload-Checksum"] is { Count: > 0 } checksum && !UploadChecksum.Parse(checksum.ToString()).Try(out digest, out var refused))
            return refused;
        return new UploadPart(offset) { Length = exchange.Request.ContentLength, Size = size, Digest = digest, Precondition = precondition };
    }

    // What is said beside the place: a type that nobody has looked at says less than the name's ending.
    private static Outcome<UploadOptions> Options(UploadMetadata metadata, long? size)
    {
        DateTimeOffset? modified = null;
        if (metadata.Find("modified") is { } text)
        {
            if (!Rfc3339.TryParse(text, out var time))
                return Refused.Invalid("In Upload-Metadata, modified is a time such as 2030-12-31T23:59:59.1234567Z (RFC 3339).");
            modified = time;
        }
        var type = metadata.Find("filetype", "type", "contentType");
        return new UploadOptions
        {
            Size = size,
            Modified = modified,
            MediaType = type is not null && type != "application/octet-stream" && UploadFields.IsMediaType(type) ? type : null,
            Metadata = metadata.Text.Length > 0 ? metadata.Text : null,
        };
    }

    private static Refused? TooLarge(Exchange exchange, long? size)
        => exchange.Services.Settings.Get(HttpSettings.MaxUpload) is { } most && size > most
            ? new Refused(Refusal.TooLarge, $"This server takes files of at most {most} bytes.")
            : null;

    private static bool IsBody(HttpRequest request) => string.Equals(request.ContentType, TusFields.BodyType, StringComparison.OrdinalIgnoreCase);

    private static async ValueTask<Refused?> WrongTypeAsync(Exchange exchange)
    {
        await Problems.WriteAsync(exchange.Context, StatusCodes.Status415UnsupportedMediaType, "Not bytes of an upload",
            $"The bytes of an upload come with Content-Type: {TusFields.BodyType}.");
        return null;
    }

    private static async ValueTask<Refused?> MismatchAsync(Exchange exchange, Refused refused)
    {
        if (refused != Core.Repository.Uploads.Uploads.NotAsPromised)
            return refused;
        await Problems.WriteAsync(exchange.Context, ChecksumMismatch, "Checksum mismatch", refused.Detail);
        return null;
    }
}
