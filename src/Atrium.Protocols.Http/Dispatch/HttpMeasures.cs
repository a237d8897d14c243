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

    private readonly ConcurrentDictionary<(HttpDoorKind, string), MeasuredOperation> operations = new();

    internal Measured Site(HttpDoorKind door) => sites[(int)door];

    internal Measured Proxy(HttpDoorKind door) => proxies[(int)door];

    internal Measured None(HttpDoorKind door) => others[(int)door];

    internal MeasuredOperation Route(HttpDoorKind door, string operation)
        => operations.GetOrAdd((door, operation), (key, with) => with.Operation(new HttpDoor(key.Item1).Protocol, key.Item2), metrics);

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
