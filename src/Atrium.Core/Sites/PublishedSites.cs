using System.Collections.Frozen;
using Atrium.Core.Access;
using Atrium.Core.Ports;
using Atrium.Core.Repository;
using Atrium.Core.Repository.Operations;
using Atrium.Core.Sites.Options;
using Atrium.Core.Unicode;

namespace Atrium.Core.Sites;

/// <summary>
/// What visitors see of sites: the one thing that is read without a caller, because adding a site says that anyone may read what
/// stands in its folder "current". Nothing else can be reached from here, and a folder that stops inheritance ends it.
/// </summary>
public sealed class PublishedSites : IDisposable
{
    /// <summary>What a page's name ends with where its address does not.</summary>
    public const string PageEnding = ".html";

    /// <summary>What answers for a folder; the first that is there.</summary>
    private static readonly string[] IndexNames = ["index.html", "index.htm"];

    private readonly Store store;
    private readonly SemaphoreSlim loading = new(1);
    private volatile FrozenDictionary<string, PublishedSite> byName = Load([]);
    private volatile bool hasWildcards;

    internal PublishedSites(Store store) => this.store = store;

    /// <summary>The site of a name, without a port; capitals do not count.</summary>
    public PublishedSite? Find(ReadOnlySpan<char> host)
        => byName.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(host, out var site) ? site : FindWildcard(host, out _);

    /// <summary>All of them.</summary>
    public IEnumerable<PublishedSite> All => byName.Values.Distinct();

    /// <summary>The name of a site that a host is served by: its own, or that of the wildcard that stands for it; null for no site's.</summary>
    public string? NameOf(string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        if (byName.ContainsKey(host))
            return host;
        return FindWildcard(host, out var name) is null ? null : name;
    }

    // One label, as in certificates (RFC 9525, 6.3).
    private PublishedSite? FindWildcard(ReadOnlySpan<char> host, out string name)
    {
        name = "";
        if (!hasWildcards || host.IndexOf('.') is not (> 0 and var dot) || host.Length > HostNameRule.MaxLength)
            return null;
        name = string.Concat("*", host[dot..]);
        return byName.GetValueOrDefault(name);
    }

    /// <summary>Rises with every change in the site's space: what was read when it had this number is the present.</summary>
    public long StampOf(PublishedSite site)
    {
        ArgumentNullException.ThrowIfNull(site);
        return store.Catalog.LatestChange(site.Id);
    }

