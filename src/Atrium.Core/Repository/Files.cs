using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Atrium.Core.Accounts;
using Atrium.Core.Journal;
using Atrium.Core.Repository.Operations;

namespace Atrium.Core.Repository;

/// <summary>The tree, as its caller may see and change it. Every change returns after it is on disk.</summary>
public sealed class Files
{
    private readonly Store store;
    private readonly Caller caller;

    internal Files(Store store, Caller caller) => (this.store, this.caller) = (store, caller);

    private string Epoch => store.Catalog.Epoch;

    /// <summary>What stands at a path.</summary>
    public ValueTask<Outcome<FileEntry>> StatAsync(NodePath path, AsOf asOf, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Traced(path, store.Catalog.ReadAsync<Outcome<FileEntry>>(
            reader =>
            {
                if (path.Depth < 2)
                    return TopFolders.Stat(reader, caller, path);
                if (!TreeWalk.To(reader, caller, path, asOf).Try(out var walk, out var refused))
                    return refused;
                return Describe.Target(reader, walk, Epoch) is { } entry ? entry : Refused.NotFound(path.ToString());
            },
            cancellation));
    }

    /// <summary>One page of a folder.</summary>
    public ValueTask<Outcome<Listing>> ListAsync(NodePath path, ListQuery query, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(query);
        return TracedRead(path, store.Catalog.ReadAsync(reader => ListFolder.Run(reader, caller, path, query, Epoch), cancellation));
    }

    /// <summary>Opens a file for reading, as of a moment.</summary>
    public ValueTask<Outcome<FileContent>> OpenAsync(NodePath path, AsOf asOf, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(path);
        return TracedRead(path, store.Catalog.ReadAsync(reader => OpenFile.AsOfMoment(store, reader, caller, path, asOf), cancellation));
    }

    /// <summary>Opens what is at a path as of a moment, when it is a file; null when it is a folder, which needs the right to list it only.</summary>
    public ValueTask<Outcome<FileContent?>> OpenFileOrFolderAsync(NodePath path, AsOf asOf, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(path);
        return TracedRead(path, store.Catalog.ReadAsync(reader => OpenFile.FileOrFolder(store, reader, caller, path, asOf), cancellation));
    }

    /// <summary>Opens a folder with all that is below it and the caller may read, as of a moment. Needs the right to read it.</summary>
    public ValueTask<Outcome<FolderContent>> OpenFolderAsync(NodePath path, AsOf asOf, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(path);
        return TracedRead(path, FolderContent.OpenAsync(store, caller, path, asOf, cancellation));
    }

    /// <summary>Opens one version of the file that is at a path now, or that was deleted there last.</summary>
    public ValueTask<Outcome<FileContent>> OpenVersionAsync(NodePath path, long version, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(path);
        return TracedRead(path, store.Catalog.ReadAsync(reader => OpenFile.OfVersion(store, reader, caller, path, version), cancellation));
    }

