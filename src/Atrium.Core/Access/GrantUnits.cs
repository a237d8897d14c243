using Atrium.Core.Accounts;
using Atrium.Core.Ports;
using Atrium.Core.Repository;

namespace Atrium.Core.Access;

/// <summary>What is said about access to a node.</summary>
internal static class GrantUnits
{
    internal static Outcome<GrantInfo> Grant(ICatalogTransaction tx, NodePath path, string principal, Rights rights)
    {
        if (rights == Rights.None)
            return Refused.Invalid("Name at least one right; to take a grant away, revoke it.");
        if (!Change(tx, path, principal, rights).Try(out var change, out var refused))
            return refused;
        tx.SetGrant(change.Walk.Space, change.Node, change.Principal, rights);
        Record(tx, change.Walk);
        var (name, kind) = PrincipalNames.Of(tx, change.Principal)!.Value;
        return new GrantInfo(path, name, kind, rights, GrantReason.Grant);
    }

    internal static Outcome<Done> Revoke(ICatalogTransaction tx, NodePath path, string principal)
    {
        if (!Change(tx, path, principal, Rights.None).Try(out var change, out var refused))
            return refused;
        if (change.Old == Rights.None)
            return Refused.NotFound($"A grant to {principal} on {path} itself");
        tx.SetGrant(change.Walk.Space, change.Node, change.Principal, Rights.None);
        Record(tx, change.Walk);
        return default(Done);
    }

    internal static Outcome<Done> SetInheritance(ICatalogTransaction tx, NodePath path, bool inherits)
    {
        if (!Find(tx, tx.Caller, path).Try(out var walk, out var refused))
            return refused;
        if (!walk.Rights.HasFlag(Rights.Manage))
            return AccessRules.Refuse(walk.Rights, path.ToString());
        if (walk.IsSpaceFolder || walk.TargetKind != NodeKind.Folder)
            return Refused.Invalid("Only a folder in a space can stop to inherit: above a space nothing is granted, and a file takes what its folder has.");
        tx.SetInheritance(walk.Space, walk.TargetNode!.Value, inherits);
        Record(tx, walk);
        return default(Done);
    }

    /// <summary>What stands at a path, as the caller sees it.</summary>
    internal static Outcome<TreeWalk> Find(ICatalogReader reader, Caller caller, NodePath path)
    {
        if (!TreeWalk.To(reader, caller, path, AsOf.Now).Try(out var walk, out var refused))
            return refused;
        return walk.IsFound ? walk : Refused.NotFound(path.ToString());
    }

    private static Outcome<(TreeWalk Walk, long Node, long Principal, Rights Old)> Change(ICatalogTransaction tx, NodePath path, string principal, Rights rights)
    {
        if (!Find(tx, tx.Caller, path).Try(out var walk, out var refused))
            return refused;
        var isManager = walk.Rights.HasFlag(Rights.Manage);
        if (!isManager && !walk.Rights.HasFlag(Rights.Share))
            return AccessRules.Refuse(walk.Rights, path.ToString());
        if (!PrincipalNames.Find(tx, principal).Try(out var id, out refused))
            return refused;
        var node = walk.TargetNode!.Value;
        var old = tx.GrantOn(node, id);
        // Whoever shares neither gives more than he has nor takes away what he could not have given.
        var sharable = walk.Rights & ~(Rights.Manage ^ (Rights.Read | Rights.Create | Rights.Write | Rights.Delete));
        if (!isManager && ((rights | old) & ~sharable) != 0)
            return Refused.Denied($"On {path} you may share {Words(sharable)}; the rest needs somebody who manages it.");
        return (walk, node, id, old);
    }

    private static string Words(Rights rights) => RightsText.Format(rights) is { Length: > 0 } words ? words : "nothing";

    private static void Record(ICatalogTransaction tx, TreeWalk walk)
        => tx.Record(walk.Space, ChangeAction.AccessChanged, walk.TargetNode!.Value, walk.TargetKind!.Value, walk.Path, null);
}
