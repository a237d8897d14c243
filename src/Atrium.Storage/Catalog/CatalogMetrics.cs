using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Atrium.Storage.Catalog;

/// <summary>Counts what the catalog does, and traces questions and units where somebody listens.</summary>
internal sealed class CatalogMetrics : IDisposable
{
    internal const string MeterName = "Atrium.Catalog";

    private readonly Meter meter;
    private readonly ActivitySource traces = new(MeterName);
    private readonly Histogram<double> commit, sync;

    internal CatalogMetrics(EmbeddedCatalog catalog, AccessCache access)
    {
        meter = new Meter(new MeterOptions(MeterName) { Scope = catalog });
        commit = meter.CreateHistogram<double>("atrium.catalog.commit.duration", "s", "Durable commits, from the first unit of the batch to the released outcomes.");
        sync = meter.CreateHistogram<double>("atrium.catalog.sync.duration", "s", "Of these, writing the log and making it durable (fsync).");
        meter.CreateObservableCounter("atrium.catalog.units", () => catalog.Statistics.Units, "{unit}", "Units of work that were committed.");
        meter.CreateObservableCounter("atrium.catalog.batches", () => catalog.Statistics.Batches, "{batch}", "Durable commits that they shared.");
        meter.CreateObservableGauge("atrium.catalog.queue", () => catalog.Waiting, "{unit}", "Units that wait for the next batch.");
        meter.CreateObservableGauge("atrium.catalog.size", () => catalog.SizeInBytes, "By", "Of the catalog's file and its log.");
        meter.CreateObservableGauge("atrium.catalog.log.size", () => catalog.LogSize, "By", "Of the write-ahead log.");
        var cache = new KeyValuePair<string, object?>("cache", "access");
        meter.CreateObservableCounter("atrium.cache.hits", () => new Measurement<long>(access.Uses.Hits, cache), "{lookup}", "Look-ups in a cache that found what they looked for.");
        meter.CreateObservableCounter("atrium.cache.misses", () => new Measurement<long>(access.Uses.Misses, cache), "{lookup}", "Look-ups in a cache that did not.");
    }

    internal static long Begin() => Stopwatch.GetTimestamp();

    internal void Committed(long began) => commit.Record(Stopwatch.GetElapsedTime(began).TotalSeconds);

    internal void Synced(long began) => sync.Record(Stopwatch.GetElapsedTime(began).TotalSeconds);

    /// <summary>A part of a request's trace; null, and free, where nobody listens.</summary>
    internal Activity? Trace(string name) => traces.HasListeners() ? traces.StartActivity(name) : null;

    public void Dispose()
    {
        meter.Dispose();
        traces.Dispose();
    }
}
