using Atrium.Core.Accounts;
using Atrium.Core.Ports;

namespace Atrium.Core.Access;

/// <summary>The way of the facets to what administrators alone may ask and change: decided inside each look and each unit.</summary>
internal readonly struct AdministratorGate(Store store, Caller caller)
{
    internal ValueTask<Outcome<T>> AskAsync<T>(Func<ICatalogReader, Outcome<T>> question, CancellationToken cancellation)
    {
        var who = caller;
        return store.Catalog.ReadAsync(
            reader => AccessRules.NotAdministrator(reader, who) is { } refused ? refused : question(reader), cancellation);
    }

    internal ValueTask<Outcome<T>> ChangeAsync<T>(Func<ICatalogTransaction, Outcome<T>> work, CancellationToken cancellation)
    {
        var who = caller;
        return store.Catalog.CommitAsync(who, tx => AccessRules.NotAdministrator(tx, who) is { } refused ? refused : work(tx), cancellation);
    }

    /// <summary>Why the caller may not, before work that is costly or on disk; what changes something looks again.</summary>
    internal ValueTask<Refused?> RefusalAsync(CancellationToken cancellation)
    {
        var who = caller;
        return store.Catalog.ReadAsync(reader => AccessRules.NotAdministrator(reader, who), cancellation);
    }
}
