using System.Collections.Frozen;
using Atrium.Core.Access;
using Atrium.Core.Ports;
using Atrium.Core.Repository;
using Atrium.Core.Repository.Operations;
using Atrium.Core.Unicode;

namespace Atrium.Core.Sites;

/// <summary>
/// What visitors see of sites: the one thing that is read without a caller, because adding a site says that anyone may read what
/// stands in its folder "current". Nothing else can be reached from here, and a folder that stops inheritance ends it.
/// </summary>
public sealed class PublishedSites : IDisposable
{
    /// <summary>What answers for a folder; the first that is there.</summary>
    private static readonly string[] IndexNames = ["index.html", "index.htm"];

    private readonly Store store;
    private readonly SemaphoreSlim loading = new(1);
    private volatile FrozenDictionary<string, PublishedSite> byName = Load([]);

    internal PublishedSites(Store store) => this.store = store;

    /// <summary>The site of a name, without a port; capitals do not count.</summary>
    public PublishedSite? Find(ReadOnlySpan<char> host)
        => byName.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(host, out var site) ? site : null;

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
        try
        {
            byName = await store.Catalog.ReadAsync<FrozenDictionary<string, PublishedSite>>(Load, CancellationToken.None);
        }
        finally
        {
            loading.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => loading.Dispose();

    /// <summary>What stands at a path of a site, everything from one state of it; null for nothing that visitors may see.</summary>
    /// <param name="site">The site.</param>
    /// <param name="names">Decoded names.</param>
    /// <param name="asFolder">True when the path ended with a slash.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public ValueTask<Published?> ReadAsync(PublishedSite site, IReadOnlyList<string> names, bool asFolder, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(site);
        ArgumentNullException.ThrowIfNull(names);
        return store.Catalog.ReadAsync(reader => Read(reader, site, names, asFolder), cancellation);
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

    private Published? Read(ICatalogReader reader, PublishedSite site, IReadOnlyList<string> names, bool asFolder)
        => names.Where((name, i) => IsHidden(name, i)).Any() ? null : ReadOpen(reader, site, names, asFolder);

    private Published? ReadOpen(ICatalogReader reader, PublishedSite site, IReadOnlyList<string> names, bool asFolder)
    {
        if (!NodePath.FromNames(["sites", site.Host, SiteLimits.CurrentName, .. names]).Try(out var path, out _)
            || reader.GetSpace(site.Id) is not { } space
            || reader.LiveEntry(space.Root, SiteLimits.CurrentName) is not { Kind: NodeKind.Folder } entry)
            return null;

        var access = SpaceAccess.Of(reader, PrincipalSet.Visitor, Rights.Read, space);
        // The site gives what a grant to anyone would, on this folder and by this way only.
        var rights = access.Below(access.AtRoot | Rights.Read, entry.Node);
        for (var depth = 3; depth < path.Depth; depth++)
        {
            if (entry.Kind != NodeKind.Folder || reader.LiveEntry(entry.Node, path.Names[depth]) is not { } next)
                return null;
            (entry, rights) = (next, access.Below(rights, next.Node));
        }
        if (!rights.HasFlag(Rights.Read))
            return null;
        if (entry.Kind == NodeKind.File)
            return asFolder ? null : Open(reader, access, site, path, entry, entry.Parent, rights);
        if (IndexNames.Select(name => reader.LiveEntry(entry.Node, name)).FirstOrDefault(found => found is { Kind: NodeKind.File }) is not { } index
            || !access.Below(rights, index.Node).HasFlag(Rights.Read))
            return null;
        return asFolder ? Open(reader, access, site, path.TrustedChild(index.Name), index, entry.Node, rights) : Published.Folder;
    }

    private Published? Open(ICatalogReader reader, SpaceAccess access, PublishedSite site, NodePath path, EntryRow entry, long folder, Rights rights)
    {
        if (Open(reader, site, path, entry) is not { } content)
            return null;
        // Copies that were compressed beforehand, as build tools lay them beside the original.
        var coded = new List<(string Coding, FileContent Content)>();
        foreach (var (coding, ending) in Published.Codings)
        {
            if (reader.LiveEntry(folder, entry.Name + ending) is { Kind: NodeKind.File } beside && access.Below(rights, beside.Node).HasFlag(Rights.Read)
                && Open(reader, site, path, beside) is { } copy)
                coded.Add((coding, copy));
        }
        return new Published(content, coded);
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

    private static FrozenDictionary<string, PublishedSite> Load(ICatalogReader reader)
    {
        var sites = new List<KeyValuePair<string, PublishedSite>>();
        foreach (var row in reader.Sites())
        {
            if (reader.GetSpace(row.Space) is not { } space)
                continue;
            var site = new PublishedSite(space.Id, space.Name, row.Proxy is null ? null : new Uri(row.Proxy), row.AllowsClearText);
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
public sealed record PublishedSite(long Id, string Host, Uri? Proxy, bool AllowsClearText);

/// <summary>What stands at a path of a site.</summary>
/// <param name="Content">The file; null for a folder that has an index and was asked for without a slash.</param>
/// <param name="Coded">The same file in content codings (RFC 9110, 8.4.1), where they stand beside it.</param>
public sealed record Published(FileContent? Content, IReadOnlyList<(string Coding, FileContent Content)> Coded) : IAsyncDisposable
{
    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Content is not null)
            await Content.DisposeAsync();
        foreach (var (_, copy) in Coded)
            await copy.DisposeAsync();
    }

    internal static Published Folder { get; } = new(null, []);

    /// <summary>Codings with the endings of their files.</summary>
    internal static IReadOnlyList<(string Coding, string Ending)> Codings { get; } = [("br", ".br"), ("zstd", ".zst"), ("gzip", ".gz")];
}
