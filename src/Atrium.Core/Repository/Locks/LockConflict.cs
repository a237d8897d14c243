using Atrium.Core.Ports;

namespace Atrium.Core.Repository.Locks;

/// <summary>Whether a lock can be held beside those that there are (RFC 4918, 6.2): above, on the node itself, and below where it reaches down.</summary>
internal static class LockConflict
{
    internal static Refused? Of(ICatalogTransaction tx, TreeWalk walk, LockRequest request)
    {
        if (walk.Space.Locks == 0)
            return null;
        IEnumerable<LockRow> others = LockCover.Of(tx, walk);
        if (walk.TargetKind == NodeKind.Folder && request.Depth == LockDepth.Infinity)
            others = others.Concat(LockCover.Below(tx, walk.Space, walk.Path));
        return others.FirstOrDefault(row => request.Scope == LockScope.Exclusive || row.Scope == LockScope.Exclusive) is { } other
            ? LockRules.Locked(tx, tx.Caller, walk, other)
            : null;
    }
}
