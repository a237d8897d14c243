using System.Runtime.CompilerServices;
using Atrium.Core.Accounts;
using Atrium.Core.Journal;

namespace Atrium.Core.Repository.Locks;

/// <summary>
/// Locks on nodes of the tree (RFC 4918, 6 and 7), which bind every protocol: while one holds, only its holder changes what it covers, and he
/// says so with each request (<see cref="Workspace.Holding"/>).
/// </summary>
public sealed class Locks
{
    private readonly Store store;
    private readonly Caller caller;

    internal Locks(Store store, Caller caller) => (this.store, this.caller) = (store, caller);

    /// <summary>Locks what stands at a path, or an empty file that it makes there.</summary>
    /// <returns>Locked, with the path of the other lock, where it cannot be held beside one.</returns>
    public ValueTask<Outcome<LockGranted>> LockAsync(NodePath path, LockRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(request);
        return Traced(path, store.Catalog.CommitAsync(caller, tx => LockUnits.Lock(tx, path, request, store.Catalog.Epoch), cancellation));
    }

    /// <summary>Lets one of the caller's locks that covers a path hold anew.</summary>
    /// <param name="path">What was locked, or something that the lock reaches.</param>
    /// <param name="token">Of the lock.</param>
    /// <param name="timeout">From now on; null for as long as is allowed.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public ValueTask<Outcome<LockInfo>> RefreshAsync(NodePath path, string token, TimeSpan? timeout, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(token);
        return Traced(path, store.Catalog.CommitAsync(caller, tx => LockUnits.Refresh(tx, path, token, timeout), cancellation));
    }

    /// <summary>Takes away the lock of a token that covers a path.</summary>
    /// <returns>Conflict where none of this token does; Denied where it is another's, and the caller does not manage what it is on.</returns>
    public ValueTask<Outcome<Done>> UnlockAsync(NodePath path, string token, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(token);
        return Traced(path, store.Catalog.CommitAsync(caller, tx => LockUnits.Unlock(tx, path, token), cancellation));
    }

    /// <summary>Takes away a lock by its number: for its maker, and for those who manage what it is on.</summary>
    public ValueTask<Outcome<Done>> BreakAsync(long id, CancellationToken cancellation)
        => Traced(id, store.Catalog.CommitAsync(caller, tx => LockUnits.Break(tx, id), cancellation));

    /// <summary>All locks that cover a path, those from above included.</summary>
    public ValueTask<Outcome<IReadOnlyList<LockInfo>>> OfAsync(NodePath path, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Traced(path, store.Catalog.ReadAsync(reader => LockLists.Of(reader, caller, path), cancellation));
    }

    /// <summary>The same of a page of a folder, in one question.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="first">The name of the page's first entry.</param>
    /// <param name="last">The name of its last one.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public ValueTask<Outcome<FolderLocks>> OfEntriesAsync(NodePath folder, string first, string last, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(last);
        return Traced(folder, store.Catalog.ReadAsync(reader => LockLists.OfEntries(reader, caller, folder, first, last), cancellation));
    }

    /// <summary>The locks on a node and on what is below it, for those who manage it; without a path all locks, of which those who are no administrators see their own.</summary>
    /// <param name="path">A space, a folder or a file; null for everything.</param>
    /// <param name="after">The <see cref="LockPage.Next"/> of the page before; null for the first.</param>
    /// <param name="limit">1 to <see cref="ListQuery.MaxLimit"/>.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public ValueTask<Outcome<LockPage>> ListAsync(NodePath? path, long? after, int limit, CancellationToken cancellation)
        => Traced(path, store.Catalog.ReadAsync(reader => LockLists.Page(reader, caller, path, after ?? 0, limit), cancellation));

    private ValueTask<Outcome<T>> Traced<T>(object? subject, ValueTask<Outcome<T>> running, [CallerMemberName] string operation = "")
        => store.Journal.Trace(caller, "locks", subject, running, operation);
}
