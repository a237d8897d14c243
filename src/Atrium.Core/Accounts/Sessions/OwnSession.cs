using Atrium.Core.Access;
using Atrium.Core.Ports;

namespace Atrium.Core.Accounts.Sessions;

/// <summary>The session that a caller is in, or begins.</summary>
public sealed class OwnSession
{
    private readonly Store store;
    private readonly Caller caller;

    internal OwnSession(Store store, Caller caller) => (this.store, this.caller) = (store, caller);

    /// <summary>Begins a session. Needs a sign-in with the account's own password: what is limited begins nothing that is not.</summary>
    /// <param name="agent">What the client says about itself.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async ValueTask<Outcome<NewSession>> BeginAsync(string? agent, CancellationToken cancellation)
    {
        if (caller.AccountId == Caller.Anonymous)
            return AccessRules.NotSignedIn;
        if (caller is not { ByPassword: true, AccountId: > 0 })
            return Refused.Denied("A session begins with the account's own password; app passwords and tokens are used as they are.");
        var secret = BearerToken.Generate();
        var lifetime = TimeSpan.FromSeconds(store.Settings.Get(SessionSettings.Lifetime)!.Value);
        var begun = await store.Catalog.CommitAsync<CredentialRow>(
            caller,
            tx =>
            {
                if (!AccessRules.IsSignedIn(tx, caller))
                    return AccessRules.NotSignedIn;
                MakeRoom(tx);
                var session = new CredentialRow(
                    tx.Next(Sequence.Credential), caller.AccountId, CredentialKind.Session, SessionRules.NewId(), BearerToken.Verifier(secret), tx.Now)
                {
                    Expires = tx.Now + lifetime.Ticks,
                    Agent = SessionRules.Agent(agent),
                    Proved = tx.Now,
                };
                tx.InsertCredential(session);
                return session;
            },
            cancellation);
        return begun.Try(out var row, out var refused) ? new NewSession(SessionRules.Describe(store, caller, row) with { IsCurrent = true }, secret, lifetime) : refused;
    }

    /// <summary>
    /// Begins a session at a site out of the one that the caller is in. It is good for that site alone, and ends with this one at the latest.
    /// </summary>
    /// <param name="site">The site's name.</param>
    /// <param name="agent">What the client says about itself.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async ValueTask<Outcome<NewSession>> BeginAtSiteAsync(string site, string? agent, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(site);
        var secret = BearerToken.Generate();
        var begun = await store.Catalog.CommitAsync<CredentialRow>(
            caller,
            tx =>
            {
                if (!Find(tx).Try(out var own, out var refused))
                    return refused;
                MakeRoom(tx);
                var session = new CredentialRow(
                    tx.Next(Sequence.Credential), caller.AccountId, CredentialKind.Session, SessionRules.NewBranch(own.Label), BearerToken.Verifier(secret), tx.Now)
                {
                    Protocols = SessionRules.ProtocolOf(site),
                    Expires = own.Expires,
                    Agent = SessionRules.Agent($"{site}: {agent}"),
                };
                tx.InsertCredential(session);
                return session;
            },
            cancellation);
        return begun.Try(out var row, out var refused)
            ? new NewSession(SessionRules.Describe(store, caller, row), secret, new DateTimeOffset(row.End, TimeSpan.Zero) - store.Clock.GetUtcNow())
            : refused;
    }

    /// <summary>The session that the caller is in.</summary>
    public ValueTask<Outcome<SessionInfo>> ShowAsync(CancellationToken cancellation)
        => store.Catalog.ReadAsync<Outcome<SessionInfo>>(
            reader => Find(reader).Try(out var session, out var refused) ? SessionRules.Describe(store, caller, session) : refused, cancellation);

    /// <summary>Proves the password again: what asks for it is allowed for a while.</summary>
    public async ValueTask<Outcome<Done>> ConfirmAsync(string password, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(password);
        var found = await store.Catalog.ReadAsync<Outcome<CredentialRow?>>(
            reader => Find(reader).Try(out _, out var refused)
                ? reader.Credentials(caller.AccountId).FirstOrDefault(c => c.Kind == CredentialKind.Password)
                : refused,
            cancellation);
        if (!found.Try(out var own, out var refused))
            return refused;
        if (await OwnPassword.ProveAsync(store, caller, own, password, cancellation) is { } unproven)
            return unproven;
        return await ChangeAsync((tx, session) => tx.ConfirmCredential(session.Id, tx.Now), cancellation);
    }

    /// <summary>Ends the session that the caller is in.</summary>
    public ValueTask<Outcome<Done>> EndAsync(CancellationToken cancellation) => ChangeAsync(SessionRules.End, cancellation);

    private ValueTask<Outcome<Done>> ChangeAsync(Action<ICatalogTransaction, CredentialRow> change, CancellationToken cancellation)
        => store.Catalog.CommitAsync<Done>(
            caller,
            tx =>
            {
                if (!Find(tx).Try(out var session, out var refused))
                    return refused;
                change(tx, session);
                return default(Done);
            },
            cancellation);

    private Outcome<CredentialRow> Find(ICatalogReader reader)
    {
        if (!AccessRules.IsSignedIn(reader, caller))
            return AccessRules.NotSignedIn;
        return reader.Credentials(caller.AccountId).FirstOrDefault(c => c.Kind == CredentialKind.Session && c.Id == caller.Credential) is { } session
            ? session
            : Refused.NotFound("A session (this request has signed in by itself)");
    }

    // Those that have ended go; beyond the number, the one that was used least lately.
    private void MakeRoom(ICatalogTransaction tx)
    {
        var sessions = tx.Credentials(caller.AccountId).Where(c => c.Kind == CredentialKind.Session).OrderByDescending(c => SessionRules.LastSign(store, c)).ToList();
        foreach (var (place, session) in sessions.Index())
        {
            if (place >= SessionRules.MaxOfAccount - 1 || SessionRules.EndOf(store, session) <= tx.Now)
                SessionRules.End(tx, session);
        }
    }
}
