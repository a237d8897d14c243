using System.Text;
using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Journal;
using Atrium.Core.Ports;
using Atrium.Core.Repository.Operations;
using Atrium.Core.Settings;

namespace Atrium.Core.Repository.Locks;

/// <summary>Making, refreshing and taking away locks (RFC 4918, 6 and 9.10 to 9.11).</summary>
internal static class LockUnits
{
    /// <summary>Rows that maintenance sweeps in one unit.</summary>
    internal const int SweptAtOnce = 200;

    private const string TokenPrefix = "urn:uuid:";

    internal static Outcome<LockGranted> Lock(ICatalogTransaction tx, NodePath path, LockRequest request, string epoch)
    {
        // 1. What shall be locked, and may he write there?
        if (!TreeWalk.To(tx, tx.Caller, path, AsOf.Now).Try(out var walk, out var refused))
            return refused;
        if (Encoding.UTF8.GetByteCount(request.Owner) > LockLimits.MaxOwnerBytes)
            return Refused.Invalid($"What a lock says about its owner may have {LockLimits.MaxOwnerBytes} bytes: a name and an address.");
        if (!MayLock(walk, request.Depth))
            return AccessRules.Refuse(walk.Rights, path.ToString());
        if (LockRules.CheckCondition(tx, tx.Caller, path) is { } unexpected)
            return unexpected;
        if (LockConflict.Of(tx, walk, request) is { } other)
            return other;

        // 2. Where nothing stands, an empty file will: only a lock of the folder's names can be in the way of that.
        var created = !walk.IsFound;
        if (created)
        {
            if (LockRules.Check(tx, tx.Caller, walk, LockReach.State) is { } locked)
                return locked;
            if (ParentRule.Check(walk, MissingParents.Refuse) is { } missing)
                return missing;
        }
        if (tx.CountLocksOf(tx.Caller.AccountId, tx.Now) >= LockLimits.MaxOfAccount)
            return Refused.Conflict($"{LockLimits.MaxOfAccount} locks of this account hold. Unlock some; those that nobody refreshes end by themselves.");
        if (created && !StoreFile.Unit(tx, path, EmptyContent.Instance, new StoreOptions(), StoreFile.Effect.Replace, epoch).Try(out _, out refused))
            return refused;

        // 3. Lock it.
        var node = walk.TargetNode ?? tx.LiveEntry(walk.ParentNode, path.Name)!.Value.Node;
        var row = new LockRow(tx.Next(Sequence.Lock), TokenPrefix + Guid.NewGuid(), walk.Space.Id, node)
        {
            Account = tx.Caller.AccountId,
            Credential = tx.Caller.Credential,
            Scope = request.Scope,
            Depth = request.Depth,
            Owner = request.Owner,
            Place = LockCover.PlaceOf(path),
            Created = tx.Now,
            Expires = End(tx, request.Timeout),
        };
        tx.InsertLock(row);
        return new LockGranted(Told(tx, walk, row), created);
    }

    /// <summary>Lets one of the caller's locks hold anew, as long as is asked for.</summary>
    internal static Outcome<LockInfo> Refresh(ICatalogTransaction tx, NodePath path, string token, TimeSpan? timeout)
    {
        if (!TreeWalk.To(tx, tx.Caller, path, AsOf.Now).Try(out var walk, out var refused))
            return refused;
        if (!MayLock(walk, LockDepth.Zero))
            return AccessRules.Refuse(walk.Rights, path.ToString());
        if (LockCover.Of(tx, walk).Find(row => row.Token == token) is not { } held || held.Account != tx.Caller.AccountId)
            return NoneOfHis(path) with { IsPrecondition = true };
        var next = held with { Expires = End(tx, timeout) };
        tx.ExtendLock(next.Id, next.Expires);
        return Told(tx, walk, next);
    }

    /// <summary>Takes a lock away by its token: of whoever made it, and of those who manage the node.</summary>
    internal static Outcome<Done> Unlock(ICatalogTransaction tx, NodePath path, string token)
    {
        if (!TreeWalk.To(tx, tx.Caller, path, AsOf.Now).Try(out var walk, out var refused))
            return refused;
        if (LockCover.Of(tx, walk).Find(row => row.Token == token) is not { } held)
            return NoneOfHis(path);
        return Remove(tx, walk.Space, walk.Access, held);
    }

    /// <summary>The same by its number, for those who do not know the token.</summary>
    internal static Outcome<Done> Break(ICatalogTransaction tx, long id)
    {
        if (!AccessRules.IsSignedIn(tx, tx.Caller))
            return AccessRules.NotSignedIn;
        if (tx.GetLock(id) is not { } row || row.Expires <= tx.Now || tx.GetSpace(row.Space) is not { } space)
            return NotThere(id);
        var access = SpaceAccess.Of(tx, tx.Caller, space);
        return row.Account == tx.Caller.AccountId || access.Of(row.Node).HasFlag(Rights.List) ? Remove(tx, space, access, row) : NotThere(id);
    }

    /// <summary>Lets go of what has ended; fewer than <see cref="SweptAtOnce"/> at the end.</summary>
    internal static Outcome<int> Sweep(ICatalogTransaction tx)
    {
        var ended = tx.ExpiredLocks(tx.Now, SweptAtOnce);
        foreach (var row in ended)
            tx.DeleteLock(row);
        return ended.Count;
    }

    private static Outcome<Done> Remove(ICatalogTransaction tx, Space space, SpaceAccess access, LockRow row)
    {
        if (row.Account != tx.Caller.AccountId)
        {
            if (!access.Of(row.Node).HasFlag(Rights.Manage))
                return Refused.Denied("Only who has made a lock, or who manages what it is on, takes it away.") with { Rule = "locks of others" };
            tx.Administer("lock-removed", LockCover.PathOf(space, row).ToString(), AdministrationText.Of(tx, row), null);
        }
        tx.DeleteLock(row);
        return default(Done);
    }

    // What nobody may change needs no lock. All that is below a folder is locked only by who may write all of it: otherwise somebody who may
    // leave files somewhere could keep everybody else out, and would learn of folders that he does not see.
    private static bool MayLock(TreeWalk walk, LockDepth depth)
    {
        if (!walk.IsFound)
            return walk.Rights.HasFlag(Rights.Create);
        if (walk.TargetKind != NodeKind.Folder)
            return walk.Rights.HasFlag(Rights.Write);
        return depth == LockDepth.Infinity
            ? walk.Rights.HasFlag(Rights.Write) && walk.Access.HoldsAllBelow(walk.TargetNode!.Value, Rights.Write)
            : walk.Rights.HasFlag(Rights.Write) || walk.Rights.HasFlag(Rights.Create);
    }

    private static long End(ICatalogTransaction tx, TimeSpan? asked)
    {
        var most = TimeSpan.FromSeconds(CoreSettings.LongestLock.In(tx)!.Value);
        if (tx.Caller.AccountId == Caller.Anonymous && most > LockLimits.LongestOfVisitors)
            most = LockLimits.LongestOfVisitors;
        var length = asked is not { } time || time > most ? most : time < LockLimits.Shortest ? LockLimits.Shortest : time;
        return tx.Now + length.Ticks;
    }

    private static LockInfo Told(ICatalogReader reader, TreeWalk walk, LockRow row)
        => LockCover.Describe(reader, row.Account, walk.Space, row) with { Token = row.Token };

    private static Refused NoneOfHis(NodePath path) => Refused.Conflict($"No lock with this token holds on {path}: it may have ended. Lock it anew.");

    private static Refused NotThere(long id) => Refused.NotFound($"A lock {id}");
}
