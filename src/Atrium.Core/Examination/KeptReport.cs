using Atrium.Core.Accounts;
using Atrium.Core.Journal;

namespace Atrium.Core.Examination;

/// <summary>The last report of an examination, kept in the store so that the next start can show it. Its form is the caller's.</summary>
public sealed class KeptReport
{
    private const string Key = "examination";

    private readonly Store store;

    /// <summary>Of a store.</summary>
    public KeptReport(Store store)
    {
        ArgumentNullException.ThrowIfNull(store);
        this.store = store;
    }

    /// <summary>Tells the journal of something to be mended.</summary>
    public void Tell(string subject, string detail)
        => store.Journal.Record(Caller.OfSystem("examination"), new JournalEntry(JournalKind.Server, "finding") { Subject = subject, Detail = detail });

    /// <summary>The text that was kept last; null where there is none.</summary>
    public ValueTask<string?> ReadAsync(CancellationToken cancellation) => store.Catalog.ReadAsync(reader => reader.StoreValue(Key), cancellation);

    /// <summary>Keeps a text in place of the one before.</summary>
    public async ValueTask<Outcome<Done>> WriteAsync(string text, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(text);
        return await store.Catalog.CommitAsync<Done>(
            Caller.OfSystem("examination"),
            tx =>
            {
                tx.SetStoreValue(Key, text);
                return default(Done);
            },
            cancellation);
    }
}
