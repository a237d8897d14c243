using Atrium.Core.Access;
using Atrium.Core.Ports;
using Atrium.Core.Settings;

namespace Atrium.Core.Repository;

/// <summary>New spaces and their settings.</summary>
internal static class AddSpace
{
    internal static Outcome<SpaceInfo> Unit(ICatalogTransaction tx, NodePath path, SpaceSettings settings)
    {
        if (path.Depth != 2 || SpaceKinds.FromFolderName(path.Names[0]) is not { } kind)
            return Refused.Invalid("A space is /shared/NAME, /sites/HOST or /home/ACCOUNT.");
        if (tx.FindSpace(kind, path.Names[1]) is not null)
            return Refused.Exists(path.ToString());
        if (Check(settings) is { } refused)
            return refused;
        long owner;
        if (settings.Owner is { } name)
        {
            if (!PrincipalNames.FindAccountOrGroup(tx, name).Try(out owner, out var unknown))
                return unknown;
        }
        else if (kind == SpaceKind.Home)
        {
            if (tx.FindAccount(path.Names[1]) is not { } account)
                return Refused.Conflict($"/home/{path.Names[1]} belongs to an account of that name; add the account, and it gets its home.");
            owner = account.Id;
        }
        else
        {
            // What the operator adds belongs to the first administrator: somebody must be able to sign in and use it.
            owner = tx.Caller.AccountId > 0
                ? tx.Caller.AccountId
                : tx.Accounts().Where(a => a.IsAdministrator).Min(a => (long?)a.Id) ?? tx.Caller.AccountId;
        }
        return Told(tx, Write(tx, kind, path.Names[1], owner, settings));
    }

    internal static Space Write(ICatalogTransaction tx, SpaceKind kind, string name, long owner, SpaceSettings settings)
    {
        var root = tx.Next(Sequence.Node);
        var space = new Space { Id = tx.Next(Sequence.Space), Kind = kind, Name = name, Root = root, Owner = owner, Horizon = 1 };
        space.Retention = TimeSpan.FromSeconds(CoreSettings.DefaultRetention.In(tx)!.Value);
        space.Quota = CoreSettings.DefaultQuota.In(tx);
        Apply(space, settings);
        tx.InsertSpace(space);
        tx.InsertNode(root, space.Id, NodeKind.Folder, tx.Now);
        tx.Record(space, ChangeAction.SpaceAdded, root, NodeKind.Folder, space.Path, null);
        return space;
    }

    internal static Outcome<SpaceInfo> Change(ICatalogTransaction tx, NodePath path, SpaceSettings settings)
    {
        if (path.Depth != 2 || SpaceKinds.FromFolderName(path.Names[0]) is not { } kind || tx.FindSpace(kind, path.Names[1]) is not { } space)
            return Refused.NotFound($"The space {path}");
        if (Check(settings) is { } refused)
            return refused;
        if (settings.Owner is { } name)
        {
            if (!PrincipalNames.FindAccountOrGroup(tx, name).Try(out var owner, out var unknown))
                return unknown;
            space.Owner = owner;
        }
        Apply(space, settings);
        tx.Record(space, ChangeAction.SpaceChanged, space.Root, NodeKind.Folder, path, null);
        return Told(tx, space);
    }

    private static SpaceInfo Told(ICatalogTransaction tx, Space space) => Describe.Space(tx, space, SpaceAccess.Of(tx, tx.Caller, space));

    private static void Apply(Space space, SpaceSettings settings)
    {
        if (settings.Quota is { } quota)
            space.Quota = quota < 0 ? null : quota;
        if (settings.HistoryCap is { } cap)
            space.HistoryCap = cap < 0 ? null : cap;
        if (settings.Retention is { } retention)
            space.Retention = retention;
    }

    private static Refused? Check(SpaceSettings settings)
    {
        if (settings.Quota is < -1 || settings.HistoryCap is < -1)
            return Refused.Invalid("A quota and a history cap are a number of bytes from 0 on, or -1 for none.");
        return settings.Retention is { } retention && (retention < TimeSpan.Zero || retention > SpaceSettings.MaxRetention)
            ? Refused.Invalid("A retention is 0 to 100 years.")
            : null;
    }
}
