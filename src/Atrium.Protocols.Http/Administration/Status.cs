using Atrium.Api;
using Atrium.Core;
using Atrium.Protocols.Http.Dispatch;
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
            store.Units, store.Batches, Environment.WorkingSet), AtriumJson.Default.StatusRecord);
    }
}
