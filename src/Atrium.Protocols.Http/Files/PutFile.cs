using System.Globalization;
using Atrium.Core;
using Atrium.Core.Repository;
using Atrium.Protocols.Http.Answers;
using Atrium.Protocols.Http.Dispatch;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Atrium.Protocols.Http.Files;

/// <summary>
/// <c>PUT /api/v1/files/{path}</c>: stores a file; with a slash at the end of the path makes a folder; with <c>?append</c>, or a
/// Content-Range that begins where the file ends, adds to it. <c>POST</c> and <c>PATCH</c> only append.
/// </summary>
internal static class PutFile
{
    internal static async ValueTask<Refused?> HandleAsync(Exchange exchange)
    {
        var query = exchange.Query;
        if (query.Unknown("append", "offset") is { } unknown)
            return unknown;
        if (!FilePath.Read(exchange).Try(out var path, out var refused) || !query.Switch("append").Try(out var append, out refused))
            return refused;
        var put = HttpMethods.IsPut(exchange.Request.Method);
        if (!put && !append)
            return Refused.Invalid("POST and PATCH add to a file: say so with ?append. To store one, use PUT.");
        if (!append && (query.Has("offset") || exchange.Request.Headers.ContainsKey("Upload-Offset")))
            return Refused.Invalid("An offset is where an addition begins: it goes with ?append.");
        if (exchange.Target.TrailingSlash)
            return append ? Refused.Invalid("A folder cannot be appended to.") : await MakeFolderAsync(exchange, path);

        if (await RefuseEncodedAsync(exchange))
            return null;
        if (!UploadFields.Read(exchange.Request).Try(out var options, out refused))
            return refused;
        if (exchange.Request.Headers.ContentRange.Count > 0)
        {
            if (append)
                return Refused.Invalid("Give Content-Range or ?append, not both.");
            return await AppendRangeAsync(exchange, path, options);
        }
        return append ? await AppendFileAsync(exchange, path, options) : await StoreAsync(exchange, path, options);
    }

    /// <summary>True where the content is encoded, and that was answered: a file is stored as it is sent.</summary>
    internal static async ValueTask<bool> RefuseEncodedAsync(Exchange exchange)
    {
        var encoding = exchange.Request.Headers.ContentEncoding;
        if (encoding.Count == 0 || encoding.ToString().Equals("identity", StringComparison.OrdinalIgnoreCase))
            return false;
        // RFC 9110, 15.5.16: Accept-Encoding says what would have been taken.
        exchange.Response.Headers.AcceptEncoding = "identity";
        await Problems.WriteAsync(exchange.Context, StatusCodes.Status415UnsupportedMediaType, "Encoded content",
            "A file is stored as it is sent: leave Content-Encoding away.");
        return true;
    }

    private static async ValueTask<Refused?> StoreAsync(Exchange exchange, NodePath path, StoreOptions options)
    {
        exchange.TakeUpload();
        using var transfer = exchange.BeginUpload(path, options.ExpectedLength, out var body);
        var stored = await exchange.Workspace.Files.StoreAsync(path, body, options, exchange.Aborted);
        return Answer(exchange, stored);
    }

    /// <summary>With the size that the file must have in Upload-Offset or <c>?offset=</c>, so that a repeated request adds nothing twice.</summary>
    private static async ValueTask<Refused?> AppendFileAsync(Exchange exchange, NodePath path, StoreOptions options)
    {
        if (!UploadFields.Offset(exchange).Try(out var offset, out var refused))
            return refused;
        return await AppendAsync(exchange, path, options with { ExpectedSize = offset });
    }

    /// <summary>
    /// RFC 9110, 14.5: a PUT with Content-Range that a server does not carry out as such must be refused with 400, or a piece would
    /// become the whole. Only the piece that follows the last byte is carried out; one that begins elsewhere conflicts with the file.
    /// </summary>
    private static async ValueTask<Refused?> AppendRangeAsync(Exchange exchange, NodePath path, StoreOptions options)
    {
        if (!ContentRange.Parse(exchange.Request.Headers.ContentRange.ToString()).Try(out var range, out var refused))
            return refused;
        if (options.ExpectedLength is not { } length)
        {
            await Problems.WriteAsync(exchange.Context, StatusCodes.Status411LengthRequired, "Length required",
                "A range is stored only where Content-Length says that it will come whole.");
            return null;
        }
        if (length != range.Length)
            return Refused.Invalid($"Content-Range names {range.Length} bytes, Content-Length {length}.");
        return await AppendAsync(exchange, path, options with { ExpectedSize = range.First });
    }

    private static async ValueTask<Refused?> AppendAsync(Exchange exchange, NodePath path, StoreOptions options)
    {
        if (exchange.Request.Headers.ContainsKey("Repr-Digest"))
            return Refused.Invalid("Repr-Digest is about the whole file: for a part of it send Content-Digest.");
        exchange.TakeUpload();
        using var transfer = exchange.BeginUpload(path, options.ExpectedLength, out var body);
        var stored = await exchange.Workspace.Files.AppendAsync(path, body, options, exchange.Aborted);
        if (stored.Refused is null)
            exchange.Response.Headers["Upload-Offset"] = stored.Value.Entry.Size?.ToString(CultureInfo.InvariantCulture);
        return Answer(exchange, stored);
    }

    private static async ValueTask<Refused?> MakeFolderAsync(Exchange exchange, NodePath path)
    {
        if (exchange.Context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true })
        {
            var read = await exchange.Request.BodyReader.ReadAsync(exchange.Aborted);
            var hasBody = !read.Buffer.IsEmpty;
            exchange.Request.BodyReader.AdvanceTo(read.Buffer.Start);
            if (hasBody)
                return Refused.Invalid("A path with a slash at its end is a folder, which has no content.");
        }
        if (exchange.Request.Headers.IfMatch.Count > 0 || exchange.Request.Headers.IfUnmodifiedSince.Count > 0)
            return Refused.Invalid("A folder has no entity tag: leave the precondition away.");
        var made = await exchange.Workspace.Files.MakeFolderAsync(path, MissingParents.Create, exchange.Aborted);
        return Answer(exchange, made);
    }

    /// <summary>201 with the place of what is new, 204 otherwise, both with the new entity tag (RFC 9110, 9.3.4).</summary>
    private static Refused? Answer(Exchange exchange, Outcome<Stored> outcome)
    {
        if (!outcome.Try(out var stored, out var refused))
            return refused;
        var response = exchange.Response;
        if (stored.Entry.ETag is { } tag)
            response.Headers.ETag = EntityTags.Quote(tag);
        if (exchange.Request.Headers.ContainsKey("X-OC-Mtime"))
            response.Headers["X-OC-MTime"] = "accepted";
        if (!stored.Created)
        {
            response.StatusCode = StatusCodes.Status204NoContent;
            return null;
        }
        response.StatusCode = StatusCodes.Status201Created;
        response.Headers.Location = FilePath.Link(stored.Entry.Path, stored.Entry.Kind);
        response.ContentLength = 0;
        return null;
    }
}
