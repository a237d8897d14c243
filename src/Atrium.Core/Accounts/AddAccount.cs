using Atrium.Core.Ports;
using Atrium.Core.Repository;

namespace Atrium.Core.Accounts;

/// <summary>A new account, with its password and its home.</summary>
internal static class AddAccount
{
    internal static Outcome<AccountInfo> Unit(ICatalogTransaction tx, string name, string verifier, AccountRole role)
    {
        if (tx.FindAccount(name) is not null)
            return Refused.Exists($"The account {name}");
        if (tx.FindGroup(name) is not null)
            return Refused.Exists($"A group {name}");
        var account = new AccountRow(tx.Next(Sequence.Principal), name, role == AccountRole.Administrator, false, tx.Now);
        if (tx.FindSpace(SpaceKind.Home, name) is not null)
            return Refused.Exists($"/home/{name}");
        tx.InsertAccount(account);
        tx.InsertCredential(new CredentialRow(tx.Next(Sequence.Credential), account.Id, CredentialKind.Password, "password", verifier, tx.Now));
        AddSpace.Write(tx, SpaceKind.Home, name, account.Id, new SpaceSettings());
        return Describe(account);
    }

    internal static AccountInfo Describe(AccountRow row)
        => new(row.Name, row.IsAdministrator, row.IsDisabled, new DateTimeOffset(row.Created, TimeSpan.Zero));
}