    /// <summary>The versions of the file that is at a path now, or of the one that was deleted there last; newest first.</summary>
    /// <param name="path">The file.</param>
    /// <param name="before">Only versions before this one; null for the newest.</param>
    /// <param name="limit">1 to <see cref="ListQuery.MaxLimit"/>.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public ValueTask<Outcome<IReadOnlyList<FileVersion>>> VersionsAsync(NodePath path, long? before, int limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Traced(path, store.Catalog.ReadAsync(reader => ReadVersions.List(reader, caller, path, before, limit, Epoch), cancellation));
    }

    /// <summary>Creates a file or replaces its content. Refuses before the first byte is read where it can, so that a
    /// client which waits for 100-continue (RFC 9110, 10.1.1) does not send what cannot be stored.</summary>
    public ValueTask<Outcome<Stored>> StoreAsync(NodePath path, PipeReader body, StoreOptions options, CancellationToken cancellation)
        => Traced(path, StoreAsync(path, body, options, StoreFile.Effect.Replace, cancellation));

    /// <summary>Adds bytes at the end of a file, creating it when it is not there.</summary>
    public ValueTask<Outcome<Stored>> AppendAsync(NodePath path, PipeReader body, StoreOptions options, CancellationToken cancellation)
        => Traced(path, StoreAsync(path, body, options, StoreFile.Effect.Append, cancellation));

    /// <summary>Makes a folder.</summary>
    public ValueTask<Outcome<Stored>> MakeFolderAsync(NodePath path, MissingParents missingParents, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Traced(path, store.Catalog.CommitAsync(caller, tx => MakeFolder.Unit(tx, path, missingParents), cancellation));
    }

    /// <summary>Moves or renames a file or a tree.</summary>
    public ValueTask<Outcome<Stored>> MoveAsync(
        NodePath from, NodePath to, Overwrite overwrite, MissingParents missingParents, Precondition precondition, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        var isOneSpace = from.Depth >= 2 && to.Depth >= 2 && from.Names[0] == to.Names[0] && from.Names[1] == to.Names[1];
        return Traced(from, isOneSpace
            ? store.Catalog.CommitAsync(caller, tx => MoveNode.Unit(tx, from, to, overwrite, missingParents, precondition, Epoch), cancellation)
            : MoveAcross.RunAsync(store, caller, from, to, overwrite, missingParents, precondition, cancellation));
    }

    /// <summary>Copies a file or a tree, as of a moment; copies no bytes.</summary>
    public ValueTask<Outcome<Stored>> CopyAsync(
        NodePath from, AsOf asOf, NodePath to, Overwrite overwrite, MissingParents missingParents, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        return Traced(from, CopyNode.RunAsync(store, caller, from, asOf, CopyScope.Tree, to, overwrite, missingParents, cancellation));
    }

    /// <summary>Copies a file, or a folder without what is in it; what clients keep with it goes along.</summary>
    public ValueTask<Outcome<Stored>> CopyAloneAsync(
        NodePath from, NodePath to, Overwrite overwrite, MissingParents missingParents, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        return Traced(from, CopyNode.RunAsync(store, caller, from, AsOf.Now, CopyScope.SingleNode, to, overwrite, missingParents, cancellation));
    }

    /// <summary>Deletes; it can be undeleted within the retention.</summary>
    public ValueTask<Outcome<Done>> DeleteAsync(NodePath path, DeleteScope scope, Precondition precondition, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Traced(path, store.Catalog.CommitAsync(caller, tx => DeleteNode.Unit(tx, path, scope, precondition, Epoch), cancellation));
    }

    /// <summary>Gives a file another time of modification; its bytes stay.</summary>
    public ValueTask<Outcome<FileEntry>> TouchAsync(NodePath path, DateTimeOffset modified, Precondition precondition, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(precondition);
        return Traced(path, store.Catalog.CommitAsync(caller, tx => TouchFile.Unit(tx, path, modified, precondition, Epoch), cancellation));
    }

    /// <summary>Brings back what was last deleted at a path, or what stood there at a moment.</summary>
    public ValueTask<Outcome<Stored>> UndeleteAsync(NodePath path, AsOf asOf, NodePath? to, Overwrite overwrite, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Traced(path, Undelete.RunAsync(store, caller, path, asOf, to, overwrite, cancellation));
    }

    /// <summary>The changes of a space after a cursor (null: from the oldest that is kept); waits for the next when there is none.</summary>
    /// <param name="space">The path of a space.</param>
    /// <param name="after">The cursor of the page before.</param>
    /// <param name="limit">1 to <see cref="ListQuery.MaxLimit"/>.</param>
    /// <param name="wait">How long to wait for a change; zero for an answer at once.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public ValueTask<Outcome<ChangePage>> ChangesAsync(NodePath space, ChangeCursor? after, int limit, TimeSpan wait, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(space);
        return Traced(space, ReadChanges.RunAsync(store, caller, space, after, limit, wait, cancellation));
    }

    private ValueTask<Outcome<Stored>> StoreAsync(
        NodePath path, PipeReader body, StoreOptions options, StoreFile.Effect effect, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(options);
        return StoreFile.RunAsync(store, caller, path, body, options, effect, cancellation);
    }

    private ValueTask<Outcome<T>> Traced<T>(object? subject, ValueTask<Outcome<T>> running, [CallerMemberName] string operation = "")
        => store.Journal.Trace(caller, "files", subject, running, operation);

    private ValueTask<Outcome<T>> TracedRead<T>(object? subject, ValueTask<Outcome<T>> running, [CallerMemberName] string operation = "")
        => store.Journal.TraceReadAsync(caller, "files", subject, running, operation);
}
