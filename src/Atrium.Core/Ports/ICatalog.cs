using Atrium.Core.Accounts;

namespace Atrium.Core.Ports;

/// <summary>
/// Everything but the bytes of large files. The embedded one is SQLite; the conformance suite in
/// tests/Atrium.Storage.Tests is what a second one must pass unchanged.
/// </summary>
internal interface ICatalog : IAsyncDisposable
{
    /// <summary>Names this life of the store; another one after a restore.</summary>
    string Epoch { get; }

    /// <summary>Nodes with smaller numbers are older than this life of the process.</summary>
    long FirstNewNode { get; }

    /// <summary>Units committed, and the durable commits that they shared, since the start.</summary>
    (long Units, long Batches) Statistics { get; }

    /// <summary>Bytes on disk.</summary>
    long SizeInBytes { get; }

    /// <summary>Bytes of the log of what is not yet in its place; part of <see cref="SizeInBytes"/>.</summary>
    long LogSize { get; }

    /// <summary>Units that wait for the next durable commit.</summary>
    int Waiting { get; }

    /// <summary>The database, with its version.</summary>
    string DatabaseVersion { get; }

    /// <summary>Runs a question on one consistent snapshot. It must be short: a reader holds the log back.</summary>
    /// <exception cref="TimeoutException">It took too long, and was ended.</exception>
    ValueTask<T> ReadAsync<T>(Func<ICatalogReader, T> read, CancellationToken cancellation);

    /// <summary>The same for a check, which must come to its end however large the store is; the log grows meanwhile.</summary>
    ValueTask<T> InspectAsync<T>(Func<ICatalogReader, T> read, CancellationToken cancellation);

    /// <summary>
    /// Runs a unit of work: pure but for its transaction, so that it can be run again. Completes when its outcome, a
    /// refusal too, is durable together with everything it has seen.
    /// </summary>
    ValueTask<Outcome<T>> CommitAsync<T>(Caller caller, Func<ICatalogTransaction, Outcome<T>> work, CancellationToken cancellation);

    /// <summary>
    /// Runs a unit of work as <see cref="CommitAsync"/> would, on the newest state, and takes it back: what it says is what would be. It
    /// shares no batch, and keeps other writers waiting as long as it runs.
    /// </summary>
    ValueTask<Outcome<T>> RehearseAsync<T>(Caller caller, Func<ICatalogTransaction, Outcome<T>> work, CancellationToken cancellation);

    /// <summary>Completes when the space has a change after this sequence number.</summary>
    Task WaitForChangeAsync(long space, long afterSeq, CancellationToken cancellation);

    /// <summary>
    /// The last sequence number of a space that is known to be durable; 0 when it has not changed since the start. Asked of memory. A
    /// change is seen here before its caller is told of it: what was read before and still has this number is the present.
    /// </summary>
    long LatestChange(long space);

    /// <summary>What the database itself finds wrong with its file; empty when all is well.</summary>
    IReadOnlyList<string> VerifyFile();

    /// <summary>The same of as much as can be looked at in a second or two: of a large file another part for each turn.</summary>
    IReadOnlyList<string> VerifySample(long turn, CancellationToken cancellation);
}
