using System.Diagnostics.Metrics;
using Atrium.Core;
using Atrium.Protocols.Metrics;
using Microsoft.Extensions.Time.Testing;

namespace Atrium.Protocols.Tests.Metrics;

public sealed class RequestMetricsTests : IDisposable
{
    private readonly FakeTimeProvider clock = new();
    private readonly RequestMetrics metrics;

    public RequestMetricsTests() => metrics = new RequestMetrics(clock);

    public void Dispose() => metrics.Dispose();

    [Fact]
    public void Record_Always_IsMeasuredWithProtocolOperationAndStatus()
    {
        var measured = new List<(double Seconds, string Tags)>();
        using var listener = Listen((seconds, tags) => measured.Add((seconds, string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}")))));
        var operation = metrics.Operation("ftp", "RETR");

        var began = metrics.Begin();
        clock.Advance(TimeSpan.FromMilliseconds(250));
        metrics.Record(operation, 226, began);

        Assert.Equal([(0.25, "protocol=ftp operation=RETR status=226")], measured);
    }

    [Fact]
    public void Record_WithAListener_AllocatesNothing()
    {
        var sum = 0.0;
        using var listener = Listen((seconds, _) => sum += seconds);
        var operation = metrics.Operation("https", "site");
        metrics.Record(operation, 200, metrics.Begin());

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            metrics.Record(operation, 200, metrics.Begin());
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Figures_OfTheLastMinute_ForgetWhatIsOlder()
    {
        var operation = metrics.Operation("https", "site");
        Ask(operation, TimeSpan.FromSeconds(2));
        for (var seconds = 0; seconds < 120; seconds++)
            clock.Advance(TimeSpan.FromSeconds(1));
        for (var i = 0; i < 9; i++)
            Ask(operation, TimeSpan.FromMilliseconds(10));

        var figures = Assert.Single(metrics.Figures());

        Assert.Equal(10, figures.Requests);
        Assert.InRange(figures.Percentile99.TotalMilliseconds, 10, 12);
        Assert.InRange(figures.PerSecond, 9 / 62.0, 9 / 48.0);
    }

    [Fact]
    public void Refused_OfOneProtocol_IsCountedThere()
    {
        metrics.Operation("http", "other");
        metrics.Refused(metrics.Operation("https", "other"), Refusal.Denied);
        Assert.Equal([("http", 0L), ("https", 1L)], metrics.Figures().Select(figures => (figures.Protocol, figures.Refused)));
    }

    private void Ask(MeasuredOperation operation, TimeSpan takes)
    {
        var began = metrics.Begin();
        clock.Advance(takes);
        metrics.Record(operation, 200, began);
    }

    private MeterListener Listen(Hearing hear)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, own) =>
            {
                if (instrument.Meter.Scope == metrics && instrument is Histogram<double>)
                    own.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((_, value, tags, _) => hear(value, tags));
        listener.Start();
        return listener;
    }

    private delegate void Hearing(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags);
}
