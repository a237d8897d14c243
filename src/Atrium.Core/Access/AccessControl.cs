using System.Runtime.CompilerServices;
using Atrium.Core.Accounts;
using Atrium.Core.Journal;
using Atrium.Core.Ports;
using Atrium.Core.Repository.Operations;
using Atrium.Core.Repository;

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
        return Traced(path, store.Catalog.CommitAsync(caller, tx => GrantUnits.Grant(tx, path, principal, rights), cancellation));
    }

    /// <summary>Takes away what was granted to a principal on this node; what it holds by other grants stays.</summary>
    public ValueTask<Outcome<Done>> RevokeAsync(NodePath path, string principal, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(principal);
        return Traced(path, store.Catalog.CommitAsync(caller, tx => GrantUnits.Revoke(tx, path, principal), cancellation));
    }

    /// <summary>Says whether a folder inherits what is granted above it. Needs manage.</summary>
    public ValueTask<Outcome<Done>> SetInheritanceAsync(NodePath path, bool inherits, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Traced(path, store.Catalog.CommitAsync(caller, tx => GrantUnits.SetInheritance(tx, path, inherits), cancellation));
    }

    /// <summary>Who may do what with a node, and why. Needs manage or share.</summary>
    public ValueTask<Outcome<AccessList>> ListAsync(NodePath path, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Traced(path, store.Catalog.ReadAsync(reader => List(reader, path), cancellation));
    }

    /// <summary>Which rule decides whether an account may do something with a node: for those who manage it, and for the account itself.</summary>
    public ValueTask<Outcome<AccessExplanation>> ExplainAsync(string account, Rights asked, NodePath path, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(path);
        return Traced(path, store.Catalog.ReadAsync(reader => Explain.Run(reader, caller, account, asked, path), cancellation));
    }

    /// <summary>What the caller himself may do with a node: so that a client shows what can be done, and nothing else.</summary>
    public ValueTask<Outcome<OwnAccess>> OfMeAsync(NodePath path, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Traced(path, store.Catalog.ReadAsync<Outcome<OwnAccess>>(
            reader =>
            {
                if (path.Depth < 2)
                    return TopFolders.Stat(reader, caller, path).Try(out _, out var unseen) ? new OwnAccess(path, NodeKind.Folder, Rights.List) : unseen;
                return GrantUnits.Find(reader, caller, path).Try(out var walk, out var refused) ? new OwnAccess(path, walk.TargetKind!.Value, walk.Rights) : refused;
            },
            cancellation));
    }

    /// <summary>What was granted to the caller, to his groups and to all, wherever it is: also below folders that he may not list.</summary>
    /// <param name="after">The <see cref="SharedPage.Next"/> of the page before; null for the first.</param>
    /// <param name="limit">1 to <see cref="ListQuery.MaxLimit"/>.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public ValueTask<Outcome<SharedPage>> SharedWithMeAsync(string? after, int limit, CancellationToken cancellation)
        => Traced(null, store.Catalog.ReadAsync(reader => SharedWithMe.Run(reader, caller, after, limit), cancellation));

    private Outcome<AccessList> List(ICatalogReader reader, NodePath path)
    {
        if (!GrantUnits.Find(reader, caller, path).Try(out var walk, out var refused))
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
        if (Sites.SiteVisitors.FolderOf(reader, walk) is { } published)
            entries.Add(new GrantInfo(published, PrincipalNames.Anyone, PrincipalKind.Anyone, Rights.Read, GrantReason.Site));
        if (PrincipalNames.Of(reader, walk.Space.Owner) is (var owner, var ownerKind))
            entries.Add(new GrantInfo(walk.Space.Path, owner, ownerKind, Rights.Manage, GrantReason.Owner));
        entries.AddRange(reader.Accounts().Where(a => a is { IsAdministrator: true, IsDisabled: false })
            .Select(a => new GrantInfo(NodePath.Root, a.Name, PrincipalKind.Account, Rights.Manage, GrantReason.Administrator)));
        return new AccessList(path, chain.InheritsItself, entries);
    }

    private ValueTask<Outcome<T>> Traced<T>(object? subject, ValueTask<Outcome<T>> running, [CallerMemberName] string operation = "")
        => store.Journal.Trace(caller, "access", subject, running, operation);
}
