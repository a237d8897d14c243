using System.Text;
using Atrium.Core;
using Atrium.Core.Sites;
using Atrium.Protocols.Http.Answers;
using Atrium.Protocols.Http.Files;
using Atrium.Protocols.Http.Requests;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Sites;

/// <summary>Answers for a site of files: from memory where it can, which touches neither the store nor the disk.</summary>
internal sealed class SiteFiles
{
    private const string Allow = "GET, HEAD, OPTIONS";

    /// <summary>A path that no request has: the page for what is not there.</summary>
    private const string NotFoundKey = "";

    private static readonly string[] NotFoundPath = ["404.html"];

    private readonly HttpServices services;
    private readonly SiteMemory memory;
    private readonly Compression compression;

    internal SiteFiles(HttpServices services)
    {
        this.services = services;
        memory = new SiteMemory(services.Sites.StampOf, HttpLimits.MaxSiteMemory);
        services.Requests.Watch("sites", () => memory.Uses, () => memory.Bytes);
        compression = new Compression(memory, services.Stopping);
    }

    internal ValueTask AnswerAsync(HttpContext context, PublishedSite site, string raw)
    {
        var method = context.Request.Method;
        if (!HttpMethods.IsGet(method) && !HttpMethods.IsHead(method))
            return NoMethodAsync(context);
        var question = raw.IndexOf('?');
        var found = memory.Find(site, question < 0 ? raw : raw.AsSpan(0, question));
        return found?.Select(Coding(context.Request)) is { } file ? SendAsync(context, file) : LookUpAsync(context, site, raw);
    }

    // A part of a file is a part of its bytes as they are: what is fetched in pieces is put together whatever was sent before.
    private static Microsoft.Extensions.Primitives.StringValues Coding(HttpRequest request)
        => request.Headers.Range.Count > 0 ? default : request.Headers.AcceptEncoding;

    private ValueTask SendAsync(HttpContext context, SiteFile file)
    {
        var fields = context.Request.Headers;
        if (fields.IfNoneMatch.Count > 0 || fields.IfModifiedSince.Count > 0 || fields.Range.Count > 0 || fields.IfMatch.Count > 0
            || fields.IfUnmodifiedSince.Count > 0)
            return SendConditionallyAsync(context, file);
        var response = context.Response;
        file.SetValidators(response);
        file.SetContent(response);
        response.ContentLength = file.Length;
        return file.Length == 0 || HttpMethods.IsHead(context.Request.Method)
            ? ValueTask.CompletedTask
            : file.SendAsync(context);
    }

    private async ValueTask SendConditionallyAsync(HttpContext context, SiteFile file)
    {
        if (await SendFile.AnswerAsync(context, file, services) is { } refused)
            await Problems.WriteAsync(context, refused, anonymous: false);
    }

    private async ValueTask LookUpAsync(HttpContext context, PublishedSite site, string raw)
    {
        // The thread that reads from the sockets does not wait for the store.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        if (!RequestTarget.Parse(raw).Try(out var target, out var refused) || target.IsAsterisk)
        {
            UnreadBody.Close(context);
            await Problems.WriteAsync(context, refused ?? Refused.Invalid("Only OPTIONS is asked of the server as a whole."), anonymous: false);
            return;
        }
        // Before the state is read: what is remembered may be newer than its stamp, and is read again then; never older.
        var stamp = services.Sites.StampOf(site);
        var published = await services.Sites.ReadAsync(site, target.Segments, target.TrailingSlash, context.RequestAborted);
        if (published is null)
        {
            await NotFoundAsync(context, site, stamp);
            return;
        }
        await using var opened = published;
        if (published.Content is null)
        {
            ToSlash(context, target);
            return;
        }
        var question = raw.IndexOf('?');
        var path = question < 0 ? raw : raw[..question];
        if (await LoadAsync(site, published, context.RequestAborted) is { } resource && resource.Select(Coding(context.Request)) is { } file)
        {
            memory.Remember(site, stamp, path, resource);
            await SendAsync(context, file);
            return;
        }
        await StreamAsync(context, published);
    }

