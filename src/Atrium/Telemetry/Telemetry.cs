using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Atrium.Telemetry;

/// <summary>
/// Gathers what all parts measure, shows it at /metrics, and sends it to a collector where one is configured. It begins when the server
/// serves, beside it: a start does not wait for that.
/// </summary>
/// <param name="server">The server's own name, by which a collector tells several apart.</param>
/// <param name="version">Of the program.</param>
/// <param name="collector">Where metrics and traces are sent; null for nowhere.</param>
internal sealed class Telemetry(string server, string version, Collector? collector) : IDisposable
{
    /// <summary>Everything of Atrium's own, and of .NET what memory, threads and garbage collection do.</summary>
    private static readonly string[] Meters = ["Atrium.*", "System.Runtime"];

    private const string Traces = "Atrium.*";

    /// <summary>At the end: what was gathered last is sent to a collector that answers, and no longer waited for.</summary>
    private const int LastFlush = 2000; // milliseconds

    private readonly Lock starting = new();
    private Task<Gathering>? running;

    /// <summary>Begins to gather.</summary>
    internal Task StartAsync() => RunAsync();

    /// <summary>Answers with all that is measured.</summary>
    internal async Task ScrapeAsync(HttpContext context) => await (await RunAsync()).Scrape(context);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (running is { IsCompletedSuccessfully: true } done)
            done.Result.Dispose();
    }

    private Task<Gathering> RunAsync()
    {
        lock (starting)
            return running ??= Task.Run(Begin);
    }

    private Gathering Begin()
    {
        var metrics = Sdk.CreateMeterProviderBuilder().ConfigureResource(Describe).AddMeter(Meters).AddView(MetricViews.Of).AddPrometheusExporter();
        if (collector is not null)
            metrics.AddOtlpExporter((exporter, _) => collector.Apply(exporter, "v1/metrics"));
        var meters = metrics.Build();
        var tracers = collector is null ? null
            : Sdk.CreateTracerProviderBuilder().ConfigureResource(Describe).AddSource(Traces).AddOtlpExporter(exporter => collector.Apply(exporter, "v1/traces")).Build();

        var pipeline = new ApplicationBuilder(NoServices.Instance);
        pipeline.UseOpenTelemetryPrometheusScrapingEndpoint(meters, _ => true, null, null, null);
        return new Gathering(meters, tracers, pipeline.Build());
    }

    private void Describe(ResourceBuilder resource) => resource.AddService("atrium", serviceVersion: version, autoGenerateServiceInstanceId: false, serviceInstanceId: server);

    private sealed record Gathering(MeterProvider Meters, TracerProvider? Tracers, RequestDelegate Scrape) : IDisposable
    {
        public void Dispose()
        {
            Tracers?.Shutdown(LastFlush);
            Meters.Shutdown(LastFlush);
            Tracers?.Dispose();
            Meters.Dispose();
        }
    }

    /// <summary>The pipeline of the scrape is given all that it needs.</summary>
    private sealed class NoServices : IServiceProvider
    {
        internal static readonly NoServices Instance = new();

        public object? GetService(Type serviceType) => null;
    }
}
