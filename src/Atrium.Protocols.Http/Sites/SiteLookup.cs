using Atrium.Core.Sites;
using Atrium.Core.Sites.Options;
using Atrium.Protocols.Http.Requests;
using Atrium.Protocols.Http.Sites.Rules;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Atrium.Protocols.Http.Sites;

/// <summary>What a site has for a request; exactly one of a file and a location is set, or neither when there is nothing.</summary>
/// <param name="Published">The file.</param>
/// <param name="Status">To answer with.</param>
/// <param name="Location">Where to lead the visitor.</param>
/// <param name="Own">The fields that the site wants.</param>
/// <param name="Stamp">The state of the site that all of it is from; null when it changed while it was read.</param>
/// <param name="IsForAll">True when every request for this path has this answer.</param>
internal sealed record SiteAnswer(Published? Published, int Status, string? Location, FieldSet? Own, long? Stamp, bool IsForAll);

/// <summary>Finds what a request for a site is answered with: by the site's rules, by what stands there, and by its own error page.</summary>
internal sealed class SiteLookup(PublishedSites sites)
{
    internal const string NotFoundPage = "404.html";

    /// <summary>A site that is written to without a pause is answered from what is there.</summary>
    private const int MaxTries = 3;

    private readonly SiteRulesBook rules = new(sites);

    internal async ValueTask<SiteAnswer> FindAsync(PublishedSite site, RequestTarget target, string host, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            // Before the state is read: what is remembered may be newer than its stamp, and is read again then; never older.
            var stamp = sites.StampOf(site);
            var answer = await ReadAsync(site, target, host, stamp, cancellation);
            // Rules of one state with files of another would be a mixture.
            if (sites.StampOf(site) == stamp)
                return answer with { Stamp = stamp };
            if (tries == MaxTries)
                return answer;
            if (answer.Published is { } published)
                await published.DisposeAsync();
        }
    }

    private async ValueTask<SiteAnswer> ReadAsync(PublishedSite site, RequestTarget target, string host, long stamp, CancellationToken cancellation)
    {
        var known = await rules.FindAsync(site, stamp, cancellation);
        var asked = AskedPath.Of(target, host);
        var match = known.Redirects.Find(asked, out var varies);
        var own = known.Headers.Find(asked, out var ownVaries);
        var isForAll = !varies && !ownVaries;

        foreach (var (name, value) in site.Options.Fields)
            (own ??= new FieldSet()).AddDefault(name, value);

        // 1. A file that is there goes before a rule, unless the rule is forced.
        if (match is not { Rule.IsForced: true } && await ReadAsync(target) is { } published)
        {
            if (await OwnAddressAsync(site, target, published, cancellation) is not { } address)
                return File(published, StatusCodes.Status200OK);
            await published.DisposeAsync();
            return Lead(address, StatusCodes.Status308PermanentRedirect);
        }
        // 2. The rule.
        if (match is { Rule.Leads: true })
            return Lead(match.Location, match.Rule.Status);
        if (match is not null && RequestTarget.Parse(match.Location).Try(out var shown, out _) && await ReadAsync(shown) is { } instead)
            return Other(instead, match.Rule.Status);
        // 3. The one page of an application; what has an ending is a part of it that is not there any more.
        if (site.Options.Fallback is { } fallback && target.Segments is [.., var last] && !last.Contains('.')
            && await ReadAsync(new RequestTarget(fallback[1..].Split('/'), false, "")) is { } first)
            return Other(first, StatusCodes.Status200OK);
        // 4. The site's own page, from the folder that was asked for or the nearest above it.
        return new SiteAnswer(
            await sites.ReadNearestAsync(site, target.Segments, NotFoundPage, cancellation), StatusCodes.Status404NotFound, null, own, null, isForAll);

        ValueTask<Published?> ReadAsync(RequestTarget path) => sites.ReadAsync(
            site, path.Segments, path.TrailingSlash, asked.Parameters.GetValueOrDefault(SiteListingPage.After, ""), cancellation);

        SiteAnswer File(Published file, int status) => new(file, status, null, own, null, isForAll && file.Content is not null);

        SiteAnswer Other(Published file, int status)
        {
            // A name with a hash in it says what is in the file, and this is another address.
            if (file.Content is { } content && CachePolicy.IsFingerprinted(content.Entry.Name))
                (own ??= new FieldSet()).AddDefault(HeaderNames.CacheControl, CachePolicy.AskFirst!);
            return File(file, status);
        }

        static SiteAnswer Lead(string location, int status) => new(null, status, location, null, null, false);
    }

    /// <summary>The one address of what was found, where it is another than the one that was asked for; null where it is not.</summary>
    private async ValueTask<string?> OwnAddressAsync(PublishedSite site, RequestTarget target, Published found, CancellationToken cancellation)
    {
        var (options, names) = (site.Options, target.Segments);
        switch (found.Kind)
        {
            case PublishedKind.Folder or PublishedKind.Listing when names.Length > 0:
                // The links of what a folder shows are resolved against its address (RFC 3986, 5.2); of a list they are such for sure.
                return At(names, options.TrailingSlash != TrailingSlash.Remove || found.Kind == PublishedKind.Listing);
            case PublishedKind.Page:
                return At(names, options.TrailingSlash == TrailingSlash.Add);
            case PublishedKind.File when options.CleanUrls && names[^1].EndsWith(PublishedSites.PageEnding, StringComparison.Ordinal):
                var name = names[^1][..^PublishedSites.PageEnding.Length];
                string[] shorter = name == "index" ? names[..^1] : [.. names[..^1], name];
                var kind = name == "index" ? PublishedKind.Folder : PublishedKind.Page;
                // Where something else has the shorter address, this one keeps its own.
                await using (var other = await sites.ReadAsync(site, shorter, asFolder: name == "index", "", cancellation))
                {
                    return other is null || other.Kind != kind || name.Length == 0 ? null
                        : Address(shorter, options.TrailingSlash == TrailingSlash.Add || (kind == PublishedKind.Folder && options.TrailingSlash == TrailingSlash.Auto), target.Query);
                }
            default:
                return null;
        }

        string? At(string[] path, bool slash) => slash == target.TrailingSlash ? null : Address(path, slash, target.Query);
    }

    /// <summary>Without a host: no forged one can get into it (ATTACKS 9).</summary>
    private static string Address(string[] names, bool slash, string query)
        => $"/{string.Join('/', names.Select(Uri.EscapeDataString))}{(slash && names.Length > 0 ? "/" : "")}{(query.Length > 0 ? "?" + query : "")}";
}
