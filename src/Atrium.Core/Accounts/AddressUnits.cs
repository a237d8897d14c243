using Atrium.Core.Ports;

namespace Atrium.Core.Accounts;

/// <summary>The e-mail addresses of accounts; one belongs to one account.</summary>
internal static class AddressUnits
{
    /// <summary>More than any person has; a bound for what is shown with an account.</summary>
    internal const int MaxOfAccount = 100;

    internal static Refused? Taken(ICatalogReader reader, AddressRow address)
        => reader.FindAddress(address.Folded) is { } other
            ? Refused.Exists($"The address {other.Address} of {reader.GetAccount(other.Account)?.Name}")
            : null;

    internal static Outcome<AccountInfo> Add(ICatalogTransaction tx, AccountRow account, AddressRow address)
    {
        if (Taken(tx, address) is { } taken)
            return taken;
        if (tx.AddressesOf(account.Id).Count >= MaxOfAccount)
            return Refused.Conflict($"An account has at most {MaxOfAccount} addresses.");
        tx.InsertAddress(address with { Account = account.Id });
        return AddAccount.Describe(tx, account);
    }

    internal static Outcome<AccountInfo> Remove(ICatalogTransaction tx, AccountRow account, string address)
    {
        var folded = address.ToLowerInvariant();
        if (tx.FindAddress(folded) is not { } row || row.Account != account.Id)
            return Refused.NotFound($"The address {address} of {account.Name}");
        tx.DeleteAddress(folded);
        return AddAccount.Describe(tx, account);
    }
}
