using Atrium.Core.Access;
using Atrium.Core.Ports;
using Atrium.Core.Repository;

namespace Atrium.Core.Accounts;

/// <summary>Disabling, promoting and removing accounts. Somebody must stay who can administer the server.</summary>
internal static class ChangeAccount
{
    internal static Outcome<AccountInfo> Set(ICatalogTransaction tx, AccountRow account, AccountSettings settings)
    {
        var changed = account with
        {
            IsDisabled = settings.State is { } state ? state == AccountState.Disabled : account.IsDisabled,
            IsAdministrator = settings.Role is { } role ? role == AccountRole.Administrator : account.IsAdministrator,
        };
        if (changed is not { IsDisabled: false, IsAdministrator: true } && IsLastAdministrator(tx, account))
            return LastAdministrator(account);
        if (changed != account)
            tx.UpdateAccount(changed);
        return AddAccount.Describe(tx, changed);
    }

    internal static Outcome<Done> Remove(ICatalogTransaction tx, AccountRow account, HomeFate fate, string? newOwner)
    {
        if (IsLastAdministrator(tx, account))
            return LastAdministrator(account);
        var owned = tx.SpacesOf(account.Id).ToList();
        var home = owned.Find(space => space.Kind == SpaceKind.Home && space.Name == account.Name);
        if (owned.Where(space => space != home).Select(space => space.Path).ToList() is [var first, ..] others)
        {
            return Refused.Conflict(
                $"{account.Name} owns {string.Join(", ", others)}. Give each another owner first, with: atrium space set {first} --owner NAME");
        }
        var owner = 0L;
        if (home is not null && fate == HomeFate.HandOver)
        {
            if (newOwner is null)
                return Refused.Invalid($"Name the account or group that shall own {home.Path}.");
            if (!PrincipalNames.FindAccountOrGroup(tx, newOwner).Try(out owner, out var unknown))
                return unknown;
            if (owner == account.Id)
                return Refused.Invalid($"{home.Path} needs an owner who stays.");
        }
        if (home is not null && fate == HomeFate.DeleteIfUnused && !RemoveSpace.IsUnused(tx, home))
        {
            return Refused.Conflict(
                $"{home.Path} holds {home.Used} bytes, and {home.History} of the past. Say what becomes of it: --home-to NAME keeps it for somebody else, --delete-home deletes it with everything in it.");
        }

        if (home is not null && fate == HomeFate.HandOver)
        {
            home.Owner = owner;
            tx.Record(home, ChangeAction.SpaceChanged, home.Root, NodeKind.Folder, home.Path, null);
        }
        else if (home is not null)
        {
            tx.DeleteSpace(home);
        }
        tx.DeleteAccount(account.Id);
        return default(Done);
    }

    private static bool IsLastAdministrator(ICatalogReader reader, AccountRow account)
        => account is { IsAdministrator: true, IsDisabled: false }
            && !reader.Accounts().Any(other => other.Id != account.Id && other is { IsAdministrator: true, IsDisabled: false } && reader.Credentials(other.Id).Count > 0);

    private static Refused LastAdministrator(AccountRow account)
        => Refused.Conflict($"{account.Name} is the last administrator who can sign in. Make another account an administrator first, with: atrium account admin NAME on");
}
