namespace Atrium.Core.Repository.Locks;

/// <summary>What a lock is asked for (RFC 4918, 9.10).</summary>
/// <param name="Scope">Alone, or beside others.</param>
/// <param name="Depth">Of a folder: how far it reaches. Of a file it makes no difference.</param>
public sealed record LockRequest(LockScope Scope, LockDepth Depth)
{
    /// <summary>What its maker says about himself, as XML: kept, and shown to whoever asks who has locked something.</summary>
    public string Owner { get; init; } = "";

    /// <summary>How long it shall hold; null for as long as is allowed.</summary>
    public TimeSpan? Timeout { get; init; }
}

/// <summary>A lock that holds.</summary>
/// <param name="Id">Operators name it by this.</param>
/// <param name="Root">What was locked.</param>
/// <param name="Scope">Alone, or beside others.</param>
/// <param name="Depth">How far it reaches.</param>
/// <param name="Owner">What its maker said about himself, as XML.</param>
/// <param name="Account">The name of its maker; null for visitors without an account.</param>
/// <param name="Created">Since when.</param>
/// <param name="Expires">Until when, unless it is refreshed.</param>
public sealed record LockInfo(
    long Id, NodePath Root, LockScope Scope, LockDepth Depth, string Owner, string? Account, DateTimeOffset Created, DateTimeOffset Expires)
{
    /// <summary>urn:uuid; of the caller's own locks only: it is a secret of whoever holds the lock (ATTACKS 17).</summary>
    public string? Token { get; init; }
}

/// <summary>The answer to a lock.</summary>
/// <param name="Lock">As it holds now.</param>
/// <param name="Created">True where nothing stood at the path: an empty file does now (RFC 4918, 7.3).</param>
public sealed record LockGranted(LockInfo Lock, bool Created);

/// <summary>The locks of the entries of a folder.</summary>
/// <param name="OfAll">Those that reach down from above to each of them.</param>
/// <param name="ByName">Those on entries themselves, beside these.</param>
public sealed record FolderLocks(IReadOnlyList<LockInfo> OfAll, IReadOnlyDictionary<string, IReadOnlyList<LockInfo>> ByName);

/// <summary>A page of locks.</summary>
/// <param name="Items">In the order of their numbers.</param>
/// <param name="Next">What to ask for next; null at the end.</param>
public sealed record LockPage(IReadOnlyList<LockInfo> Items, long? Next);
