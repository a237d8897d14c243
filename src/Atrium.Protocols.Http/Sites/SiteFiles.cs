using System.Text;
using Atrium.Core;
using Atrium.Core.Sites;
using Atrium.Protocols.Http.Answers;
using Atrium.Protocols.Http.Files;
using Atrium.Protocols.Http.Requests;
using Atrium.Protocols.Http.Sites.Rules;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Sites;

/// <summary>Answers for a site of files: from memory where it can, which touches neither the store nor the disk.</summary>
internal sealed class SiteFiles
{
    private const string Allow = "GET, HEAD, OPTIONS";

    private readonly HttpServices services;
    private readonly SiteMemory memory;
    private readonly Compression compression;
    private readonly SiteLookup lookup;

    internal SiteFiles(HttpServices services)
    {
        this.services = services;
        memory = new SiteMemory(services.Sites.StampOf, HttpLimits.MaxSiteMemory);
        services.Requests.Watch("sites", () => memory.Uses, () => memory.Bytes);
        compression = new Compression(memory, services.Stopping);
        lookup = new SiteLookup(services.Sites);
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

    /// <summary>What is in memory for a path; null where it must be looked up.</summary>
    internal SiteFile? FindHot(PublishedSite site, ReadOnlySpan<char> path, Microsoft.Extensions.Primitives.StringValues acceptEncoding)
        => memory.FindOnly(site, path)?.Select(acceptEncoding);

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
        if (!RequestTarget.Parse(raw).Try(out var target, out var refused) || target.IsAsterisk)
        {
            UnreadBody.Close(context);
            await Problems.WriteAsync(context, refused ?? Refused.Invalid("Only OPTIONS is asked of the server as a whole."), anonymous: false);
            return;
        }
        var answer = await lookup.FindAsync(site, target, NameOf(context), context.RequestAborted);
        if (answer.Location is { } location)
        {
            Lead(context, location, answer.Status);
            return;
        }
        if (answer.Published is not { } published)
        {
            await SitePage.WriteAsync(context, StatusCodes.Status404NotFound, "Not found", "There is nothing at this address. Check how it is written, or go to the first page of this site.");
            return;
        }
        await using var opened = published;
        if (published.Entries is { } entries)
        {
            context.Response.StatusCode = answer.Status;
            await SiteListingPage.WriteAsync(context, target.Segments, entries);
            return;
        }
        if (answer.Status != StatusCodes.Status200OK)
        {
            await NotFoundAsync(context, site, published, answer);
            return;
        }
        var question = raw.IndexOf('?');
        var path = question < 0 ? raw : raw[..question];
        if (await LoadAsync(site, published, answer.Own, context.RequestAborted) is { } resource && resource.Select(Coding(context.Request)) is { } file)
        {
            if (answer is { Stamp: { } stamp, IsForAll: true })
                memory.Remember(site, stamp, path, resource);
            await SendAsync(context, file);
            return;
        }
        await SendAsync(context, Stream(published, answer.Own).Select(Coding(context.Request))!);
    }

    // One of the site's, or the request would not have come here.
    private static string NameOf(HttpContext context) => OwnHosts.NameOf(context.Request.Headers.Host.ToString()).ToString().ToLowerInvariant();

    /// <summary>Brings a file into memory, with its compressed forms; null when it is too large.</summary>
    private async ValueTask<SiteResource?> LoadAsync(PublishedSite site, Published published, FieldSet? own, CancellationToken cancellation)
    {
        var content = published.Content!;
        var entry = content.Entry;
        if (content.Length > HttpLimits.MaxFileInMemory || published.Coded.Any(coded => coded.Content.Length > HttpLimits.MaxFileInMemory))
            return null;
        var isCompressible = site.Options.Compresses && content.Length >= Compression.MinBytes && published.Coded.Count == 0 && Compression.IsCompressible(entry.MediaType);
        var key = new StringBuilder().Append(site.Id).Append('|').Append(entry.ETag).Append('|').Append(entry.MediaType).Append('|')
            .Append(entry.Modified.UtcTicks).Append('|').Append(CachePolicy.IsFingerprinted(entry.Name));
        foreach (var (coding, copy) in published.Coded)
            key.Append('|').Append(coding).Append('=').Append(copy.Entry.ETag);
        key.Append('|').Append(isCompressible).Append('\n').Append(own?.Key);
        if (memory.Find(key.ToString()) is { } known)
            return known;

        var varies = isCompressible || published.Coded.Count > 0;
        var files = new SiteFile?[ContentCoding.Count];
        files[ContentCoding.Identity] = SiteFile.Of(entry, ContentCoding.Identity, varies, await content.ReadAllAsync(cancellation), own);
        foreach (var (coding, copy) in published.Coded)
        {
            var place = ContentCoding.Find(coding);
            files[place] = SiteFile.Of(entry, place, varies, await copy.ReadAllAsync(cancellation), own);
        }
        var resource = memory.Keep(new SiteResource(key.ToString(), files));
        if (isCompressible)
            compression.Ask(resource);
        return resource;
    }

    /// <summary>What is too large for memory, for one answer.</summary>
    private static SiteResource Stream(Published published, FieldSet? own)
    {
        var content = published.Content!;
        var varies = published.Coded.Count > 0;
        var files = new SiteFile?[ContentCoding.Count];
        files[ContentCoding.Identity] = SiteFile.Of(content.Entry, ContentCoding.Identity, varies, content, own);
        foreach (var (coding, copy) in published.Coded)
            files[ContentCoding.Find(coding)] = SiteFile.Of(content.Entry, ContentCoding.Find(coding), varies, copy, own);
        return new SiteResource("", files);
    }

    /// <summary>A page for what is not there: with 404, so that nothing takes it for what was asked for.</summary>
    private async ValueTask NotFoundAsync(HttpContext context, PublishedSite site, Published published, SiteAnswer answer)
    {
        var resource = await LoadAsync(site, published, answer.Own, context.RequestAborted);
        var page = resource?.Select(context.Request.Headers.AcceptEncoding) ?? Stream(published, answer.Own).Select(context.Request.Headers.AcceptEncoding)!;
        var response = context.Response;
        response.StatusCode = answer.Status;
        page.SetErrorFields(response);
        response.ContentLength = page.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await page.SendAsync(context);
    }

    private static void Lead(HttpContext context, string location, int status)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.Headers.Location = location;
        // A redirect that is kept for ever outlives the mistake that it was.
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
