using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Ports;

namespace Atrium.Core.Repository.Locks;

/// <summary>What an operation does to what stands at a path, as far as locks are concerned (RFC 4918, 7).</summary>
internal enum LockReach
{
    /// <summary>Changes what is there; or, where nothing is, lets a name come into the folder.</summary>
    State,

    /// <summary>Lets a name come or go, with all that is below it.</summary>
    Tree,
}

/// <summary>
/// Whether locks let an operation through: asked by every operation that changes the tree, inside its unit, after the rights and before the
/// first write. So a lock of a WebDAV client binds every other protocol as well.
/// </summary>
internal static class LockRules
{
    /// <summary>Null where nothing is in the way.</summary>
    internal static Refused? Check(ICatalogReader reader, Caller caller, TreeWalk walk, LockReach reach)
    {
        if (CheckCondition(reader, caller, walk.Path) is { } unexpected)
            return unexpected;
        return walk.Space.Locks == 0 ? null : InTheWay(reader, caller, walk, reach);
    }

    /// <summary>Whether what the request says must be true is true.</summary>
    internal static Refused? CheckCondition(ICatalogReader reader, Caller caller, NodePath path)
        => caller.Submitted is { Condition: { } condition } && !Holds(reader, caller, condition)
            ? Refused.Conflict($"{path} is not in the state that the request expects (If, RFC 4918, 10.4); look at it and its locks again.") with { IsPrecondition = true }
            : null;

    private static Refused? InTheWay(ICatalogReader reader, Caller caller, TreeWalk walk, LockReach reach)
    {
        if (Missing(reader, caller, walk, LockCover.Of(reader, walk)) is { } locked)
            return locked;
        // What comes or goes changes its folder; what is changed where it is does not.
        if (!walk.IsSpaceFolder && (reach == LockReach.Tree || !walk.IsFound)
            && Missing(reader, caller, walk, [.. LockCover.OfMembers(reader, walk), .. LockCover.Above(reader, walk)]) is { } folder)
            return folder;
        if (reach == LockReach.State || walk.TargetKind != NodeKind.Folder)
            return null;
        foreach (var held in LockCover.Below(reader, walk.Space, walk.Path).GroupBy(row => row.Node))
        {
            if (Missing(reader, caller, walk, [.. held]) is { } below)
                return below;
        }
        return null;
    }

    // Of those that hold for one resource the caller must have one, and must say so: an exclusive one has no other beside it, and of
    // shared ones each lets its holder write.
    private static Refused? Missing(ICatalogReader reader, Caller caller, TreeWalk walk, List<LockRow> held)
        => held.Count == 0 || held.Exists(row => IsSubmitted(caller, row)) ? null : Locked(reader, caller, walk, held[0]);

    private static bool IsSubmitted(Caller caller, LockRow row)
        => caller.Submitted is { } submitted && row.Account == caller.AccountId && submitted.Tokens.Contains(row.Token);

    /// <summary>The answer: which path is locked, by whom and until when; the path only where he may know of it.</summary>
    internal static Refused Locked(ICatalogReader reader, Caller caller, TreeWalk walk, LockRow row)
    {
        // Whoever follows a link knows neither paths nor accounts.
        if (caller.AccountId == Caller.ShareLink)
            return new Refused(Refusal.Locked, "Somebody works on this at present and has locked it. Try again later.");
        var root = walk.Access.Of(row.Node).HasFlag(Rights.List) ? LockCover.PathOf(walk.Space, row) : walk.Path;
        var whose = row.Account == caller.AccountId && caller.AccountId != Caller.Anonymous
            ? "by yourself: the request must submit the lock's token"
            : $"by {AccountNames.Of(reader, row.Account) ?? "a visitor"}, until {Words.Time(row.Expires)} at the latest. Try again when it is unlocked, or ask who manages the folder to take the lock away";
        return new Refused(Refusal.Locked, $"{root} is locked {whose}.") { LockedPath = root };
    }

    private static bool Holds(ICatalogReader reader, Caller caller, LockCondition condition)
        => condition.Lists.Any(list =>
        {
            var walk = TreeWalk.To(reader, caller, list.Resource, AsOf.Now).Try(out var found, out _) ? found : null;
            return list.Tests.All(test => Succeeds(reader, walk, test) != test.Negated);
        });

    private static bool Succeeds(ICatalogReader reader, TreeWalk? walk, StateTest test)
    {
        if (walk is null)
            return false;
        if (test.Token is { } token)
            return LockCover.Of(reader, walk).Exists(row => row.Token == token);
        // The tag is a hash, by which a guess at a content that he may not read could be checked.
        return walk.Target is { Kind: NodeKind.File } file && walk.Rights.HasFlag(Rights.Read)
            && reader.NewestContent(file.Node) is { } content && Repository.Describe.ETag(content, reader.StoreValue("epoch")!) == test.ETag;
    }
}
