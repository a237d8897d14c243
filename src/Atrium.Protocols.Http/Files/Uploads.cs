using System.Globalization;
using Atrium.Api;
using Atrium.Core;
using Atrium.Core.Repository;
using Atrium.Core.Repository.Uploads;
using Atrium.Protocols.Http.Answers;
using Atrium.Protocols.Http.Dispatch;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Files;

/// <summary><c>/api/v1/uploads</c>: files that come in pieces, over as many connections as it takes.</summary>
internal static class Uploads
{
    private const string Link = "/api/v1/uploads/";

    /// <summary>Where the id stands in <c>/api/v1/uploads/{id}</c>.</summary>
    private const int IdPlace = 3;

    internal static async ValueTask<Refused?> ListAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        if (!(await exchange.Workspace.Uploads.ListAsync(exchange.Aborted)).Try(out var uploads, out var refused))
            return refused;
        return await exchange.JsonAsync(
            StatusCodes.Status200OK, new PageRecord<UploadRecord>([.. uploads.Select(ToRecord)]), AtriumJson.Default.PageRecordUploadRecord);
    }

    internal static async ValueTask<Refused?> BeginAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        if (!(await Json.ReadAsync(exchange, AtriumJson.Default.UploadRequest)).Try(out var request, out var refused)
            || !NodePath.Parse(request.Path).Try(out var path, out refused))
            return refused;
        if (request.Size < 0)
            return Refused.Invalid("The size is a number of bytes.");
        if (request.MediaType is { } type && !UploadFields.IsMediaType(type))
            return Refused.Invalid("The media type is one such as text/plain.");
        var options = new UploadOptions { Size = request.Size, Modified = request.Modified, MediaType = request.MediaType };
        if (!(await exchange.Workspace.Uploads.BeginAsync(path, options, exchange.Aborted)).Try(out var upload, out refused))
            return refused;
        exchange.Response.Headers.Location = Link + Id(upload);
        return await exchange.JsonAsync(StatusCodes.Status201Created, ToRecord(upload), AtriumJson.Default.UploadRecord);
    }

    internal static async ValueTask<Refused?> GetAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        return await AnswerAsync(exchange, await exchange.Workspace.Uploads.GetAsync(Number(exchange), exchange.Aborted));
    }

    /// <summary>With the number of bytes that are there in Upload-Offset or <c>?offset=</c>: what the server has counts, not what the client sent.</summary>
    internal static async ValueTask<Refused?> AppendAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown("offset") is { } unknown)
            return unknown;
        if (!UploadFields.Offset(exchange).Try(out var offset, out var refused))
            return refused;
        if (offset is null)
            return Refused.Invalid("Say how many bytes are there already, with Upload-Offset or ?offset=.");
        exchange.TakeUpload();
        return await AnswerAsync(
            exchange,
            await exchange.Workspace.Uploads.AppendAsync(Number(exchange), offset.Value, exchange.Request.BodyReader, exchange.Request.ContentLength, exchange.Aborted));
    }

    internal static async ValueTask<Refused?> FinishAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        if (!Conditions.ForChange(exchange.Request.Headers).Try(out var precondition, out var refused)
            || !(await exchange.Workspace.Uploads.FinishAsync(Number(exchange), precondition, exchange.Aborted)).Try(out var stored, out refused))
            return refused;
        exchange.Response.Headers.Location = FilePath.Link(stored.Entry.Path, stored.Entry.Kind);
        if (stored.Entry.ETag is { } tag)
            exchange.Response.Headers.ETag = EntityTags.Quote(tag);
        return await exchange.JsonAsync(
            stored.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK, Records.ToStored(stored.Entry), AtriumJson.Default.StoredRecord);
    }

    internal static async ValueTask<Refused?> AbandonAsync(Exchange exchange)
        => exchange.Query.Unknown() ?? exchange.Empty(await exchange.Workspace.Uploads.AbandonAsync(Number(exchange), exchange.Aborted));

    private static async ValueTask<Refused?> AnswerAsync(Exchange exchange, Outcome<UploadInfo> outcome)
    {
        if (!outcome.Try(out var upload, out var refused))
            return refused;
        exchange.Response.Headers["Upload-Offset"] = upload.Received.ToString(CultureInfo.InvariantCulture);
        return await exchange.JsonAsync(StatusCodes.Status200OK, ToRecord(upload), AtriumJson.Default.UploadRecord);
    }

    // What is no number is nobody's upload.
    private static long Number(Exchange exchange)
        => long.TryParse(exchange.Target.Segments[IdPlace], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string Id(UploadInfo upload) => upload.Id.ToString(CultureInfo.InvariantCulture);

    private static UploadRecord ToRecord(UploadInfo upload)
        => new(Id(upload), upload.Path.ToString(), upload.Size, upload.Received, upload.Modified, upload.Expires);
}
