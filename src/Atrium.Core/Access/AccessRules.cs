using Atrium.Core.Accounts;
using Atrium.Core.Ports;

namespace Atrium.Core.Access;

/// <summary>Who may do what: the only place that decides, inside the unit or the snapshot that the answer is for.</summary>
internal static class AccessRules
{
    /// <summary>What a caller may do in a space.</summary>
    internal static Rights In(ICatalogReader reader, Caller caller, Space space)
    {
        // The kernel let him open the server's own socket or files: he could change the store with an editor.
        if (caller.AccountId is Caller.Operator or Caller.System)
            return Rights.Manage;
        return ActiveAccount(reader, caller) is { } account && (account.IsAdministrator || space.Owner == account.Id)
            ? Rights.Manage
            : Rights.None;
    }

    /// <summary>Whether a caller may administer accounts, spaces and the store.</summary>
    internal static bool MayAdminister(ICatalogReader reader, Caller caller)
        => caller.AccountId is Caller.Operator or Caller.System || ActiveAccount(reader, caller) is { IsAdministrator: true };

    /// <summary>Whether the caller is somebody: the operator, or an account that is not disabled.</summary>
    internal static bool IsSignedIn(ICatalogReader reader, Caller caller)
        => caller.AccountId is Caller.Operator or Caller.System || ActiveAccount(reader, caller) is not null;

    // Read anew for each decision: an account disabled a moment ago is nobody on every open connection.
    private static AccountRow? ActiveAccount(ICatalogReader reader, Caller caller)
        => caller.AccountId > 0 && reader.GetAccount(caller.AccountId) is { IsDisabled: false } account ? account : null;

    /// <summary>The answer when a right lacks: what a caller cannot list does not exist for him.</summary>
    internal static Refused Refuse(Rights held, string what)
        => held.HasFlag(Rights.List) ? Refused.Denied($"You may see {what}, but not do this with it.") : Refused.NotFound(what);
}