    /// <summary>Reads which sites there are; after that, they are kept up to date.</summary>
    public async ValueTask ReloadAsync()
    {
        await loading.WaitAsync();
        var before = byName;
        try
        {
            byName = await store.Catalog.ReadAsync<FrozenDictionary<string, PublishedSite>>(reader => Load(reader, host => before.GetValueOrDefault(host)), CancellationToken.None);
        }
        finally
        {
            hasWildcards = byName.Keys.Any(HostNameRule.IsWildcard);
            loading.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => loading.Dispose();

    /// <summary>What stands at a path of a site, everything from one state of it; null for nothing that visitors may see.</summary>
    /// <param name="site">The site.</param>
    /// <param name="names">Decoded names.</param>
    /// <param name="asFolder">True when the path ended with a slash.</param>
    /// <param name="after">Of a folder that is listed: the name that the page begins after.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public ValueTask<Published?> ReadAsync(PublishedSite site, IReadOnlyList<string> names, bool asFolder, string after, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(site);
        ArgumentNullException.ThrowIfNull(names);
        return store.Catalog.ReadAsync(reader => Read(reader, site, names, asFolder, after), cancellation);
    }

    /// <summary>The files of a site that say how the others are served, both from one state of it; visitors never get them.</summary>
    public ValueTask<(FileContent? Redirects, FileContent? Headers)> ReadRulesAsync(PublishedSite site, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(site);
        return store.Catalog.ReadAsync(
            reader => (ReadOpen(reader, site, [SiteLimits.RedirectsName], asFolder: false)?.Content, ReadOpen(reader, site, [SiteLimits.HeadersName], asFolder: false)?.Content),
            cancellation);
    }

    /// <summary>The page of this name in the folder of a path, or in the nearest one above it that has one.</summary>
    public ValueTask<Published?> ReadNearestAsync(PublishedSite site, IReadOnlyList<string> names, string page, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(site);
        ArgumentNullException.ThrowIfNull(names);
        return store.Catalog.ReadAsync(reader => ReadNearest(reader, site, names, page), cancellation);
    }

    private Published? ReadNearest(ICatalogReader reader, PublishedSite site, IReadOnlyList<string> names, string page)
    {
        if (reader.GetSpace(site.Id) is not { } space || reader.LiveEntry(space.Root, SiteLimits.CurrentName) is not { Kind: NodeKind.Folder } entry)
            return null;
        // Down as far as the path is there, once: a path can be long, and most of what is not there is asked for by robots.
        var nearest = 0;
        var found = false;
        for (var depth = 0; ; depth++)
        {
            if (reader.LiveEntry(entry.Node, page) is { Kind: NodeKind.File })
                (nearest, found) = (depth, true);
            if (depth == names.Count || IsHidden(names[depth], depth) || reader.LiveEntry(entry.Node, Nfc.Normalize(names[depth])) is not { Kind: NodeKind.Folder } next)
                break;
            entry = next;
        }
        return found ? Read(reader, site, [.. names.Take(nearest), page], asFolder: false) : null;
    }

    private Published? Read(ICatalogReader reader, PublishedSite site, IReadOnlyList<string> names, bool asFolder, string after = "")
        => names.Where((name, i) => IsHidden(name, i)).Any() ? null : ReadOpen(reader, site, names, asFolder, after);

    private Published? ReadOpen(ICatalogReader reader, PublishedSite site, IReadOnlyList<string> names, bool asFolder, string after = "")
    {
        if (!NodePath.FromNames(["sites", site.Host, SiteLimits.CurrentName, .. names]).Try(out var path, out _)
            || reader.GetSpace(site.Id) is not { } space
            || reader.LiveEntry(space.Root, SiteLimits.CurrentName) is not { Kind: NodeKind.Folder } entry)
            return null;

        var access = SpaceAccess.Of(reader, PrincipalSet.Visitor, Rights.Read, space);
        // The site gives what a grant to anyone would, on this folder and by this way only.
        var rights = access.Below(access.AtRoot | Rights.Read, entry.Node);
        var above = rights;
        for (var depth = 3; depth < path.Depth; depth++)
        {
            if (entry.Kind != NodeKind.Folder)
                return null;
            if (reader.LiveEntry(entry.Node, path.Names[depth]) is not { } next)
                return depth == path.Depth - 1 ? Page(reader, access, site, path, entry.Node, rights) : null;
            (entry, above, rights) = (next, rights, access.Below(rights, next.Node));
        }
        if (entry.Kind == NodeKind.File)
            return asFolder || !rights.HasFlag(Rights.Read) ? null : Open(reader, access, site, path, entry, entry.Parent, rights, PublishedKind.File);
        if (!rights.HasFlag(Rights.Read))
            return null;
        if (IndexNames.Select(name => reader.LiveEntry(entry.Node, name)).FirstOrDefault(found => found is { Kind: NodeKind.File }) is { } index)
        {
            return access.Below(rights, index.Node).HasFlag(Rights.Read)
                ? Open(reader, access, site, path.TrustedChild(index.Name), index, entry.Node, rights, PublishedKind.Folder)
                : null;
        }
        if (site.Options.Lists)
            return Published.Folder(PublishedEntries.Read(reader, access, entry.Node, rights, names.Count, after));
        return path.Depth > 3 ? Page(reader, access, site, path, entry.Parent, above) : null;
    }

    // "about.html" for "about", where nothing else is called so.
    private Published? Page(ICatalogReader reader, SpaceAccess access, PublishedSite site, NodePath path, long folder, Rights rights)
        => site.Options.CleanUrls && reader.LiveEntry(folder, path.Name + PageEnding) is { Kind: NodeKind.File } page && access.Below(rights, page.Node).HasFlag(Rights.Read)
            ? Open(reader, access, site, path.Parent.TrustedChild(page.Name), page, folder, rights, PublishedKind.Page)
            : null;

    private Published? Open(ICatalogReader reader, SpaceAccess access, PublishedSite site, NodePath path, EntryRow entry, long folder, Rights rights, PublishedKind kind)
    {
        if (Open(reader, site, path, entry) is not { } content)
            return null;
        // Copies that were compressed beforehand, as build tools lay them beside the original.
        var coded = new List<(string Coding, FileContent Content)>();
        foreach (var (coding, ending) in Published.Codings)
        {
            if (site.Options.Compresses && reader.LiveEntry(folder, entry.Name + ending) is { Kind: NodeKind.File } beside && access.Below(rights, beside.Node).HasFlag(Rights.Read)
                && Open(reader, site, path, beside) is { } copy)
                coded.Add((coding, copy));
        }
        return new Published(kind, content, coded);
    }

    private FileContent? Open(ICatalogReader reader, PublishedSite site, NodePath path, EntryRow entry)
        => reader.NewestContent(entry.Node) is { } content
            // A download that has begun goes on while the site is there, also when another tree has taken its place.
            ? OpenFile.Open(store, reader, path, content, now => now.Site(site.Id) is not null)
            : null;

    // ".git", ".env" and ".htpasswd" are never meant for visitors; ".well-known" is (RFC 8615). What is said to the server is for the server.
    internal static bool IsHidden(string name, int depth) => name.StartsWith('.')
        ? !(depth == 0 && name == ".well-known")
        : depth == 0 && name is SiteLimits.RedirectsName or SiteLimits.HeadersName;

    private static FrozenDictionary<string, PublishedSite> Load(ICatalogReader reader, Func<string, PublishedSite?> known)
    {
        var sites = new List<KeyValuePair<string, PublishedSite>>();
        foreach (var row in reader.Sites())
        {
            if (reader.GetSpace(row.Space) is not { } space)
                continue;
            var site = new PublishedSite(space.Id, space.Name, row.Proxy is null ? null : new Uri(row.Proxy), row.AllowsClearText)
            {
                Options = SiteOptions.Load(row.Options),
            };
            // The same as before stays the same one: whoever has made something for it knows that it is still good.
            if (known(site.Host) is { } old && old == site)
                site = old;
            foreach (var name in reader.AliasesOf(space.Id).Prepend(space.Name))
                sites.Add(new(name, site));
        }
        return Load(sites);
    }

    private static FrozenDictionary<string, PublishedSite> Load(IReadOnlyList<KeyValuePair<string, PublishedSite>> sites)
        => sites.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
}

/// <summary>A site, as visitors reach it. Replaced whole when something of it is changed.</summary>
/// <param name="Id">Its own, as long as it is there.</param>
/// <param name="Host">The name it was added with.</param>
/// <param name="Proxy">The application that requests are passed on to; null for files.</param>
/// <param name="AllowsClearText">Served without TLS too.</param>
public sealed record PublishedSite(long Id, string Host, Uri? Proxy, bool AllowsClearText)
{
    /// <summary>Everything else.</summary>
    public SiteOptions Options { get; init; } = SiteOptions.None;

