using System.Runtime.CompilerServices;
using Atrium.Core.Journal;
using Atrium.Core.Ports;

namespace Atrium.Core.Accounts.Sessions;

/// <summary>The sessions of accounts: everybody's own; administrators see and end those of others.</summary>
public sealed class SessionControl
{
    private readonly Store store;
    private readonly Caller caller;

    internal SessionControl(Store store, Caller caller) => (this.store, this.caller) = (store, caller);

    /// <summary>The sessions of an account that have not ended, the one that was used last first.</summary>
    public ValueTask<Outcome<IReadOnlyList<SessionInfo>>> ListAsync(string account, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(account);
        return Traced(account, store.Catalog.ReadAsync<Outcome<IReadOnlyList<SessionInfo>>>(
            reader => AccountRules.ForHimselfUnlimited(reader, caller, account).Try(out var row, out var refused)
                ? Of(reader, row).Where(c => SessionRules.EndOf(store, c) > reader.Now).OrderByDescending(c => SessionRules.LastSign(store, c))
                    .Select(c => SessionRules.Describe(store, caller, c)).ToList()
                : refused,
            cancellation));
    }

    /// <summary>Ends a session; what it has open ends within 5 s.</summary>
    public ValueTask<Outcome<Done>> EndAsync(string account, string id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(id);
        return Traced(account, store.Catalog.CommitAsync<Done>(
            caller,
            tx =>
            {
                if (!AccountRules.ForHimselfUnlimited(tx, caller, account).Try(out var row, out var refused))
                    return refused;
                if (Of(tx, row).FirstOrDefault(c => c.Label == id) is not { } session)
                    return Refused.NotFound($"The session {id} of {row.Name}");
                SessionRules.End(tx, session);
                return default(Done);
            },
            cancellation));
    }

    /// <summary>Ends all sessions of an account.</summary>
    public ValueTask<Outcome<Done>> EndAllAsync(string account, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(account);
        return Traced(account, store.Catalog.CommitAsync<Done>(
            caller,
            tx =>
            {
                if (!AccountRules.ForHimselfUnlimited(tx, caller, account).Try(out var row, out var refused))
                    return refused;
                tx.DeleteCredentials(row.Id, CredentialKind.Session);
                return default(Done);
            },
            cancellation));
    }

    private static IEnumerable<CredentialRow> Of(ICatalogReader reader, AccountRow account) => reader.Credentials(account.Id).Where(c => c.Kind == CredentialKind.Session);

    private ValueTask<Outcome<T>> Traced<T>(object? subject, ValueTask<Outcome<T>> running, [CallerMemberName] string operation = "")
        => store.Journal.Trace(caller, "sessions", subject, running, operation);
}
