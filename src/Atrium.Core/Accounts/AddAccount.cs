using Atrium.Core.Ports;
using Atrium.Core.Repository;

namespace Atrium.Core.Accounts;

/// <summary>A new account, with its password, its addresses and its home.</summary>
internal static class AddAccount
{
    /// <param name="tx">The unit.</param>
    /// <param name="name">As <see cref="AccountNameRule"/> gives it.</param>
    /// <param name="verifier">Of the password; null where there is none yet: then nobody can sign in until one is set.</param>
    /// <param name="role">What it may do on the server.</param>
    /// <param name="addresses">Its e-mail addresses.</param>
    internal static Outcome<AccountInfo> Unit(ICatalogTransaction tx, string name, string? verifier, AccountRole role, IReadOnlyList<AddressRow> addresses)
    {
        if (tx.FindAccount(name) is not null)
            return Refused.Exists($"The account {name}");
        if (tx.FindGroup(name) is not null)
            return Refused.Exists($"A group {name}");
        if (tx.FindSpace(SpaceKind.Home, name) is not null)
            return Refused.Conflict($"/home/{name} was kept when an account of that name was removed, and must not become somebody else's by its name. Choose another name.");
        foreach (var address in addresses)
        {
            if (AddressUnits.Taken(tx, address) is { } taken)
                return taken;
        }
        var account = new AccountRow(tx.Next(Sequence.Principal), name, role == AccountRole.Administrator, false, tx.Now);
        tx.InsertAccount(account);
        if (verifier is not null)
            tx.InsertCredential(new CredentialRow(tx.Next(Sequence.Credential), account.Id, CredentialKind.Password, PasswordLabel, verifier, tx.Now));
        AddSpace.Write(tx, SpaceKind.Home, name, account.Id, new SpaceSettings());
        foreach (var address in addresses)
            tx.InsertAddress(address with { Account = account.Id });
        return Describe(account, addresses);
    }

    internal const string PasswordLabel = "password";

    internal static AccountInfo Describe(AccountRow row, IEnumerable<AddressRow> addresses)
        => new(row.Name, row.IsAdministrator, row.IsDisabled, new DateTimeOffset(row.Created, TimeSpan.Zero), [.. addresses.Select(a => a.Address)]);

    internal static AccountInfo Describe(ICatalogReader reader, AccountRow row) => Describe(row, reader.AddressesOf(row.Id));
}
