using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Atrium.Storage.Blobs;

/// <summary>Counts what is written to and read from the files of large contents.</summary>
internal sealed class BlobMetrics : IDisposable
{
    internal const string MeterName = "Atrium.Blobs";

    private readonly Meter meter;
    private readonly Counter<long> written, writtenBytes, removed, readBytes;
    private readonly Histogram<double> sync;

    internal BlobMetrics(FileBlobStore store)
    {
        meter = new Meter(new MeterOptions(MeterName) { Scope = store });
        written = meter.CreateCounter<long>("atrium.blobs.written", "{blob}", "Contents that were written to files of their own, and made durable.");
        writtenBytes = meter.CreateCounter<long>("atrium.blobs.written.size", "By", "Their bytes.");
        readBytes = meter.CreateCounter<long>("atrium.blobs.read.size", "By", "Bytes read from such files.");
        removed = meter.CreateCounter<long>("atrium.blobs.removed", "{blob}", "Such files removed because nothing named them any more.");
        sync = meter.CreateHistogram<double>("atrium.blobs.sync.duration", "s", "Making such a file durable: fsync of it, rename, fsync of its folder.");
        meter.CreateObservableGauge("atrium.storage.free", () => store.FreeBytes, "By", "Free bytes on the disk of the data folder.");
    }

    internal static long Begin() => Stopwatch.GetTimestamp();

    internal void Written(long bytes, long began)
    {
        written.Add(1);
        writtenBytes.Add(bytes);
        sync.Record(Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    internal void Read(long bytes) => readBytes.Add(bytes);

    internal void Removed() => removed.Add(1);

    public void Dispose() => meter.Dispose();
}
