using System.Collections.Concurrent;
using Atrium.Protocols.Metrics;

namespace Atrium.Protocols.Http.Dispatch;

/// <summary>What requests of HTTP are counted as: the route and the method, a site, or none of these.</summary>
internal sealed class HttpMeasures(RequestMetrics metrics)
{
    /// <summary>What asks for nothing that there is, or was not sound.</summary>
    internal const string Other = "other";

    /// <summary>By kind of door.</summary>
    private readonly Measured[] sites = Of(metrics, "site", Asker.Visitor), proxies = Of(metrics, "site proxy", Asker.OfApplication), others = Of(metrics, Other, Asker.Visitor);

    private readonly ConcurrentDictionary<(HttpDoorKind Door, string Operation), MeasuredOperation> operations = new();

    internal Measured Site(HttpDoorKind door) => sites[(int)door];

    internal Measured Proxy(HttpDoorKind door) => proxies[(int)door];

    internal Measured None(HttpDoorKind door) => others[(int)door];

    /// <param name="door">Where it came in.</param>
    /// <param name="operation">Of the route.</param>
    /// <param name="protocol">What the route speaks, where that is more than the door's own protocol.</param>
    internal MeasuredOperation Route(HttpDoorKind door, string operation, string? protocol)
        => operations.GetOrAdd((door, operation), (key, with) => with.metrics.Operation(with.protocol ?? new HttpDoor(key.Door).Protocol, key.Operation), (metrics, protocol));

    private static Measured[] Of(RequestMetrics metrics, string name, Asker asker)
        => [.. Enum.GetValues<HttpDoorKind>().Select(door => new Measured(metrics.Operation(new HttpDoor(door).Protocol, name), asker))];
}

/// <summary>What a request turned out to be. Those for sites share theirs; of the others, the route is found while they are answered.</summary>
internal sealed class Measured(MeasuredOperation operation, Asker asker)
{
    internal MeasuredOperation Operation { get; set; } = operation;

    internal Asker Asker { get; set; } = asker;
}

/// <summary>What is known of who asks.</summary>
internal enum Asker
{
    /// <summary>Nothing.</summary>
    Visitor,

    /// <summary>Has signed in here.</summary>
    Account,

    /// <summary>Asks an application behind a site, which may know more.</summary>
    OfApplication,
}
