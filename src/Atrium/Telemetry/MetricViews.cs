using System.Diagnostics.Metrics;
using Atrium.Protocols.Metrics;
using OpenTelemetry.Metrics;

namespace Atrium.Telemetry;

/// <summary>How much is kept of each instrument: its series are allocated at once, so their bounds are the memory that measuring takes.</summary>
internal static class MetricViews
{
    /// <summary>Each operation of the API at each of its doors with the few statuses that come; more go into one series for all the rest.</summary>
    private const int RequestSeries = 1000;

    /// <summary>Instruments by protocol, kind or generation have fewer.</summary>
    private const int OtherSeries = 64;

    internal static MetricStreamConfiguration? Of(Instrument instrument) => instrument switch
    {
        Histogram<double> => new ExplicitBucketHistogramConfiguration
        {
            Boundaries = [.. RequestMetrics.DurationBounds],
            RecordMinMax = false,
            CardinalityLimit = instrument.Meter.Name == RequestMetrics.MeterName ? RequestSeries : OtherSeries,
        },
        _ => new MetricStreamConfiguration { CardinalityLimit = OtherSeries },
    };
}
