using System.IO.Pipelines;
using System.Text;
using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Ports;
using Atrium.Core.Repository;

namespace Atrium.Core.Shares;

/// <summary>
/// What the holder of a link sees, and the only way to it: the node that the link is bound to and what is below, and of a drop nothing but a
/// place to leave files. Handed out by <see cref="ISignIn"/> alone.
/// </summary>
public sealed class SharedView
{
    /// <summary>Names tried for a file whose own is taken, before it gets one that nobody has.</summary>
    private const int NumberedNames = 20;

    private readonly Store store;
    private readonly Files files;
    private readonly Caller caller;

    internal SharedView(Store store, Caller caller, ShareRow row, string? proof)
        => (this.store, this.caller, files, Uploads, Kind, Proof) = (store, caller, new Files(store, caller), new DropUploads(store, caller, row.Kind), row.Kind, proof);

    /// <summary>What may be done.</summary>
    public ShareKind Kind { get; }

    /// <summary>Files that are left in pieces.</summary>
    public DropUploads Uploads { get; }

    /// <summary>Stands for the link's password for some hours; null where there is none.</summary>
    public string? Proof { get; }

    /// <summary>Where it leads now.</summary>
    /// <returns>NotFound when that is deleted, the link has ended, or its maker may not share it any more.</returns>
    public ValueTask<Outcome<SharedRoot>> RootAsync(CancellationToken cancellation)
        => store.Catalog.ReadAsync(reader => Root(reader, caller), cancellation);

    /// <summary>A page of a folder; its paths are those of the tree, not the link's.</summary>
    public async ValueTask<Outcome<Listing>> ListAsync(IReadOnlyList<string> names, ListQuery query, CancellationToken cancellation)
        => (await PlaceAsync(names, cancellation)).Try(out var path, out var refused) ? await files.ListAsync(path, query, cancellation) : refused;

    /// <summary>A file; null for a folder.</summary>
    public async ValueTask<Outcome<FileContent?>> OpenAsync(IReadOnlyList<string> names, CancellationToken cancellation)
        => (await PlaceAsync(names, cancellation)).Try(out var path, out var refused) ? await files.OpenFileOrFolderAsync(path, AsOf.Now, cancellation) : refused;

    /// <summary>A folder with all that is below it.</summary>
    public async ValueTask<Outcome<FolderContent>> OpenFolderAsync(IReadOnlyList<string> names, CancellationToken cancellation)
        => (await PlaceAsync(names, cancellation)).Try(out var path, out var refused) ? await files.OpenFolderAsync(path, AsOf.Now, cancellation) : refused;

    /// <summary>Counts a download against the link's number of them.</summary>
    /// <returns>NotFound when there were as many already.</returns>
    public ValueTask<Outcome<Done>> CountDownloadAsync(CancellationToken cancellation)
        => store.Catalog.CommitAsync<Done>(
            caller,
            tx =>
            {
                if (!Root(tx, caller).Try(out _, out var refused))
                    return refused;
                var row = tx.Share(caller.Share)!;
                if (row.IsUsedUp)
                    return NotFound;
                // Nobody asked for a number, so there is nothing to keep, and no fsync for each visitor.
                if (row.MaxDownloads is not null)
                    tx.CountDownload(row.Id);
                return default(Done);
            },
            cancellation);

    /// <summary>Leaves a file, under another name where its own is taken: nothing is ever replaced, and nothing of what is there is shown but whether a name is taken.</summary>
    public async ValueTask<Outcome<string>> DropAsync(string name, PipeReader body, long? length, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (Kind != ShareKind.Upload)
            return Refused.Denied("By this link files are read, not left.");
        if (!(await RootAsync(cancellation)).Try(out var root, out var refused))
            return refused;
        if (!root.Path.Child(name).Try(out var first, out refused))
            return refused;
        // Taken in once, whatever name it gets.
        var taken = await store.Catalog.ReadAsync(reader => FreeName(reader, root, first.Name), cancellation);
        var stored = await files.StoreAsync(
            root.Path.Child(taken).Value, body, new StoreOptions { Precondition = new Precondition { MustNotExist = true }, ExpectedLength = length }, cancellation);
        return stored.Try(out _, out refused) ? taken : refused;
    }

    internal static string FreeName(ICatalogReader reader, SharedRoot root, string name)
    {
        if (reader.LiveEntry(root.Node, name) is null)
            return name;
        var dot = name.LastIndexOf('.');
        var (stem, extension) = dot > 0 ? (name[..dot], name[dot..]) : (name, "");
        for (var number = 2; number < NumberedNames; number++)
        {
            var candidate = Marked(stem, $" ({number})", extension);
            if (reader.LiveEntry(root.Node, candidate) is null)
                return candidate;
        }
        return Marked(stem, $" ({Guid.CreateVersion7():N})", extension);
    }

    // A name that is as long as names may be gives up its end for the mark.
    private static string Marked(string stem, string mark, string extension)
    {
        if (Encoding.UTF8.GetByteCount(extension) + mark.Length >= NodePath.MaxNameBytes)
            (stem, extension) = (stem + extension, "");
        var room = NodePath.MaxNameBytes - mark.Length - Encoding.UTF8.GetByteCount(extension);
        while (Encoding.UTF8.GetByteCount(stem) > room)
            stem = stem[..^(char.IsLowSurrogate(stem[^1]) ? 2 : 1)];
        return stem + mark + extension;
    }

    private async ValueTask<Outcome<NodePath>> PlaceAsync(IReadOnlyList<string> names, CancellationToken cancellation)
    {
        if (Kind != ShareKind.Read)
            return Refused.Denied("By this link files are left; nothing is shown.");
        if (!(await RootAsync(cancellation)).Try(out var root, out var refused))
            return refused;
        var path = root.Path;
        foreach (var name in names)
        {
            if (!path.Child(name).Try(out path, out refused))
                return refused;
        }
        return path;
    }

    internal static Outcome<SharedRoot> Root(ICatalogReader reader, Caller caller)
    {
        if (reader.Share(caller.Share) is not { } row || reader.GetSpace(row.Space) is not { } space || reader.PathOf(space, row.Node) is not { } path)
            return NotFound;
        if (!TreeWalk.To(reader, caller, path, AsOf.Now).Try(out var walk, out _) || walk.TargetNode != row.Node)
            return NotFound;
        return new SharedRoot(path, row.Node, walk.TargetKind!.Value, row.Expires == long.MaxValue ? null : new DateTimeOffset(row.Expires, TimeSpan.Zero))
        {
            CountsDownloads = row.MaxDownloads is not null,
        };
    }

    /// <summary>The one answer for every link that is no longer, or never was, one.</summary>
    public static Refused NotFound => new(Refusal.NotFound, "This link leads nowhere: it has ended, was revoked, or what it led to is gone. Ask whoever sent it for another.");
}

/// <summary>Where a link leads.</summary>
/// <param name="Path">In the tree; not for the eyes of whoever holds the link.</param>
/// <param name="Node">Its number.</param>
/// <param name="NodeKind">A file or a folder.</param>
/// <param name="Expires">When the link ends; null for never.</param>
public sealed record SharedRoot(NodePath Path, long Node, NodeKind NodeKind, DateTimeOffset? Expires)
{
    /// <summary>Whether each answer with bytes of a file uses the link up: then nothing is shown before it is asked for.</summary>
    public bool CountsDownloads { get; init; }
}
