using Atrium.Api;
using Atrium.Core;
using Atrium.Protocols.Http.Dispatch;
using Atrium.Protocols.Metrics;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Administration;

/// <summary><c>GET /api/v1/status</c>: the server in figures.</summary>
internal static class Status
{
    internal static async ValueTask<Refused?> HandleAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        if (!(await exchange.Workspace.Administration.StatusAsync(exchange.Aborted)).Try(out var store, out var refused))
            return refused;
        var server = exchange.Services.Server();
        return await exchange.JsonAsync(StatusCodes.Status200OK, new StatusRecord(
            server.Version, server.Name, server.Started, server.Doors, store.Epoch, store.Accounts, store.Spaces, store.Nodes,
            store.LiveBytes, store.HistoryBytes, store.Blobs, store.BlobBytes, store.CatalogBytes, store.FreeBytes,
            store.Units, store.Batches, Environment.WorkingSet)
        {
            At = exchange.Services.Time.GetUtcNow(),
            Components = [new(".NET", Environment.Version.ToString()), Component(store.DatabaseVersion)],
            Certificates = exchange.Services.Certificates(),
            Connections = ConnectionsResource.Count(exchange.Services.Connections),
            Protocols = [.. exchange.Services.Requests.Figures().Select(ToRecord)],
            FullSpaces = [.. store.FullSpaces.Select(space => new FullSpaceRecord(space.Path.ToString(), space.Used, space.Quota))],
            Examination = exchange.Services.LastExamination(),
            LogBytes = store.LogBytes,
            Queue = store.Queue,
        }, AtriumJson.Default.StatusRecord);
    }

    private static ComponentRecord Component(string text) => text.Split(' ', 2) is [var name, var version] ? new(name, version) : new(text, "");

    private static ProtocolStatusRecord ToRecord(ProtocolFigures figures) => new(
        figures.Protocol, figures.Requests, figures.Refused, Math.Round(figures.PerSecond, 3), figures.Median.TotalMilliseconds,
        figures.Percentile99.TotalMilliseconds);
}
