using System.Collections.Concurrent;
using Atrium.Core.Repository;
using Atrium.Core.Sites;

namespace Atrium.Protocols.Http.Sites.Rules;

/// <summary>The rules of each site, read when something in the site has changed, and compiled when they have.</summary>
internal sealed class SiteRulesBook(PublishedSites sites)
{
    private readonly ConcurrentDictionary<long, Page> pages = new();

    /// <summary>The rules of the site's present state, or of a newer one than <paramref name="stamp"/> says.</summary>
    internal ValueTask<SiteRules> FindAsync(PublishedSite site, long stamp, CancellationToken cancellation)
        => pages.TryGetValue(site.Id, out var page) && page.Stamp == stamp ? new(page.Rules) : ReadAsync(site, stamp, page, cancellation);

    private async ValueTask<SiteRules> ReadAsync(PublishedSite site, long stamp, Page? page, CancellationToken cancellation)
    {
        var (redirects, headers) = await sites.ReadRulesAsync(site, cancellation);
        await using var first = redirects;
        await using var second = headers;
        var key = (redirects?.Entry.ETag, headers?.Entry.ETag);
        var rules = page is not null && page.Key == key
            ? page.Rules
            : SiteRules.Read(await BytesAsync(redirects, cancellation), await BytesAsync(headers, cancellation));
        var next = new Page(stamp, key, rules);
        // Whoever has read a newer state meanwhile wins.
        pages.AddOrUpdate(site.Id, next, (_, other) => other.Stamp > stamp ? other : next);
        return rules;
    }

    private static async ValueTask<byte[]?> BytesAsync(FileContent? content, CancellationToken cancellation)
    {
        if (content is null)
            return null;
        // One that is too large is not read to say so.
        var most = SiteRules.Files[content.Entry.Name];
        return content.Length > most ? new byte[most + 1] : (await content.ReadAllAsync(cancellation)).ToArray();
    }

    private sealed record Page(long Stamp, (string?, string?) Key, SiteRules Rules);
}
