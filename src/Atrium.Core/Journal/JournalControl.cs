using Atrium.Core.Accounts;

namespace Atrium.Core.Journal;

/// <summary>The journal: all of it for administrators; everybody may see his own sign-ins.</summary>
public sealed class JournalControl
{
    private readonly Store store;
    private readonly Caller caller;

    internal JournalControl(Store store, Caller caller) => (this.store, this.caller) = (store, caller);

    /// <summary>Entries in their order: without a cursor the newest, after a cursor those that follow it, before one those that it follows.</summary>
    /// <param name="query">Which.</param>
    /// <param name="wait">How long to wait for one when there is none; zero for an answer at once.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public ValueTask<Outcome<JournalPage>> ReadAsync(JournalQuery query, TimeSpan wait, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(query);
        return ReadJournal.RunAsync(store, caller, query, wait, cancellation);
    }
}
