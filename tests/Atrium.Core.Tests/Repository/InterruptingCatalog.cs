using Atrium.Core.Accounts;
using Atrium.Core.Ports;

namespace Atrium.Core.Tests.Repository;

/// <summary>A catalog in which something else happens right before the next unit of work, or which refuses that unit.</summary>
internal sealed class InterruptingCatalog(ICatalog inner) : ICatalog
{
    private Func<Task>? interruption;
    private Refused? refusal;

    public string Epoch => inner.Epoch;

    public long FirstNewNode => inner.FirstNewNode;

    public (long Units, long Batches) Statistics => inner.Statistics;

    public long SizeInBytes => inner.SizeInBytes;

    public IReadOnlyList<string> VerifySample(long turn, CancellationToken cancellation) => inner.VerifySample(turn, cancellation);

    public long LogSize => inner.LogSize;

    public int Waiting => inner.Waiting;

    public string DatabaseVersion => inner.DatabaseVersion;

    internal void BeforeNextUnit(Func<Task> action) => interruption = action;

    internal void RefuseNextUnit(Refused refused) => refusal = refused;

    public ValueTask<T> ReadAsync<T>(Func<ICatalogReader, T> read, CancellationToken cancellation) => inner.ReadAsync(read, cancellation);

    public ValueTask<T> InspectAsync<T>(Func<ICatalogReader, T> read, CancellationToken cancellation) => inner.InspectAsync(read, cancellation);

    public async ValueTask<Outcome<T>> CommitAsync<T>(Caller caller, Func<ICatalogTransaction, Outcome<T>> work, CancellationToken cancellation)
    {
        if (Interlocked.Exchange(ref interruption, null) is { } action)
            await action();
        if (Interlocked.Exchange(ref refusal, null) is { } refused)
            return refused;
        return await inner.CommitAsync(caller, work, cancellation);
    }

    public ValueTask<Outcome<T>> RehearseAsync<T>(Caller caller, Func<ICatalogTransaction, Outcome<T>> work, CancellationToken cancellation)
        => inner.RehearseAsync(caller, work, cancellation);

    public Task WaitForChangeAsync(long space, long afterSeq, CancellationToken cancellation) => inner.WaitForChangeAsync(space, afterSeq, cancellation);

    public long LatestChange(long space) => inner.LatestChange(space);

    public IReadOnlyList<string> VerifyFile() => inner.VerifyFile();

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
