using Atrium.Core.Ports;
using Atrium.Core.Repository;

namespace Atrium.Core.Sites;

/// <summary>
/// Which contents of a deployment are there already: uploaded for it, in the folder that visitors see, or in another file of the site's
/// space. Never looked for outside of it: whoever knows a hash would else get what he may not read.
/// </summary>
internal sealed class KnownContents
{
    private const int Page = 500;

    private readonly Dictionary<ContentKey, Source> sources = [];

    private KnownContents()
    {
    }

    /// <summary>Where to take it from; null when it is missing.</summary>
    internal Source? Find(ContentKey content) => sources.GetValueOrDefault(content);

    internal static async ValueTask<KnownContents> LookAsync(
        Store store, Space space, IReadOnlyList<Manifest.Item> items, long? upload, CancellationToken cancellation)
    {
        var known = new KnownContents();
        var open = items.Select(item => item.Content).Where(content => content.Size > 0).ToHashSet();
        if (upload is { } folder)
            await known.LookInAsync(store, folder, open, cancellation);
        if (await store.Catalog.ReadAsync(reader => reader.LiveEntry(space.Root, SiteLimits.CurrentName), cancellation) is { Kind: NodeKind.Folder } current)
            await known.LookInAsync(store, current.Node, open, cancellation);
        // Smaller ones are not found by their hash.
        foreach (var page in open.Where(content => content.Size >= StagedContent.MinShared).Chunk(Page))
        {
            await store.Catalog.ReadAsync(
                reader =>
                {
                    foreach (var content in page)
                    {
                        if (reader.FindBlob(space.Owner, content.Hash, content.Size) is { } blob && reader.IsBlobIn(blob.Id, space.Id))
                            known.sources[content] = new Source(0, 0, blob.Id);
                    }
                    return default(Done);
                },
                cancellation);
        }
        return known;
    }

    private async ValueTask LookInAsync(Store store, long top, HashSet<ContentKey> open, CancellationToken cancellation)
    {
        var folders = new Stack<long>([top]);
        while (open.Count > 0 && folders.TryPop(out var folder))
        {
            for (var after = ""; ;)
            {
                var page = await store.Catalog.ReadAsync(
                    reader => reader.LiveEntries(folder, after, Page)
                        .Select(entry => (Entry: entry, Content: entry.Kind == NodeKind.File ? reader.NewestContent(entry.Node) : null)).ToList(),
                    cancellation);
                foreach (var (entry, content) in page)
                {
                    if (entry.Kind == NodeKind.Folder)
                        folders.Push(entry.Node);
                    else if (content?.Sha256 is { } hash && new ContentKey(Convert.ToHexStringLower(hash), content.Size) is var key && open.Remove(key))
                        sources[key] = new Source(content.Node, content.Version, 0);
                }
                if (page.Count < Page)
                    break;
                after = page[^1].Entry.Name;
            }
        }
    }

    /// <summary>A version of a file, or a blob (then the node is 0).</summary>
    internal sealed record Source(long Node, long Version, long Blob);
}
