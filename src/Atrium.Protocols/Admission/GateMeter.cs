using System.Diagnostics.Metrics;

namespace Atrium.Protocols.Admission;

/// <summary>What the gate counts for operators.</summary>
internal sealed class GateMeter : IDisposable
{
    private readonly Meter meter;
    private readonly Counter<long> refused;

    internal GateMeter()
    {
        meter = new Meter(new MeterOptions("Atrium.Firewall") { Scope = this });
        refused = meter.CreateCounter<long>("atrium.connections.refused", "{connection}", "Connections that were turned away: by a rule, a ban, their own number or rate, or the number of all.");
    }

    internal void Refuse(string protocol, string reason)
        => refused.Add(1, new KeyValuePair<string, object?>("protocol", protocol), new KeyValuePair<string, object?>("reason", reason));

    public void Dispose() => meter.Dispose();
}
