using Atrium.Core.Accounts;
using Atrium.Core.Ports;
using Atrium.Core.Repository;
using Atrium.Core.Repository.Operations;

namespace Atrium.Core.Access;

/// <summary>Who may do what with the nodes of the tree: for those who manage them, or share what they hold.</summary>
public sealed class AccessControl
{
    private readonly Store store;
    private readonly Caller caller;

    internal AccessControl(Store store, Caller caller) => (this.store, this.caller) = (store, caller);

    /// <summary>
    /// Grants rights on a node, in place of what was granted to the principal there. Needs manage; or share, for rights that the
    /// caller holds himself, but for share and manage.
    /// </summary>
    /// <param name="path">A space, a folder or a file.</param>
    /// <param name="principal">The name of an account or group, "everyone" or "anyone".</param>
    /// <param name="rights">At least one.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public ValueTask<Outcome<GrantInfo>> GrantAsync(NodePath path, string principal, Rights rights, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(principal);
        return store.Catalog.CommitAsync<GrantInfo>(
            caller,
            tx =>
            {
                if (rights == Rights.None)
                    return Refused.Invalid("Name at least one right; to take a grant away, revoke it.");
                if (!Change(tx, path, principal, rights).Try(out var change, out var refused))
                    return refused;
                tx.SetGrant(change.Walk.Space, change.Node, change.Principal, rights);
                Record(tx, change.Walk);
                var (name, kind) = PrincipalNames.Of(tx, change.Principal)!.Value;
                return new GrantInfo(path, name, kind, rights, GrantReason.Grant);
            },
            cancellation);
    }

    /// <summary>Takes away what was granted to a principal on this node; what it holds by other grants stays.</summary>
    public ValueTask<Outcome<Done>> RevokeAsync(NodePath path, string principal, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(principal);
        return store.Catalog.CommitAsync<Done>(
            caller,
            tx =>
            {
                if (!Change(tx, path, principal, Rights.None).Try(out var change, out var refused))
                    return refused;
                if (change.Old == Rights.None)
                    return Refused.NotFound($"A grant to {principal} on {path} itself");
                tx.SetGrant(change.Walk.Space, change.Node, change.Principal, Rights.None);
                Record(tx, change.Walk);
                return default(Done);
            },
            cancellation);
    }

    /// <summary>Says whether a folder inherits what is granted above it. Needs manage.</summary>
    public ValueTask<Outcome<Done>> SetInheritanceAsync(NodePath path, bool inherits, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(path);
        return store.Catalog.CommitAsync<Done>(
            caller,
            tx =>
            {
                if (!Find(tx, path).Try(out var walk, out var refused))
                    return refused;
                if (!walk.Rights.HasFlag(Rights.Manage))
                    return AccessRules.Refuse(walk.Rights, path.ToString());
                if (walk.IsSpaceFolder || walk.TargetKind != NodeKind.Folder)
                    return Refused.Invalid("Only a folder in a space can stop to inherit: above a space nothing is granted, and a file takes what its folder has.");
                tx.SetInheritance(walk.Space, walk.TargetNode!.Value, inherits);
                Record(tx, walk);
                return default(Done);
            },
            cancellation);
    }

    /// <summary>Who may do what with a node, and why. Needs manage or share.</summary>
    public ValueTask<Outcome<AccessList>> ListAsync(NodePath path, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(path);
        return store.Catalog.ReadAsync(reader => List(reader, path), cancellation);
    }

    /// <summary>Which rule decides whether an account may do something with a node: for those who manage it, and for the account itself.</summary>
    public ValueTask<Outcome<AccessExplanation>> ExplainAsync(string account, Rights asked, NodePath path, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(path);
        return store.Catalog.ReadAsync(reader => Explain.Run(reader, caller, account, asked, path), cancellation);
    }

    /// <summary>What the caller himself may do with a node: so that a client shows what can be done, and nothing else.</summary>
    public ValueTask<Outcome<OwnAccess>> OfMeAsync(NodePath path, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(path);
        return store.Catalog.ReadAsync<Outcome<OwnAccess>>(
            reader =>
            {
                if (path.Depth < 2)
                    return TopFolders.Stat(reader, caller, path).Try(out _, out var unseen) ? new OwnAccess(path, NodeKind.Folder, Rights.List) : unseen;
                return Find(reader, path).Try(out var walk, out var refused) ? new OwnAccess(path, walk.TargetKind!.Value, walk.Rights) : refused;
            },
            cancellation);
    }

    /// <summary>What was granted to the caller, to his groups and to all, wherever it is: also below folders that he may not list.</summary>
    /// <param name="after">The <see cref="SharedPage.Next"/> of the page before; null for the first.</param>
    /// <param name="limit">1 to <see cref="ListQuery.MaxLimit"/>.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public ValueTask<Outcome<SharedPage>> SharedWithMeAsync(string? after, int limit, CancellationToken cancellation)
        => store.Catalog.ReadAsync(reader => SharedWithMe.Run(reader, caller, after, limit), cancellation);

    private Outcome<AccessList> List(ICatalogReader reader, NodePath path)
    {
        if (!Find(reader, path).Try(out var walk, out var refused))
            return refused;
        if (!walk.Rights.HasFlag(Rights.Manage) && !walk.Rights.HasFlag(Rights.Share))
            return AccessRules.Refuse(walk.Rights, path.ToString());
        var chain = AccessChain.Of(reader, walk);
        var entries = new List<GrantInfo>();
        foreach (var (where, grant) in chain.Grants)
        {
            if (PrincipalNames.Of(reader, grant.Principal) is (var name, var kind))
                entries.Add(new GrantInfo(where, name, kind, grant.Rights, GrantReason.Grant));
        }
        if (PrincipalNames.Of(reader, walk.Space.Owner) is (var owner, var ownerKind))
            entries.Add(new GrantInfo(walk.Space.Path, owner, ownerKind, Rights.Manage, GrantReason.Owner));
        entries.AddRange(reader.Accounts().Where(a => a is { IsAdministrator: true, IsDisabled: false })
            .Select(a => new GrantInfo(NodePath.Root, a.Name, PrincipalKind.Account, Rights.Manage, GrantReason.Administrator)));
        return new AccessList(path, chain.InheritsItself, entries);
    }

    private Outcome<(TreeWalk Walk, long Node, long Principal, Rights Old)> Change(ICatalogTransaction tx, NodePath path, string principal, Rights rights)
    {
        if (!Find(tx, path).Try(out var walk, out var refused))
            return refused;
        var isManager = walk.Rights.HasFlag(Rights.Manage);
        if (!isManager && !walk.Rights.HasFlag(Rights.Share))
            return AccessRules.Refuse(walk.Rights, path.ToString());
        if (!PrincipalNames.Find(tx, principal).Try(out var id, out refused))
            return refused;
        var node = walk.TargetNode!.Value;
        var old = tx.AclOf(walk.Space).Find(node)?.Grants.FirstOrDefault(grant => grant.Principal == id).Rights ?? Rights.None;
        // Whoever shares neither gives more than he has nor takes away what he could not have given.
        var sharable = walk.Rights & ~(Rights.Manage ^ (Rights.Read | Rights.Create | Rights.Write | Rights.Delete));
        if (!isManager && ((rights | old) & ~sharable) != 0)
            return Refused.Denied($"On {path} you may share {Words(sharable)}; the rest needs somebody who manages it.");
        return (walk, node, id, old);
    }

    private static string Words(Rights rights) => RightsText.Format(rights) is { Length: > 0 } words ? words : "nothing";

    private Outcome<TreeWalk> Find(ICatalogReader reader, NodePath path)
    {
        if (!TreeWalk.To(reader, caller, path, AsOf.Now).Try(out var walk, out var refused))
            return refused;
        return walk.IsFound ? walk : Refused.NotFound(path.ToString());
    }

    private static void Record(ICatalogTransaction tx, TreeWalk walk)
        => tx.Record(walk.Space, ChangeAction.AccessChanged, walk.TargetNode!.Value, walk.TargetKind!.Value, walk.Path, null);
}
