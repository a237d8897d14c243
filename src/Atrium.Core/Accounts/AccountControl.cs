using System.Runtime.CompilerServices;
using Atrium.Core.Access;
using Atrium.Core.Accounts.Passwords;
using Atrium.Core.Journal;
using Atrium.Core.Ports;

namespace Atrium.Core.Accounts;

/// <summary>Accounts: all of them for administrators; everybody may see his own, and change its password.</summary>
public sealed class AccountControl
{
    private readonly Store store;
    private readonly Caller caller;
    private readonly AdministratorGate gate;

    internal AccountControl(Store store, Caller caller) => (this.store, this.caller, gate) = (store, caller, new AdministratorGate(store, caller));

    /// <summary>All accounts, by name.</summary>
    public ValueTask<Outcome<IReadOnlyList<AccountInfo>>> ListAsync(CancellationToken cancellation)
        => Traced(null, gate.AskAsync<IReadOnlyList<AccountInfo>>(
            reader =>
            {
                var addresses = reader.Addresses().ToLookup(address => address.Account);
                return reader.Accounts().Select(account => AddAccount.Describe(account, addresses[account.Id]))
                    .OrderBy(account => account.Name, StringComparer.Ordinal).ToList();
            },
            cancellation));

    /// <summary>One account, with its groups and spaces.</summary>
    public ValueTask<Outcome<AccountDetails>> ShowAsync(string name, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Traced(name, store.Catalog.ReadAsync<Outcome<AccountDetails>>(
            reader =>
            {
                if (!AccountRules.ForHimself(reader, caller, name).Try(out var account, out var refused))
                    return refused;
                return new AccountDetails(
                    AddAccount.Describe(reader, account),
                    [.. reader.GroupsOf(account.Id).Select(group => reader.GetGroup(group)?.Name).OfType<string>().Order(StringComparer.Ordinal)],
                    [.. reader.Spaces().Where(space => space.Owner == account.Id).Select(space => space.Path.ToString()).Order(StringComparer.Ordinal)]);
            },
            cancellation));
    }

    /// <summary>Adds an account with its home space and a password.</summary>
    public ValueTask<Outcome<AccountInfo>> AddAsync(NewAccount account, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(account);
        return Traced(account.Name, AddItselfAsync(account, cancellation));
    }

    private async ValueTask<Outcome<AccountInfo>> AddItselfAsync(NewAccount account, CancellationToken cancellation)
    {
        // Before the costly hash: only an administrator can have it computed. The unit looks again.
        if (await gate.RefusalAsync(cancellation) is { } notAllowed)
            return notAllowed;
        if (ProofRule.OfPasswordOrAdminToken(caller, "to add an account") is { } unproven)
            return unproven;
        if (!AccountNameRule.Check(account.Name).Try(out var folded, out var refused))
            return refused;
        if (PasswordRule.Check(account.Password, folded) is { } weak)
            return weak;
        var addresses = new Dictionary<string, AddressRow>(StringComparer.Ordinal);
        foreach (var text in account.Addresses)
        {
            if (!AddressRule.Check(text).Try(out var address, out refused))
                return refused;
            addresses[address.Folded] = address;
        }
        if (addresses.Count > AddressUnits.MaxOfAccount)
            return Refused.Invalid($"An account has at most {AddressUnits.MaxOfAccount} addresses.");
        if (!(await store.Hashing.CreateAsync(account.Password, caller.Visit, cancellation)).Try(out var verifier, out refused))
            return refused;
        return await gate.ChangeAsync(tx => AddAccount.Unit(tx, folded, verifier, account.Role, [.. addresses.Values]), cancellation);
    }

    /// <summary>Disables or enables an account, or changes its role. The last administrator who can sign in stays one.</summary>
    public ValueTask<Outcome<AccountInfo>> SetAsync(string name, AccountSettings settings, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(settings);
        return Traced(name, SetItselfAsync(name, settings, cancellation));
    }

    private async ValueTask<Outcome<AccountInfo>> SetItselfAsync(string name, AccountSettings settings, CancellationToken cancellation)
    {
        if (await gate.RefusalAsync(cancellation) is { } notAllowed)
            return notAllowed;
        // Whoever makes an administrator of an account that is his has made himself one.
        if ((settings.Role == AccountRole.Administrator || settings.State == AccountState.Active)
            && ProofRule.OfPasswordOrAdminToken(caller, "to make somebody an administrator, or to let an account in again") is { } unproven)
            return unproven;
        return await ChangeAsync(name, (tx, account) => ChangeAccount.Set(tx, account, settings), cancellation);
    }

