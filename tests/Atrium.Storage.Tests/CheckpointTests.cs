using Atrium.Core;
using Atrium.Core.Durability;
using Atrium.Core.Ports;
using Atrium.Storage.Catalog;

namespace Atrium.Storage.Tests;

/// <summary>The log does not grow without end, whoever reads and writes.</summary>
public sealed class CheckpointTests : IDisposable
{
    private const long Threshold = 64 * 1024 * 1024;

    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task Write_WhileOthersReadWithoutAPause_LogBeginsAnew()
    {
        await using var catalog = EmbeddedCatalog.Open(scratch.File("catalog.db"), TimeProvider.System, new FailStop());
        using var end = new CancellationTokenSource();
        var reading = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!end.IsCancellationRequested)
            {
                await catalog.ReadAsync(reader =>
                {
                    for (var i = 0; i < 200; i++)
                        reader.Blobs(0, 10);
                    return 0;
                }, default);
            }
        }, TestContext.Current.CancellationToken)).ToList();

        var bytes = new byte[60_000];
        var log = new FileInfo(scratch.File("catalog.db-wal"));
        var largest = 0L;
        // Four times as much as the log may hold before it is copied.
        for (var i = 0; i < 4_800; i += 20)
        {
            await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => catalog.CommitAsync<Done>(Scratch.Caller, tx =>
            {
                var id = tx.Next(Sequence.Blob);
                tx.DeleteBlob(id - 100);
                tx.InsertBlob(new BlobRow(id, 1, new byte[32], bytes.Length, null, null), bytes);
                return default(Done);
            }, default).AsTask()));
            log.Refresh();
            largest = Math.Max(largest, log.Length);
        }
        await end.CancelAsync();
        await Task.WhenAll(reading);
        Assert.InRange(largest, Threshold, 2.5 * Threshold);
    }
}
