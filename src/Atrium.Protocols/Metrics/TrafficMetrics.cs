using System.Diagnostics.Metrics;
using Atrium.Protocols.Connections;

namespace Atrium.Protocols.Metrics;

/// <summary>What goes over the network, by protocol, out of the list of open connections. Who is let in and who is not is counted by the gate.</summary>
public sealed class TrafficMetrics : IDisposable
{
    internal const string MeterName = "Atrium.Traffic";

    private readonly Meter meter;

    /// <summary>Of a list.</summary>
    public TrafficMetrics(ConnectionList connections)
    {
        ArgumentNullException.ThrowIfNull(connections);
        meter = new Meter(new MeterOptions(MeterName) { Scope = connections });
        meter.CreateObservableGauge("atrium.traffic.connections", () => Each(connections, totals => totals.Open), "{connection}", "Connections that are open, by protocol.");
        meter.CreateObservableCounter("atrium.traffic.received", () => Each(connections, totals => totals.BytesIn), "By", "Bytes read from the network, by protocol.");
        meter.CreateObservableCounter("atrium.traffic.sent", () => Each(connections, totals => totals.BytesOut), "By", "Bytes handed to the network, by protocol.");
    }

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();

    private static IEnumerable<Measurement<long>> Each(ConnectionList connections, Func<ConnectionTotals, long> figure)
        => connections.Totals().Select(totals => new Measurement<long>(figure(totals), new KeyValuePair<string, object?>("protocol", totals.Protocol)));
}