    /// <summary>Brings a file into memory, with its compressed forms; null when it is too large.</summary>
    private async ValueTask<SiteResource?> LoadAsync(PublishedSite site, Published published, CancellationToken cancellation)
    {
        var content = published.Content!;
        var entry = content.Entry;
        if (content.Length > HttpLimits.MaxFileInMemory || published.Coded.Any(coded => coded.Content.Length > HttpLimits.MaxFileInMemory))
            return null;
        var key = new StringBuilder().Append(site.Id).Append('|').Append(entry.ETag).Append('|').Append(entry.MediaType).Append('|')
            .Append(entry.Modified.UtcTicks).Append('|').Append(CachePolicy.IsFingerprinted(entry.Name));
        foreach (var (coding, copy) in published.Coded)
            key.Append('|').Append(coding).Append('=').Append(copy.Entry.ETag);
        if (memory.Find(key.ToString()) is { } known)
            return known;

        var isCompressible = content.Length >= Compression.MinBytes && published.Coded.Count == 0 && Compression.IsCompressible(entry.MediaType);
        var varies = isCompressible || published.Coded.Count > 0;
        var files = new SiteFile?[ContentCoding.Count];
        files[ContentCoding.Identity] = SiteFile.Of(entry, ContentCoding.Identity, varies, await content.ReadAllAsync(cancellation));
        foreach (var (coding, copy) in published.Coded)
        {
            var place = ContentCoding.Find(coding);
            files[place] = SiteFile.Of(entry, place, varies, await copy.ReadAllAsync(cancellation));
        }
        var resource = memory.Keep(new SiteResource(key.ToString(), files));
        if (isCompressible)
            compression.Ask(resource);
        return resource;
    }

    private async ValueTask StreamAsync(HttpContext context, Published published)
    {
        var content = published.Content!;
        var varies = published.Coded.Count > 0;
        var files = new SiteFile?[ContentCoding.Count];
        files[ContentCoding.Identity] = SiteFile.Of(content.Entry, ContentCoding.Identity, varies, content);
        foreach (var (coding, copy) in published.Coded)
            files[ContentCoding.Find(coding)] = SiteFile.Of(content.Entry, ContentCoding.Find(coding), varies, copy);
        await SendAsync(context, new SiteResource("", files).Select(Coding(context.Request))!);
    }

    /// <summary>The site's own page where it has one: with 404, so that nothing takes it for what was asked for.</summary>
    private async ValueTask NotFoundAsync(HttpContext context, PublishedSite site, long stamp)
    {
        var resource = memory.Find(site, NotFoundKey);
        if (resource is null && await services.Sites.ReadAsync(site, NotFoundPath, asFolder: false, context.RequestAborted) is { Content: not null } published)
        {
            await using var opened = published;
            if ((resource = await LoadAsync(site, published, context.RequestAborted)) is not null)
                memory.Remember(site, stamp, NotFoundKey, resource);
        }
        if (resource?.Select(context.Request.Headers.AcceptEncoding) is not { } page)
        {
            await SitePage.WriteAsync(context, StatusCodes.Status404NotFound, "Not found", "There is nothing at this address. Check how it is written, or go to the first page of this site.");
            return;
        }
        var response = context.Response;
        response.StatusCode = StatusCodes.Status404NotFound;
        page.SetValidators(response);
        page.SetContent(response);
        response.Headers.ETag = default;
        response.Headers.LastModified = default;
        response.Headers.AcceptRanges = default;
        response.Headers.CacheControl = CachePolicy.AskFirst;
        response.ContentLength = page.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await page.SendAsync(context);
    }

    /// <summary>
    /// To the folder's own address, against which the links of its index are resolved (RFC 3986, 5.2). Without a host: no forged one can get
    /// into it (ATTACKS 9).
    /// </summary>
    private static void ToSlash(HttpContext context, RequestTarget target)
    {
        var link = new StringBuilder();
        foreach (var name in target.Segments)
            link.Append('/').Append(Uri.EscapeDataString(name));
        link.Append('/');
        if (target.Query.Length > 0)
            link.Append('?').Append(target.Query);
        var response = context.Response;
        response.StatusCode = StatusCodes.Status308PermanentRedirect;
        response.Headers.Location = link.ToString();
        response.Headers.CacheControl = CachePolicy.AskFirst;
        response.ContentLength = 0;
    }

    private static ValueTask NoMethodAsync(HttpContext context)
    {
        context.Response.Headers.Allow = Allow;
        if (!HttpMethods.IsOptions(context.Request.Method))
            return SitePage.WriteAsync(context, StatusCodes.Status405MethodNotAllowed, "Not allowed", "This address can only be read.");
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return ValueTask.CompletedTask;
    }
}
