using Atrium.Core.Sites;
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

        // 1. A file that is there goes before a rule, unless the rule is forced.
        if (match is not { Rule.IsForced: true } && await sites.ReadAsync(site, target.Segments, target.TrailingSlash, cancellation) is { } published)
            return published.Content is null ? Lead(SlashAfter(target), StatusCodes.Status308PermanentRedirect) : File(published, StatusCodes.Status200OK);
        // 2. The rule.
        if (match is { Rule.Leads: true })
            return Lead(match.Location, match.Rule.Status);
        if (match is not null && RequestTarget.Parse(match.Location).Try(out var shown, out _)
            && await sites.ReadAsync(site, shown.Segments, shown.TrailingSlash, cancellation) is { Content: not null } instead)
        {
            // A name with a hash in it says what is in the file, and this is another address.
            if (CachePolicy.IsFingerprinted(instead.Content.Entry.Name))
                (own ??= new FieldSet()).AddDefault(HeaderNames.CacheControl, CachePolicy.AskFirst!);
            return File(instead, match.Rule.Status);
        }
        // 3. The site's own page, from the folder that was asked for or the nearest above it.
        return new SiteAnswer(
            await sites.ReadNearestAsync(site, target.Segments, NotFoundPage, cancellation), StatusCodes.Status404NotFound, null, own, null, isForAll);

        SiteAnswer File(Published file, int status) => new(file, status, null, own, null, isForAll);

        static SiteAnswer Lead(string location, int status) => new(null, status, location, null, null, false);
    }

    /// <summary>
    /// The folder's own address, against which the links of its index are resolved (RFC 3986, 5.2). Without a host: no forged one can get
    /// into it (ATTACKS 9).
    /// </summary>
    private static string SlashAfter(RequestTarget target)
        => $"/{string.Concat(target.Segments.Select(name => Uri.EscapeDataString(name) + "/"))}{(target.Query.Length > 0 ? "?" + target.Query : "")}";
}
