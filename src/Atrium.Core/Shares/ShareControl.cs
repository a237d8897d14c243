using System.Runtime.CompilerServices;
using Atrium.Core.Access;
using Atrium.Core.Accounts;
using Atrium.Core.Journal;
using Atrium.Core.Ports;
using Atrium.Core.Repository;

namespace Atrium.Core.Shares;

/// <summary>Links by which people without an account reach a file or folder: for those who may share it.</summary>
public sealed class ShareControl
{
    private readonly Store store;
    private readonly Caller caller;

    internal ShareControl(Store store, Caller caller) => (this.store, this.caller) = (store, caller);

    /// <summary>
    /// Makes a link. Needs manage, or share together with what the link gives. It is bound to the node: it follows a move, and leads nowhere
    /// when the node is deleted, whatever stands at the path later (ATTACKS 20).
    /// </summary>
    public ValueTask<Outcome<CreatedShare>> CreateAsync(NewShare share, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(share);
        return Traced(share.Path, CreateItselfAsync(share, cancellation));
    }

    private async ValueTask<Outcome<CreatedShare>> CreateItselfAsync(NewShare share, CancellationToken cancellation)
    {
        if (Check(share) is { } wrong)
            return wrong;
        // Before the costly hash; the unit looks again.
        if (!(await store.Catalog.ReadAsync(reader => Sharable(reader, share), cancellation)).Try(out _, out var refused))
            return refused;
        string? password = null;
        if (share.Password is not null && !(await store.Hashing.CreateAsync(share.Password, caller.Visit, cancellation)).Try(out password, out refused))
            return refused;
        var token = ShareToken.Generate();
        var made = await store.Catalog.CommitAsync<ShareInfo>(
            caller,
            tx =>
            {
                if (!Sharable(tx, share).Try(out var walk, out var notAllowed))
                    return notAllowed;
                if (tx.SharesOf(caller.AccountId).Count >= ShareRules.MaxOfAccount)
                    return Refused.Conflict($"An account has at most {ShareRules.MaxOfAccount} links; revoke some that nobody needs any more.");
                var row = new ShareRow(
                    tx.Next(Sequence.Principal), walk.Space.Id, walk.TargetNode!.Value, caller.AccountId, ShareToken.Verifier(token), share.Kind, password, tx.Now,
                    share.Expires?.UtcTicks ?? long.MaxValue, share.MaxDownloads, 0);
                tx.InsertShare(row);
                tx.SetGrant(walk.Space, row.Node, row.Id, ShareRules.Granted(share.Kind));
                tx.Record(walk.Space, ChangeAction.AccessChanged, row.Node, walk.TargetKind!.Value, walk.Path, null);
                return Describe(tx, row);
            },
            cancellation);
        return made.Try(out var info, out refused) ? new CreatedShare(info, token) : refused;
    }

    /// <summary>The links of a node, for those who manage it (others see their own there); without a path his own, and all for administrators.</summary>
    public ValueTask<Outcome<IReadOnlyList<ShareInfo>>> ListAsync(NodePath? path, CancellationToken cancellation)
        => Traced(path, store.Catalog.ReadAsync(reader => List(reader, path), cancellation));

    /// <summary>Revokes a link: for whoever made it, or manages what it leads to. Its visitors are out within 5 s.</summary>
    public ValueTask<Outcome<Done>> RevokeAsync(long id, CancellationToken cancellation)
        => Traced(id, store.Catalog.CommitAsync<Done>(
            caller,
            tx =>
            {
                if (!AccessRules.IsSignedIn(tx, caller))
                    return AccessRules.NotSignedIn;
                if (tx.Share(id) is not { } row || tx.GetSpace(row.Space) is not { } space || !MaySee(tx, row, space))
                    return Refused.NotFound($"The link {id}");
                if (!caller.Limit.HasFlag(Rights.Write))
                    return Refused.Denied("The token is limited to reading.");
                tx.SetGrant(space, row.Node, row.Id, Rights.None);
                tx.DeleteShare(row.Id);
                if (tx.PathOf(space, row.Node) is { } path)
                    tx.Record(space, ChangeAction.AccessChanged, row.Node, tx.KindOf(space, row.Node), path, null);
                return default(Done);
            },
            cancellation));

    private Outcome<IReadOnlyList<ShareInfo>> List(ICatalogReader reader, NodePath? path)
    {
        if (!AccessRules.IsSignedIn(reader, caller))
            return AccessRules.NotSignedIn;
        if (path is null)
        {
            var isAdministrator = AccessRules.NotAdministrator(reader, caller) is null;
            return (isAdministrator ? reader.Shares() : reader.SharesOf(caller.AccountId)).Select(row => Describe(reader, row)).ToList();
        }
        if (!Find(reader, path).Try(out var walk, out var refused))
            return refused;
        return walk.Rights.HasFlag(Rights.Manage) || walk.Rights.HasFlag(Rights.Share)
            ? reader.SharesOn(walk.TargetNode!.Value).Where(row => MaySee(reader, row, walk.Space)).Select(row => Describe(reader, row)).ToList()
            : AccessRules.Refuse(walk.Rights, path.ToString());
    }

    private bool MaySee(ICatalogReader reader, ShareRow row, Space space)
        => row.Account == caller.AccountId || SpaceAccess.Of(reader, caller, space).Of(row.Node).HasFlag(Rights.Manage);

    private static Refused? Check(NewShare share)
    {
        if (share.Password is { } password && password.Length is < ShareRules.MinPasswordLength or > ShareRules.MaxPasswordLength)
            return Refused.Invalid($"The password of a link has {ShareRules.MinPasswordLength} to {ShareRules.MaxPasswordLength} characters.");
        return share.MaxDownloads is < 1 ? Refused.Invalid("A link can be used for at least one download, or for any number.") : null;
    }

    private Outcome<TreeWalk> Sharable(ICatalogReader reader, NewShare share)
    {
        if (!Find(reader, share.Path).Try(out var walk, out var refused))
            return refused;
        if (share.Expires is { } end && end.UtcTicks <= reader.Now)
            return Refused.Invalid("The link would end before it begins: give a time to come.");
        if (!ShareRules.MayShare(walk.Rights, share.Kind))
            return AccessRules.Refuse(walk.Rights, share.Path.ToString());
        return share.Kind == ShareKind.Upload && walk.TargetKind != NodeKind.Folder
            ? Refused.Invalid($"{share.Path} is a file: files can be left in a folder only.")
            : walk;
    }

    private Outcome<TreeWalk> Find(ICatalogReader reader, NodePath path)
    {
        if (!TreeWalk.To(reader, caller, path, AsOf.Now).Try(out var walk, out var refused))
            return refused;
        return walk.IsFound ? walk : Refused.NotFound(path.ToString());
    }

    private static ShareInfo Describe(ICatalogReader reader, ShareRow row)
    {
        var space = reader.GetSpace(row.Space);
        return new ShareInfo(
            row.Id, space is null ? null : reader.PathOf(space, row.Node), space is null ? NodeKind.File : reader.KindOf(space, row.Node), row.Kind,
            row.Account == Caller.Operator ? "operator" : reader.GetAccount(row.Account)?.Name ?? "", new DateTimeOffset(row.Created, TimeSpan.Zero),
            row.Expires == long.MaxValue ? null : new DateTimeOffset(row.Expires, TimeSpan.Zero), row.Password is not null, row.MaxDownloads, row.Downloads);
    }

    private ValueTask<Outcome<T>> Traced<T>(object? subject, ValueTask<Outcome<T>> running, [CallerMemberName] string operation = "")
        => store.Journal.Trace(caller, "shares", subject, running, operation);
}