    /// <summary>True where a path has one answer, whoever asks for it and under whichever name: only that is answered from memory without a further look.</summary>
    public bool IsPlain => Proxy is null && Options is { AsksForSignIn: false, CanonicalHost: null, IsLimited: false };
}

/// <summary>What stands at a path of a site.</summary>
public enum PublishedKind
{
    /// <summary>The file that was asked for.</summary>
    File,

    /// <summary>The index of a folder.</summary>
    Folder,

    /// <summary>A page, asked for without its ending.</summary>
    Page,

    /// <summary>A folder without an index.</summary>
    Listing,
}

/// <summary>What stands at a path of a site.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Content">The file; null for a folder that is listed.</param>
/// <param name="Coded">The same file in content codings (RFC 9110, 8.4.1), where they stand beside it.</param>
public sealed record Published(PublishedKind Kind, FileContent? Content, IReadOnlyList<(string Coding, FileContent Content)> Coded) : IAsyncDisposable
{
    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Content is not null)
            await Content.DisposeAsync();
        foreach (var (_, copy) in Coded)
            await copy.DisposeAsync();
    }

    /// <summary>What is in a folder without an index; null for a file.</summary>
    public PublishedEntries? Entries { get; private init; }

    internal static Published Folder(PublishedEntries entries) => new(PublishedKind.Listing, null, []) { Entries = entries };

    /// <summary>Codings with the endings of their files.</summary>
    internal static IReadOnlyList<(string Coding, string Ending)> Codings { get; } = [("br", ".br"), ("zstd", ".zst"), ("gzip", ".gz")];
}
