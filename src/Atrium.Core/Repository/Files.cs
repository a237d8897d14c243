using System.IO.Pipelines;

namespace Atrium.Core.Repository;

/// <summary>The tree, as its caller may see and change it. Every change returns after it is on disk.</summary>
public sealed class Files
{
    /// <summary>What stands at a path.</summary>
    public ValueTask<Outcome<FileEntry>> StatAsync(NodePath path, AsOf asOf, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>One page of a folder.</summary>
    public ValueTask<Outcome<Listing>> ListAsync(NodePath path, ListQuery query, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>Opens a file for reading, as of a moment.</summary>
    public ValueTask<Outcome<FileContent>> OpenAsync(NodePath path, AsOf asOf, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>Opens one version of the file that is at a path now.</summary>
    public ValueTask<Outcome<FileContent>> OpenVersionAsync(NodePath path, long version, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>The versions of the file that is at a path now, or of the one that was there last; newest first.</summary>
    /// <param name="path">The file.</param>
    /// <param name="before">Only versions before this one; null for the newest.</param>
    /// <param name="limit">1 to <see cref="ListQuery.MaxLimit"/>.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public ValueTask<Outcome<IReadOnlyList<FileVersion>>> VersionsAsync(NodePath path, long? before, int limit, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>Whether a store could succeed now, before any byte was read: rights, quota, preconditions, parents.</summary>
    public ValueTask<Outcome<Done>> CheckStoreAsync(NodePath path, StoreOptions options, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>Creates a file or replaces its content. Refuses before the first byte is read where it can.</summary>
    public ValueTask<Outcome<Stored>> StoreAsync(NodePath path, PipeReader body, StoreOptions options, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>Adds bytes at the end of a file, creating it when it is not there.</summary>
    public ValueTask<Outcome<Stored>> AppendAsync(NodePath path, PipeReader body, StoreOptions options, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>Makes a folder.</summary>
    public ValueTask<Outcome<Stored>> MakeFolderAsync(NodePath path, MissingParents missingParents, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>Moves or renames a file or a tree.</summary>
    public ValueTask<Outcome<Stored>> MoveAsync(NodePath from, NodePath to, Overwrite overwrite, MissingParents missingParents, Precondition precondition, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>Copies a file or a tree, as of a moment; copies no bytes.</summary>
    public ValueTask<Outcome<Stored>> CopyAsync(NodePath from, AsOf asOf, NodePath to, Overwrite overwrite, MissingParents missingParents, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>Deletes; it can be undeleted within the retention.</summary>
    public ValueTask<Outcome<Done>> DeleteAsync(NodePath path, DeleteScope scope, Precondition precondition, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>Brings back what was last deleted at a path, or what stood there at a moment.</summary>
    public ValueTask<Outcome<Stored>> UndeleteAsync(NodePath path, AsOf asOf, NodePath? to, Overwrite overwrite, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>The changes of a space after a cursor (null: from the oldest that is kept); waits for the next when there is none.</summary>
    public ValueTask<Outcome<ChangePage>> ChangesAsync(NodePath space, ChangeCursor? after, int limit, TimeSpan wait, CancellationToken cancellation) => throw new NotImplementedException();
}
