using System.Security.Cryptography;
using Atrium.Core.Accounts.Scram;
using Atrium.Core.Accounts.Sessions;
using Atrium.Core.Ports;

namespace Atrium.Core.Accounts;

/// <summary>An app password that a login names, or what stands in for it where there is none.</summary>
internal sealed record Candidate(AccountRow? Account, CredentialRow? Credential, ScramVerifier Verifier);

/// <summary>
/// Compares what a client sent with what the store keeps. Known and unknown names cost the same computations and get the same words
/// (ATTACKS 45): which ones depends on the form of the login alone.
/// </summary>
internal sealed class CredentialCheck
{
    private readonly Store store;
    private readonly Func<Caller, Workspace> open;
    private readonly PasswordTrial trial;
    private readonly byte[] decoyStoredKey = RandomNumberGenerator.GetBytes(ScramVerifier.HashSize);
    private readonly byte[] decoyServerKey = RandomNumberGenerator.GetBytes(ScramVerifier.HashSize);

    internal CredentialCheck(Store store, Func<Caller, Workspace> open)
        => (this.store, this.open, trial) = (store, open, new PasswordTrial(store, MayEnter));

    /// <summary>Forgets which passwords were right.</summary>
    internal void Forget() => trial.Forget();

    internal static SignInStep Failed { get; } = new(null, null, new Refused(Refusal.SignInRequired, "The name or the password is wrong."));

    /// <summary>A login of an account with its own password or one of its app passwords, or of <c>account+label</c>.</summary>
    internal async ValueTask<SignInStep> CheckPasswordAsync(string login, byte[] password, Visit visit, CancellationToken cancellation)
    {
        login = login.ToLowerInvariant();
        var subject = await store.Catalog.ReadAsync(reader => Subject.Find(reader, store.LastUses, login, visit), cancellation);
        var tag = trial.TagOf(login, password);
        if (trial.Remembered(tag, subject) is { } known)
            return MayEnter(subject.Account, known, visit) ? Enter(subject.Account!, known, visit) : Failed;
        var tried = await trial.RunAsync(tag, password, subject, visit, cancellation);
        return tried.Try(out var credential, out var refused) ? Enter(subject.Account!, credential, visit) : new SignInStep(null, null, refused);
    }

    /// <summary>The app password that a login of SCRAM names.</summary>
    internal async ValueTask<Candidate> FindAppPasswordAsync(string login, Visit visit, CancellationToken cancellation)
    {
        var subject = await store.Catalog.ReadAsync(reader => Subject.Find(reader, store.LastUses, login.ToLowerInvariant(), visit), cancellation);
        var credential = subject.Credentials.FirstOrDefault(c => c.Kind == CredentialKind.AppPassword && c.Label == subject.Label);
        var salt = await store.Salts.OfAsync(subject.Name, cancellation);
        return new Candidate(
            subject.Account, credential,
            credential is not null ? ScramVerifier.Parse(credential.Verifier) : new ScramVerifier(ScramVerifier.DefaultIterations, salt, decoyStoredKey, decoyServerKey));
    }

    /// <summary>Lets the holder of an app password in; looked up anew, because the exchange took its time.</summary>
    internal async ValueTask<SignInStep> EnterAsync(Candidate candidate, bool isProven, Visit visit, CancellationToken cancellation)
    {
        if (!isProven || candidate is not { Account: { } account, Credential: { } credential })
            return FailedGenerated(visit);
        var (now, isThere) = await store.Catalog.ReadAsync(
            reader => (reader.GetAccount(account.Id), reader.Credentials(account.Id).Any(c => c.Id == credential.Id)), cancellation);
        return isThere && MayEnter(now, credential, visit) ? Enter(now!, credential, visit) : FailedGenerated(visit);
    }

    /// <summary>A bearer token.</summary>
    internal async ValueTask<SignInStep> CheckTokenAsync(string token, Visit visit, CancellationToken cancellation)
    {
        var verifier = BearerToken.Verifier(token);
        var (account, credential) = await store.Catalog.ReadAsync(
            reader => reader.FindToken(verifier) is { } row ? (reader.GetAccount(row.Account), row) : ((AccountRow?)null, (CredentialRow?)null), cancellation);
        return credential is not null && MayEnter(account, credential, visit) ? Enter(account!, credential, visit) : FailedGenerated(visit);
    }

    /// <summary>The secret of a session; null when it has ended. Not counted: browsers go on sending the cookie of a session that has ended.</summary>
    internal async ValueTask<SignInStep?> CheckSessionAsync(string secret, Visit visit, CancellationToken cancellation)
    {
        var verifier = BearerToken.Verifier(secret);
        var (account, session) = await store.Catalog.ReadAsync(
            reader => reader.FindSession(verifier) is { } row ? (reader.GetAccount(row.Account), row) : ((AccountRow?)null, (CredentialRow?)null), cancellation);
        return session is not null && MayEnter(account, session, visit) && store.Clock.GetUtcNow().UtcTicks < SessionRules.EndOf(store, session)
            ? Enter(account!, session, visit)
            : null;
    }

    /// <summary>The end of an attempt with something that nobody guesses.</summary>
    private SignInStep FailedGenerated(Visit visit)
        => store.Throttle.CountGenerated(visit.Peer) is { } tooMany ? new SignInStep(null, null, tooMany) : Failed;

    private bool MayEnter(AccountRow? account, CredentialRow credential, Visit visit)
        => account is { IsDisabled: false } && credential.End > store.Clock.GetUtcNow().UtcTicks && SignInProtocols.Allows(credential.Protocols, visit);

    private SignInStep Enter(AccountRow account, CredentialRow credential, Visit visit)
    {
        store.LastUses.Note(credential, visit);
        return new SignInStep(null, open(new Caller(account.Id, account.Name, visit)
        {
            Credential = credential.Id,
            Kind = credential.Kind,
            ByPassword = credential.Kind == CredentialKind.Password || (credential.Kind == CredentialKind.Session && SessionRules.IsConfirmed(store, credential)),
            Limit = TokenScopes.LimitOf(credential.Scope),
        }), null);
    }
}
