using System.Runtime.CompilerServices;
using System.Text;
using Atrium.Core.Accounts.Passwords;
using Atrium.Core.Accounts.Scram;
using Atrium.Core.Journal;
using Atrium.Core.Ports;

namespace Atrium.Core.Accounts;

/// <summary>App passwords and tokens: everybody's own; administrators see and revoke those of others.</summary>
public sealed class CredentialControl
{
    private readonly Store store;
    private readonly Caller caller;

    internal CredentialControl(Store store, Caller caller) => (this.store, this.caller) = (store, caller);

    /// <summary>The app passwords of an account, by label.</summary>
    public ValueTask<Outcome<IReadOnlyList<AppPasswordInfo>>> ListAppPasswordsAsync(string account, CancellationToken cancellation)
        => Traced(account, ListAsync(account, CredentialKind.AppPassword, DescribeAppPassword, cancellation));

    /// <summary>Makes an app password. Needs a sign-in with the account's own password, or the operator.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="label">What its owner calls it; once for an account.</param>
    /// <param name="protocols">Where it can be used; empty for everywhere.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public ValueTask<Outcome<NewAppPassword>> AddAppPasswordAsync(
        string account, string label, IReadOnlyList<string> protocols, CancellationToken cancellation)
        => Traced(account, AddAppPasswordItselfAsync(account, label, protocols, cancellation));

    private async ValueTask<Outcome<NewAppPassword>> AddAppPasswordItselfAsync(
        string account, string label, IReadOnlyList<string> protocols, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(label);
        ArgumentNullException.ThrowIfNull(protocols);
        if (!(await store.Catalog.ReadAsync(reader => MayAdd(reader, account), cancellation)).Try(out var row, out var refused)
            || !CheckLabel(label).Try(out var folded, out refused)
            || !SignInProtocols.Check(protocols).Try(out var allowed, out refused))
            return refused;
        var password = AppPassword.Generate();
        var salt = await store.Salts.OfAsync(row.Name, cancellation);
        var salting = await store.Hashing.InTurnAsync(
            HashLane.Known, null, () => store.Hashing.Salt(Encoding.ASCII.GetBytes(password), salt, ScramVerifier.DefaultIterations), cancellation);
        if (!salting.Try(out var salted, out refused))
            return refused;
        var verifier = ScramVerifier.Of(salted, salt, ScramVerifier.DefaultIterations);
        var added = await AddAsync(
            account, AppPassword.MaxOfAccount,
            tx => new CredentialRow(tx.Next(Sequence.Credential), row.Id, CredentialKind.AppPassword, folded, verifier.ToString(), tx.Now) { Protocols = allowed },
            "app password", cancellation);
        return added.Try(out var credential, out refused)
            ? new NewAppPassword(DescribeAppPassword(credential), $"{row.Name}{Subject.Separator}{folded}", password)
            : refused;
    }

    /// <summary>Revokes an app password; whoever came in with it is out within 5 s.</summary>
    public ValueTask<Outcome<Done>> RevokeAppPasswordAsync(string account, string label, CancellationToken cancellation)
        => Traced(account, RevokeAsync(account, CredentialKind.AppPassword, label, "app password", cancellation));

    /// <summary>The tokens of an account, by label; expired ones too, until they are revoked.</summary>
    public ValueTask<Outcome<IReadOnlyList<TokenInfo>>> ListTokensAsync(string account, CancellationToken cancellation)
        => Traced(account, ListAsync(account, CredentialKind.Token, DescribeToken, cancellation));

    /// <summary>Makes a bearer token. Needs a sign-in with the account's own password, or the operator.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="label">What its owner calls it; once for an account.</param>
    /// <param name="scope">The most that it lets do.</param>
    /// <param name="expires">At most a year from now; null for 90 days.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public ValueTask<Outcome<NewToken>> AddTokenAsync(
        string account, string label, TokenScope scope, DateTimeOffset? expires, CancellationToken cancellation)
        => Traced(account, AddTokenItselfAsync(account, label, scope, expires, cancellation));

    private async ValueTask<Outcome<NewToken>> AddTokenItselfAsync(
        string account, string label, TokenScope scope, DateTimeOffset? expires, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(label);
        if (!(await store.Catalog.ReadAsync(reader => MayAdd(reader, account), cancellation)).Try(out var row, out var refused)
            || !CheckLabel(label).Try(out var folded, out refused))
            return refused;
        var now = store.Clock.GetUtcNow();
        var end = expires ?? now + BearerToken.DefaultLifetime;
        if (end <= now || end > now + BearerToken.MaxLifetime)
            return Refused.Invalid("A token ends at a time between now and a year from now.");
        var token = BearerToken.Generate();
        var added = await AddAsync(
            account, BearerToken.MaxOfAccount,
            tx => new CredentialRow(tx.Next(Sequence.Credential), row.Id, CredentialKind.Token, folded, BearerToken.Verifier(token), tx.Now)
            {
                Scope = scope,
                Expires = end.UtcTicks,
            },
            "token", cancellation);
        return added.Try(out var credential, out refused) ? new NewToken(DescribeToken(credential), token) : refused;
    }

    /// <summary>Revokes a token; whoever came in with it is out within 5 s.</summary>
    public ValueTask<Outcome<Done>> RevokeTokenAsync(string account, string label, CancellationToken cancellation)
        => Traced(account, RevokeAsync(account, CredentialKind.Token, label, "token", cancellation));

    /// <summary>For himself with his own password, and for the operator (ATTACKS 48).</summary>
    private Outcome<AccountRow> MayAdd(ICatalogReader reader, string name)
    {
        if (!AccountRules.ForHimself(reader, caller, name).Try(out var account, out var refused))
            return refused;
        if (ProofRule.OfPassword(caller, "to make an app password or a token") is { } unproven)
            return unproven;
        return caller.AccountId == Caller.Operator || caller.AccountId == account.Id
            ? account
            : Refused.Denied($"Only {account.Name} itself may make this, with its own password; or the operator, on the server, with the command atrium account.");
    }

    private async ValueTask<Outcome<CredentialRow>> AddAsync(
        string account, int most, Func<ICatalogTransaction, CredentialRow> make, string what, CancellationToken cancellation)
        => await store.Catalog.CommitAsync<CredentialRow>(
            caller,
            tx =>
            {
                if (!MayAdd(tx, account).Try(out var row, out var refused))
                    return refused;
                var credential = make(tx);
                var others = tx.Credentials(row.Id).Where(c => c.Kind == credential.Kind).ToList();
                if (others.Exists(c => c.Label == credential.Label))
                    return Refused.Exists($"The {what} {credential.Label} of {row.Name}");
                if (others.Count >= most)
                    return Refused.Conflict($"An account has at most {most} of each kind; revoke one that is not used any more.");
                // Of the account as it is now: it may have been removed and added again meanwhile.
                tx.InsertCredential(credential with { Account = row.Id });
                return credential;
            },
            cancellation);

    private ValueTask<Outcome<IReadOnlyList<T>>> ListAsync<T>(string account, CredentialKind kind, Func<CredentialRow, T> describe, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(account);
        return store.Catalog.ReadAsync<Outcome<IReadOnlyList<T>>>(
            reader => AccountRules.ForHimselfUnlimited(reader, caller, account).Try(out var row, out var refused)
                ? reader.Credentials(row.Id).Where(c => c.Kind == kind).OrderBy(c => c.Label, StringComparer.Ordinal).Select(describe).ToList()
                : refused,
            cancellation);
    }

    private ValueTask<Outcome<Done>> RevokeAsync(string account, CredentialKind kind, string label, string what, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(label);
        return store.Catalog.CommitAsync<Done>(
            caller,
            tx =>
            {
                if (!AccountRules.ForHimself(tx, caller, account).Try(out var row, out var refused))
                    return refused;
                var folded = label.ToLowerInvariant();
                var found = tx.Credentials(row.Id).FirstOrDefault(c => c.Kind == kind && c.Label == folded);
                // Signing out needs no more than what is signed out with.
                var isOwn = found is not null && found.Id == caller.Credential;
                if (!isOwn && !AccountRules.ForHimselfUnlimited(tx, caller, account).Try(out row, out refused))
                    return refused;
                if (found is not { } credential)
                    return Refused.NotFound($"The {what} {label} of {row.Name}");
                tx.DeleteCredential(credential.Id);
                return default(Done);
            },
            cancellation);
    }

    // A part of a login: it takes what the name of an account takes.
    private static Outcome<string> CheckLabel(string label)
        => AccountNameRule.IsWellFormed(label.ToLowerInvariant())
            ? label.ToLowerInvariant()
            : Refused.Invalid($"A label has 1 to {AccountNameRule.MaxLength} letters a-z, digits, and '.', '-' or '_' between them, such as phone or backup-laptop.");

    private AppPasswordInfo DescribeAppPassword(CredentialRow row) => new(
        row.Label, row.Protocols.Length == 0 ? [] : row.Protocols.Split(','), Time(row.Created), Use(row));

    private TokenInfo DescribeToken(CredentialRow row) => new(row.Label, row.Scope, Time(row.Created), Time(row.End), Use(row));

    private CredentialUse? Use(CredentialRow row)
        => store.LastUses.Of(row) is { } use ? new CredentialUse(Time(use.At), use.From, use.Protocol) : null;

    private static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);

    private ValueTask<Outcome<T>> Traced<T>(object? subject, ValueTask<Outcome<T>> running, [CallerMemberName] string operation = "")
        => store.Journal.Trace(caller, "credentials", subject, running, operation);
}
