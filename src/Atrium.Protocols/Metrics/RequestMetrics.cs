using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.Json;
using Atrium.Core;

namespace Atrium.Protocols.Metrics;

/// <summary>
/// Counts the requests of all protocols: how many, how long, how they ended. Which path, account or address is none of its business: those
/// would be a series each, and belong into the journal.
/// </summary>
public sealed class RequestMetrics : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "Atrium.Requests";

    /// <summary>
    /// What is counted in which bucket of the duration, in seconds: from a page that is in memory to an upload that takes a minute.
    /// </summary>
    public static readonly IReadOnlyList<double> DurationBounds = [0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60];

    /// <summary>Codes of HTTP, and the three digits of FTP and SMTP.</summary>
    private const int LeastStatus = 100, MostStatus = 599;

    private static readonly string[] StatusNames =
        [.. Enumerable.Range(LeastStatus, MostStatus - LeastStatus + 1).Select(status => status.ToString(CultureInfo.InvariantCulture))];

    /// <summary>As the problems of HTTP are called: not-found, quota-exceeded.</summary>
    private static readonly string[] RefusalNames = [.. Enum.GetNames<Refusal>().Select(JsonNamingPolicy.KebabCaseLower.ConvertName)];

    private readonly TimeProvider clock;
    private readonly Meter meter;
    private readonly Histogram<double> duration;
    private readonly Counter<long> refusals;
    private readonly ActivitySource traces = new(MeterName);
    private readonly ITimer tick;
    private readonly ConcurrentDictionary<string, RecentRequests> recent = new(StringComparer.Ordinal);

    /// <summary>Begins to count.</summary>
    public RequestMetrics(TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        this.clock = clock;
        meter = new Meter(new MeterOptions(MeterName) { Scope = this });
        duration = meter.CreateHistogram<double>(
            "atrium.request.duration", "s", "Requests and how long each took, by protocol, operation and status; their count is the number of requests.");
        refusals = meter.CreateCounter<long>("atrium.refusals", "{refusal}", "Requests that were refused, by protocol and kind of refusal.");
        tick = clock.CreateTimer(_ => Turn(), null, RecentRequests.Step, RecentRequests.Step);
    }

    /// <summary>Makes an operation, to be kept by whoever asks.</summary>
    /// <param name="protocol">The protocol's short name.</param>
    /// <param name="name">One of few: a command or a route, never what it is about.</param>
    public MeasuredOperation Operation(string protocol, string name)
        => new(protocol, name, recent.GetOrAdd(protocol, (key, time) => new RecentRequests(key, time), clock));

    /// <summary>True while somebody listens to traces.</summary>
    public bool IsTraced => traces.HasListeners();

    /// <summary>Begins the trace of a request, as a part of its client's where that sent one (W3C Trace Context); null where nobody listens.</summary>
    public Activity? Trace(string protocol, string? traceParent)
    {
        ActivityContext.TryParse(traceParent, null, isRemote: true, out var parent);
        var trace = traces.StartActivity(protocol, ActivityKind.Server, parent);
        trace?.SetTag("network.protocol.name", protocol);
        return trace;
    }

    /// <summary>Says in a trace what was asked for and how it ended: nothing that may be secret, no path and no name.</summary>
    public static void Describe(Activity trace, MeasuredOperation operation, int status)
    {
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(operation);
        trace.DisplayName = (string)operation.Name.Value!;
        trace.SetTag(operation.Name.Key, operation.Name.Value);
        trace.SetTag("status", status);
        if (status >= 500)
            trace.SetStatus(ActivityStatusCode.Error);
    }

    /// <summary>The moment at which a request began, for <see cref="Record"/>.</summary>
    public long Begin() => clock.GetTimestamp();

    /// <summary>Counts a request that has ended.</summary>
    /// <param name="operation">What was asked for.</param>
    /// <param name="status">The code of its answer, in the protocol's own numbers.</param>
    /// <param name="began">From <see cref="Begin"/>.</param>
    public void Record(MeasuredOperation operation, int status, long began)
    {
        ArgumentNullException.ThrowIfNull(operation);
        var elapsed = clock.GetElapsedTime(began);
        operation.Recent.Add(elapsed);
        if (duration.Enabled)
        {
            var name = StatusNames[Math.Clamp(status, LeastStatus, MostStatus) - LeastStatus];
            duration.Record(elapsed.TotalSeconds, operation.Protocol, operation.Name, new("status", name));
        }
    }

    /// <summary>Counts a refusal, beside the request that it ended.</summary>
    public void Refused(MeasuredOperation operation, Refusal kind)
    {
        ArgumentNullException.ThrowIfNull(operation);
        operation.Recent.AddRefused();
        refusals.Add(1, operation.Protocol, new("kind", RefusalNames[(int)kind]));
    }

    /// <summary>Each protocol in figures, by name.</summary>
    public IReadOnlyList<ProtocolFigures> Figures()
        => [.. recent.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => one.Value.Figures())];

    /// <summary>Shows a cache that a protocol keeps, from now until the end.</summary>
    /// <param name="name">Of the cache.</param>
    /// <param name="uses">How often something was in it, and how often not.</param>
    /// <param name="bytes">What it holds.</param>
    public void Watch(string name, Func<(long Hits, long Misses)> uses, Func<long> bytes)
    {
        var cache = new KeyValuePair<string, object?>("cache", name);
        meter.CreateObservableCounter("atrium.cache.hits", () => new Measurement<long>(uses().Hits, cache), "{lookup}", "Look-ups in a cache that found what they looked for.");
        meter.CreateObservableCounter("atrium.cache.misses", () => new Measurement<long>(uses().Misses, cache), "{lookup}", "Look-ups in a cache that did not.");
        meter.CreateObservableGauge("atrium.cache.size", () => new Measurement<long>(bytes(), cache), "By", "What a cache holds.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        tick.Dispose();
        meter.Dispose();
        traces.Dispose();
    }

    private void Turn()
    {
        foreach (var one in recent.Values)
            one.Turn();
    }
}