    /// <summary>
    /// Removes an account with its credentials, addresses, memberships and grants. One that owns spaces beside its home is refused; what
    /// it has stored in others' spaces stays.
    /// </summary>
    /// <param name="name">Of the account.</param>
    /// <param name="home">What becomes of its home space.</param>
    /// <param name="newOwner">The account or group to which the home is handed over; only then.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public ValueTask<Outcome<Done>> RemoveAsync(string name, HomeFate home, string? newOwner, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Traced(name, ChangeAsync(name, (tx, account) => ChangeAccount.Remove(tx, account, home, newOwner), cancellation));
    }

    /// <summary>
    /// Changes a password; whoever came in with the old one is out within 5 s. Its own is changed by whoever knows the present one, others'
    /// by administrators.
    /// </summary>
    /// <param name="name">Of the account.</param>
    /// <param name="password">The new one.</param>
    /// <param name="present">The present one, where it is the caller's own.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public ValueTask<Outcome<Done>> SetPasswordAsync(string name, string password, string? present, CancellationToken cancellation)
        => Traced(name, SetPasswordItselfAsync(name, password, present, cancellation));

    private async ValueTask<Outcome<Done>> SetPasswordItselfAsync(string name, string password, string? present, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(password);
        var isOwn = AccountRules.IsHimself(caller, name);
        var found = await store.Catalog.ReadAsync<Outcome<(AccountRow Account, CredentialRow? Old)>>(
            reader => AccountRules.ForHimselfUnlimited(reader, caller, name).Try(out var account, out var refused)
                ? (account, reader.Credentials(account.Id).FirstOrDefault(c => c.Kind == CredentialKind.Password))
                : refused,
            cancellation);
        if (!found.Try(out var subject, out var refused))
            return refused;
        if (isOwn && present is null)
            return Refused.Invalid("Give the present password with the new one.");
        if ((isOwn ? await OwnPassword.ProveAsync(store, caller, subject.Old, present!, cancellation)
            : ProofRule.OfPasswordOrAdminToken(caller, "to change the password of somebody else")) is { } unproven)
            return unproven;
        if (PasswordRule.Check(password, subject.Account.Name) is { } weak)
            return weak;
        if (!(await store.Hashing.CreateAsync(password, caller.Visit, cancellation)).Try(out var verifier, out refused))
            return refused;
        return await store.Catalog.CommitAsync<Done>(
            caller,
            tx =>
            {
                if (!AccountRules.ForHimselfUnlimited(tx, caller, name).Try(out var account, out var refused))
                    return refused;
                // Of two changes at once the later one has not seen the password that it replaces.
                if (isOwn && tx.Credentials(account.Id).All(c => c.Id != subject.Old!.Id))
                    return Refused.Conflict("The password was changed meanwhile; try again.");
                tx.DeleteCredentials(account.Id, CredentialKind.Password);
                // Whoever came in with the old one, or in its place, is out; the browser in which it is changed goes on.
                foreach (var session in tx.Credentials(account.Id).Where(c => c.Kind == CredentialKind.Session && c.Id != caller.Credential))
                    tx.DeleteCredential(session.Id);
                tx.InsertCredential(new CredentialRow(
                    tx.Next(Sequence.Credential), account.Id, CredentialKind.Password, AddAccount.PasswordLabel, verifier, tx.Now));
                return default(Done);
            },
            cancellation);
    }

    /// <summary>Gives an account an e-mail address, which no other account has.</summary>
    public ValueTask<Outcome<AccountInfo>> AddAddressAsync(string name, string address, CancellationToken cancellation)
        => Traced(name, AddAddressItselfAsync(name, address, cancellation));

    private async ValueTask<Outcome<AccountInfo>> AddAddressItselfAsync(string name, string address, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(address);
        if (await gate.RefusalAsync(cancellation) is { } notAllowed)
            return notAllowed;
        if (ProofRule.OfPasswordOrAdminToken(caller, "to change addresses, by which passwords are sent") is { } unproven)
            return unproven;
        if (!AddressRule.Check(address).Try(out var row, out var refused))
            return refused;
        return await ChangeAsync(name, (tx, account) => AddressUnits.Add(tx, account, row), cancellation);
    }

    /// <summary>Takes an e-mail address from an account.</summary>
    public ValueTask<Outcome<AccountInfo>> RemoveAddressAsync(string name, string address, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(address);
        return Traced(name, ChangeAsync(name, (tx, account) => AddressUnits.Remove(tx, account, address), cancellation));
    }

    private ValueTask<Outcome<T>> ChangeAsync<T>(string name, Func<ICatalogTransaction, AccountRow, Outcome<T>> work, CancellationToken cancellation)
        => store.Catalog.CommitAsync<T>(
            caller,
            tx => AccountRules.ForAdministrator(tx, caller, name).Try(out var account, out var refused) ? work(tx, account) : refused,
            cancellation);

    private ValueTask<Outcome<T>> Traced<T>(object? subject, ValueTask<Outcome<T>> running, [CallerMemberName] string operation = "")
        => store.Journal.Trace(caller, "accounts", subject, running, operation);
}
