using System.Runtime.CompilerServices;
using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Ports;
using Atrium.Core.Repository.Operations;

namespace Atrium.Core.Repository;

/// <summary>
/// A folder with all that is below it and the caller may read, as it was at one moment, however long it takes to read it: the moment is
/// held, so that no purge takes it away meanwhile.
/// </summary>
public sealed class FolderContent : IDisposable
{
    /// <summary>Entries of one look: many enough that looks do not count, few enough that no other waits long for the snapshot.</summary>
    private const int EntriesAtOnce = 200;

    private readonly Store store;
    private readonly Caller caller;
    private readonly long space;
    private readonly long seq;
    private readonly IDisposable held;

    private FolderContent(Store store, Caller caller, FileEntry folder, long space, long seq)
    {
        (this.store, this.caller, Folder, this.space, this.seq) = (store, caller, folder, space, seq);
        held = store.Held.Hold(space, seq);
    }

    /// <summary>The folder.</summary>
    public FileEntry Folder { get; }

    /// <summary>Ends it: the moment may be purged.</summary>
    public void Dispose() => held.Dispose();

    internal static async ValueTask<Outcome<FolderContent>> OpenAsync(Store store, Caller caller, NodePath path, AsOf asOf, CancellationToken cancellation)
    {
        if (path.Depth < 2)
            return Refused.Invalid($"{path} holds spaces only: name a space, or a folder in one.");
        var look = await store.Catalog.ReadAsync(reader => Look(reader, caller, path, asOf, store.Catalog.Epoch), cancellation);
        if (!look.Try(out var found, out var refused))
            return refused;
        var opened = new FolderContent(store, caller, found.Folder, found.Space, found.Seq);
        // Rows of that state may have been purged before it was held.
        if (await store.Catalog.ReadAsync(reader => reader.GetSpace(found.Space)?.Horizon, cancellation) <= found.Seq)
            return opened;
        opened.Dispose();
        return new Refused(Refusal.Busy, "The history of this moment was purged meanwhile; try again with a later one.");
    }

    /// <summary>
    /// All that is below it: folders before what is in them, names byte by byte. The order is the same each time, and so is what comes,
    /// unless the caller has lost rights meanwhile. Paths are those of the tree.
    /// </summary>
    public async IAsyncEnumerable<FileEntry> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var open = new Stack<(long Node, NodePath Path)>();
        open.Push((Folder.NodeId, Folder.Path));
        while (open.TryPop(out var folder))
        {
            var after = "";
            var below = new List<(long, NodePath)>();
            while (true)
            {
                var (entries, last, isEnd) = await store.Catalog.ReadAsync(reader => Page(reader, folder.Node, folder.Path, after), cancellation);
                foreach (var entry in entries)
                {
                    if (entry.Kind == NodeKind.Folder)
                        below.Add((entry.NodeId, entry.Path));
                    yield return entry;
                }
                if (isEnd)
                    break;
                after = last;
            }
            for (var i = below.Count - 1; i >= 0; i--)
                open.Push(below[i]);
        }
    }

    /// <summary>The bytes that a file of it had.</summary>
    public ValueTask<Outcome<FileContent>> OpenAsync(FileEntry file, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(file);
        return store.Catalog.ReadAsync<Outcome<FileContent>>(
            reader => reader.ContentAt(file.NodeId, seq) is { } content && content.Space == space && MayRead(reader, file.NodeId)
                ? OpenFile.Open(store, reader, file.Path, content, now => MayRead(now, file.NodeId))
                : Refused.NotFound(file.Path.ToString()),
            cancellation);
    }

    private bool MayRead(ICatalogReader reader, long node)
        => reader.GetSpace(space) is { } of && SpaceAccess.Of(reader, caller, of).Of(node).HasFlag(Rights.Read);

    private (List<FileEntry> Entries, string Last, bool IsEnd) Page(ICatalogReader reader, long folder, NodePath path, string after)
    {
        if (reader.GetSpace(space) is not { } of)
            return ([], "", true);
        var access = SpaceAccess.Of(reader, caller, of);
        var rights = access.Of(folder);
        var rows = reader.EntriesAt(folder, seq, after, EntriesAtOnce);
        var entries = new List<FileEntry>();
        foreach (var row in rows)
        {
            if (access.OfEntry(rights, row).HasFlag(Rights.Read) && Describe.Entry(reader, path.TrustedChild(row.Name), row, seq, store.Catalog.Epoch) is { } entry)
                entries.Add(entry);
        }
        return (entries, rows.Count > 0 ? rows[^1].Name : "", rows.Count < EntriesAtOnce);
    }

    private static Outcome<(FileEntry Folder, long Space, long Seq)> Look(ICatalogReader reader, Caller caller, NodePath path, AsOf asOf, string epoch)
    {
        if (!TreeWalk.To(reader, caller, path, asOf).Try(out var walk, out var refused))
            return refused;
        if (Describe.Target(reader, walk, epoch) is not { } entry)
            return Refused.NotFound(path.ToString());
        if (!walk.Rights.HasFlag(Rights.Read))
            return AccessRules.Refuse(walk.Rights, path.ToString());
        return entry.Kind == NodeKind.Folder ? (entry, walk.Space.Id, walk.Seq ?? walk.Space.Seq) : Refused.Conflict($"{path} is a file, and no folder.");
    }
}
