using Atrium.Core.Access;
using Atrium.Core.Ports;

namespace Atrium.Core.Accounts;

/// <summary>Which accounts a caller may ask about: administrators about all, everybody about himself.</summary>
internal static class AccountRules
{
    internal static bool IsHimself(Caller caller, string name)
        => caller.AccountId > 0 && caller.Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    /// <summary>The account, for administrators. Others are not told whether it is there.</summary>
    internal static Outcome<AccountRow> ForAdministrator(ICatalogReader reader, Caller caller, string name)
        => AccessRules.NotAdministrator(reader, caller) is { } refused ? refused : Find(reader, name);

    /// <summary>The account, for administrators and for itself.</summary>
    internal static Outcome<AccountRow> ForHimself(ICatalogReader reader, Caller caller, string name)
        => IsHimself(caller, name) && AccessRules.IsSignedIn(reader, caller) && reader.GetAccount(caller.AccountId) is { } own
            ? own
            : ForAdministrator(reader, caller, name);

    /// <summary>The same for what changes how the account signs in: not with a token that is limited to files.</summary>
    internal static Outcome<AccountRow> ForHimselfUnlimited(ICatalogReader reader, Caller caller, string name)
    {
        if (!ForHimself(reader, caller, name).Try(out var account, out var refused))
            return refused;
        return caller.Limit.HasFlag(Rights.Manage) ? account : Refused.Denied("The token is limited to files: this needs one with the scope admin, or the password.");
    }

    private static Outcome<AccountRow> Find(ICatalogReader reader, string name)
        => reader.FindAccount(name.ToLowerInvariant()) is { } account ? account : Refused.NotFound($"The account {name}");
}
