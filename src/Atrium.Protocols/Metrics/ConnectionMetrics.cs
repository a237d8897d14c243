using System.Diagnostics.Metrics;
using Atrium.Protocols.Connections;

namespace Atrium.Protocols.Metrics;

/// <summary>Counts connections and their bytes, by protocol, out of the list of those that are open.</summary>
public sealed class ConnectionMetrics : IDisposable
{
    internal const string MeterName = "Atrium.Connections";

    private readonly Meter meter;

    /// <summary>Of a list.</summary>
    public ConnectionMetrics(ConnectionList connections)
    {
        ArgumentNullException.ThrowIfNull(connections);
        meter = new Meter(new MeterOptions(MeterName) { Scope = connections });
        meter.CreateObservableGauge("atrium.connections.open", () => Each(connections, totals => totals.Open), "{connection}", "Connections that are open, by protocol.");
        meter.CreateObservableCounter("atrium.connections.accepted", () => Each(connections, totals => totals.Accepted), "{connection}", "Connections since the start, by protocol.");
        meter.CreateObservableCounter("atrium.connections.received", () => Each(connections, totals => totals.BytesIn), "By", "Bytes read from the network, by protocol.");
        meter.CreateObservableCounter("atrium.connections.sent", () => Each(connections, totals => totals.BytesOut), "By", "Bytes handed to the network, by protocol.");
    }

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();

    private static IEnumerable<Measurement<long>> Each(ConnectionList connections, Func<ConnectionTotals, long> figure)
        => connections.Totals().Select(totals => new Measurement<long>(figure(totals), new KeyValuePair<string, object?>("protocol", totals.Protocol)));
}
