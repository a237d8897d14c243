using System.Security.Cryptography;
using Atrium.Core.Accounts.Passwords;
using Atrium.Core.Accounts.Scram;
using Atrium.Core.Ports;

namespace Atrium.Core.Accounts;

/// <summary>An app password that a login names, or what stands in for it where there is none.</summary>
internal sealed record Candidate(AccountRow? Account, CredentialRow? Credential, ScramVerifier Verifier);

/// <summary>
/// Compares what a client sent with what the store keeps. Known and unknown names cost the same computations and get the same words
/// (ATTACKS 45): which ones depends on the form of the login alone.
/// </summary>
internal sealed class CredentialCheck(Store store, Func<Caller, Workspace> open)
{
    /// <summary>Separates the account from the label of an app password; no account has it in its name.</summary>
    internal const char Separator = '+';

    private readonly VerifiedPasswords verified = new(store.Clock);
    private readonly ScramSalts salts = store.Salts;
    private readonly string decoy = PasswordHash.Create("a password of nobody"u8);
    private readonly byte[] decoyStoredKey = RandomNumberGenerator.GetBytes(ScramVerifier.HashSize);
    private readonly byte[] decoyServerKey = RandomNumberGenerator.GetBytes(ScramVerifier.HashSize);

    /// <summary>Forgets which passwords were right.</summary>
    internal void Forget() => verified.Clear();

    internal static SignInStep Failed { get; } = new(null, null, new Refused(Refusal.SignInRequired, "The name or the password is wrong."));

    /// <summary>A login of an account with its own password or one of its app passwords, or of <c>account+label</c>.</summary>
    internal async ValueTask<SignInStep> CheckPasswordAsync(string login, byte[] password, Visit visit, CancellationToken cancellation)
    {
        login = login.ToLowerInvariant();
        var (name, label) = Split(login);
        var (account, credentials) = await store.Catalog.ReadAsync(
            reader => reader.FindAccount(name) is { } row ? (row, reader.Credentials(row.Id)) : ((AccountRow?)null, []), cancellation);
        if (verified.Find(login, password) is { } remembered && credentials.FirstOrDefault(c => c.Id == remembered) is { } again)
            return Enter(account, again, visit);

        // 1. App passwords: one computation, since all of an account share their salt.
        var apps = credentials.Where(c => c.Kind == CredentialKind.AppPassword && (label is null || c.Label == label)).ToList();
        if (await FindAppAsync(apps, name, AppPassword.Canonical(password), cancellation) is { } app)
        {
            verified.Add(login, password, app.Id);
            return Enter(account, app, visit);
        }
        if (label is not null)
            return Failed;

        // 2. The account's own.
        var own = credentials.FirstOrDefault(c => c.Kind == CredentialKind.Password);
        if (!await store.Hashing.VerifyAsync(password, own?.Verifier ?? decoy, cancellation) || own is null)
            return Failed;
        verified.Add(login, password, own.Id);
        return Enter(account, own, visit);
    }

    /// <summary>The app password that a login of SCRAM names.</summary>
    internal async ValueTask<Candidate> FindAppPasswordAsync(string login, Visit visit, CancellationToken cancellation)
    {
        var (name, label) = Split(login.ToLowerInvariant());
        var (account, credential) = await store.Catalog.ReadAsync(
            reader => label is not null && reader.FindAccount(name) is { } row
                ? (row, reader.Credentials(row.Id).FirstOrDefault(c => c.Kind == CredentialKind.AppPassword && c.Label == label))
                : ((AccountRow?)null, (CredentialRow?)null),
            cancellation);
        var salt = await salts.OfAsync(name, cancellation);
        return new Candidate(
            account, credential,
            credential is not null ? ScramVerifier.Parse(credential.Verifier) : new ScramVerifier(ScramVerifier.DefaultIterations, salt, decoyStoredKey, decoyServerKey));
    }

    /// <summary>Lets the holder of an app password in; looked up anew, because the exchange took its time.</summary>
    internal async ValueTask<SignInStep> EnterAsync(Candidate candidate, bool isProven, Visit visit, CancellationToken cancellation)
    {
        if (!isProven || candidate is not { Account: { } account, Credential: { } credential })
            return Failed;
        var (now, isThere) = await store.Catalog.ReadAsync(
            reader => (reader.GetAccount(account.Id), reader.Credentials(account.Id).Any(c => c.Id == credential.Id)), cancellation);
        return isThere ? Enter(now, credential, visit) : Failed;
    }

    /// <summary>A bearer token.</summary>
    internal async ValueTask<SignInStep> CheckTokenAsync(string token, Visit visit, CancellationToken cancellation)
    {
        var verifier = BearerToken.Verifier(token);
        var (account, credential) = await store.Catalog.ReadAsync(
            reader => reader.FindToken(verifier) is { } row ? (reader.GetAccount(row.Account), row) : ((AccountRow?)null, (CredentialRow?)null), cancellation);
        return credential is null ? Failed : Enter(account, credential, visit);
    }

    private async ValueTask<CredentialRow?> FindAppAsync(List<CredentialRow> apps, string name, byte[] password, CancellationToken cancellation)
    {
        var salt = await salts.OfAsync(name, cancellation);
        var key = ScramVerifier.StoredKeyOf(store.Hashing.Salt(password, salt, ScramVerifier.DefaultIterations));
        return apps.Find(app => ScramVerifier.Parse(app.Verifier) is { } verifier && CryptographicOperations.FixedTimeEquals(key, verifier.StoredKey));
    }

    private SignInStep Enter(AccountRow? account, CredentialRow credential, Visit visit)
    {
        if (account is not { IsDisabled: false } || credential.End <= store.Clock.GetUtcNow().UtcTicks || !SignInProtocols.Allows(credential.Protocols, visit))
            return Failed;
        store.LastUses.Note(credential.Id, visit);
        return new SignInStep(null, open(new Caller(account.Id, account.Name, visit)
        {
            Credential = credential.Id,
            ByPassword = credential.Kind == CredentialKind.Password,
            Limit = TokenScopes.LimitOf(credential.Scope),
        }), null);
    }

    private static (string Name, string? Label) Split(string login)
        => login.IndexOf(Separator, StringComparison.Ordinal) is >= 0 and var at ? (login[..at], login[(at + 1)..]) : (login, null);
}
