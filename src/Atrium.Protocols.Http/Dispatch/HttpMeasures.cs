using System.Collections.Concurrent;
using Atrium.Protocols.Metrics;

namespace Atrium.Protocols.Http.Dispatch;

/// <summary>What requests of HTTP are counted as: the route and the method, a site, or none of these.</summary>
internal sealed class HttpMeasures(RequestMetrics metrics)
{
    /// <summary>What asks for nothing that there is, or was not sound.</summary>
    internal const string Other = "other";

    /// <summary>By kind of door.</summary>
    private readonly Measured[] sites = Of(metrics, "site"), proxies = Of(metrics, "site proxy"), others = Of(metrics, Other);

    private readonly ConcurrentDictionary<(HttpDoorKind, string), MeasuredOperation> operations = new();

    internal Measured Site(HttpDoorKind door) => sites[(int)door];

    internal Measured Proxy(HttpDoorKind door) => proxies[(int)door];

    internal Measured None(HttpDoorKind door) => others[(int)door];

    internal MeasuredOperation Route(HttpDoorKind door, string operation)
        => operations.GetOrAdd((door, operation), (key, with) => with.Operation(new HttpDoor(key.Item1).Protocol, key.Item2), metrics);

    private static Measured[] Of(RequestMetrics metrics, string name)
        => [.. Enum.GetValues<HttpDoorKind>().Select(door => new Measured(metrics.Operation(new HttpDoor(door).Protocol, name)))];
}

/// <summary>What a request turned out to be. Those for sites share theirs; of the others, the route is found while they are answered.</summary>
internal sealed class Measured(MeasuredOperation operation)
{
    internal MeasuredOperation Operation { get; set; } = operation;
}
