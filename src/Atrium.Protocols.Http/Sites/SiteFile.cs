using System.IO.Pipelines;
using Atrium.Core.Repository;
using Atrium.Protocols.Http.Files;
using Atrium.Protocols.Http.Sites.Rules;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Atrium.Protocols.Http.Sites;

/// <summary>A file of a site in one content coding, ready to be sent: its fields are made once, its bytes are here or in the store.</summary>
internal sealed class SiteFile : Representation
{
    /// <summary>Written at once, as most pages and scripts are whole; of a slow reader no more than this is held beside the file itself.</summary>
    private const int Step = 128 * 1024;

    /// <summary>A block of the pipe that an answer goes through.</summary>
    private const int SmallStep = 4096;

    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues Bytes = "bytes";
    private static readonly StringValues AcceptEncoding = "Accept-Encoding";

    private readonly string etag;
    private readonly StringValues quoted, modifiedText, cacheControl, contentType, coding, vary;
    private readonly ReadOnlyMemory<byte> body;
    private readonly FileContent? content;
    private volatile PreparedHeads? prepared;

    private SiteFile(FileEntry entry, int coding, bool varies, ReadOnlyMemory<byte> body, FileContent? content, FieldSet? own)
    {
        (this.body, this.content, Entry, Varies, Own) = (body, content, entry, varies, own);
        etag = coding == ContentCoding.Identity ? entry.ETag! : $"{entry.ETag}-{ContentCoding.Names[coding]}";
        quoted = EntityTags.Quote(etag);
        modifiedText = HeaderUtilities.FormatDate(entry.Modified);
        cacheControl = CachePolicy.Of(entry.Name);
        contentType = entry.MediaType ?? "application/octet-stream";
        this.coding = coding == ContentCoding.Identity ? default : ContentCoding.Names[coding];
        vary = varies ? AcceptEncoding : default;
    }

    /// <summary>The file, whatever its coding.</summary>
    internal FileEntry Entry { get; }

    /// <summary>True when another client may be sent another coding.</summary>
    internal bool Varies { get; }

    /// <summary>What the site itself says that its answers have; null for nothing.</summary>
    internal FieldSet? Own { get; }

    internal override string ETag => etag;

    internal override DateTimeOffset Modified => Entry.Modified;

    internal override long Length => content?.Length ?? body.Length;

    /// <summary>From memory.</summary>
    internal static SiteFile Of(FileEntry entry, int coding, bool varies, ReadOnlyMemory<byte> body, FieldSet? own = null)
        => new(entry, coding, varies, body, null, own);

    /// <summary>From the store, for one answer.</summary>
    internal static SiteFile Of(FileEntry entry, int coding, bool varies, FileContent content, FieldSet? own)
        => new(entry, coding, varies, default, content, own);

    /// <summary>The heads of its answers as bytes, made when the first of them is asked for.</summary>
    internal PreparedHeads Prepared => prepared ??= new PreparedHeads(this);

    /// <summary>The bytes, where they are in memory.</summary>
    internal ReadOnlyMemory<byte> Body => body;

    internal override void SetValidators(HttpResponse response)
    {
        var fields = response.Headers;
        fields.ETag = quoted;
        fields.LastModified = modifiedText;
        fields.CacheControl = cacheControl;
        if (Varies)
            fields.Vary = vary;
        Own?.Apply(fields);
    }

    internal override void SetContent(HttpResponse response)
    {
        var fields = response.Headers;
        fields.ContentType = contentType;
        fields.AcceptRanges = Bytes;
        fields.XContentTypeOptions = NoSniff;
        if (coding.Count > 0)
            fields.ContentEncoding = coding;
        Own?.ApplyContent(fields);
    }

    /// <summary>The fields of a page that is shown in place of something else: nothing that the thing itself could be asked for with.</summary>
    internal void SetErrorFields(HttpResponse response)
    {
        SetValidators(response);
        SetContent(response);
        var fields = response.Headers;
        (fields.ETag, fields.LastModified, fields.AcceptRanges) = (default, default, default);
        fields.CacheControl = CachePolicy.AskFirst;
    }

    /// <summary>The whole, to a client that may leave: what is in memory needs no token for that, which would cost more than a small file.</summary>
    internal ValueTask SendAsync(HttpContext context)
    {
        if (content is not null || body.Length > SmallStep || context.Request.Protocol != HttpProtocol.Http2)
            return CopyAllAsync(context);
        // A stream of HTTP/2 waits for its turn at the connection with each flush; here the end of the answer is the only one.
        body.Span.CopyTo(context.Response.BodyWriter.GetSpan(body.Length));
        context.Response.BodyWriter.Advance(body.Length);
        return ValueTask.CompletedTask;
    }

    private ValueTask CopyAllAsync(HttpContext context)
        => CopyToAsync(context.Response.BodyWriter, 0, Length, content is null ? CancellationToken.None : context.RequestAborted);

    internal override ValueTask CopyToAsync(PipeWriter destination, long offset, long length, CancellationToken cancellation)
    {
        if (content is not null)
            return content.CopyToAsync(destination, offset, length, cancellation);
        var part = body.Slice((int)offset, (int)length);
        if (part.Length > Step)
            return InStepsAsync(destination, part, cancellation);
        var writing = destination.WriteAsync(part, cancellation);
        if (!writing.IsCompletedSuccessfully)
            return new ValueTask(writing.AsTask());
        _ = writing.Result;
        return ValueTask.CompletedTask;
    }

    private static async ValueTask InStepsAsync(PipeWriter destination, ReadOnlyMemory<byte> rest, CancellationToken cancellation)
    {
        while (rest.Length > Step)
        {
            if ((await destination.WriteAsync(rest[..Step], cancellation)).IsCompleted)
                return;
            rest = rest[Step..];
        }
        await destination.WriteAsync(rest, cancellation);
    }
}
