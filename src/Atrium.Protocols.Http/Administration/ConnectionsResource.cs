using Atrium.Api;
using Atrium.Core;
using Atrium.Protocols.Connections;
using Atrium.Protocols.Http.Dispatch;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Administration;

/// <summary><c>/api/v1/connections</c>: who is connected, by whatever protocol, what moves, and the end of one.</summary>
internal static class ConnectionsResource
{
    internal static async ValueTask<Refused?> ListAsync(Exchange exchange)
    {
        if (await AdmitAsync(exchange) is { } refused)
            return refused;
        var transfers = exchange.Services.Transfers.All.ToLookup(transfer => transfer.Connection, StringComparer.Ordinal);
        return await exchange.JsonAsync(
            StatusCodes.Status200OK,
            new PageRecord<ConnectionRecord>([.. exchange.Services.Connections.All.OrderBy(connection => connection.Since).Select(connection => ToRecord(connection, transfers[connection.Id]))]),
            AtriumJson.Default.PageRecordConnectionRecord);
    }

    internal static async ValueTask<Refused?> EndAsync(Exchange exchange)
    {
        if (await AdmitAsync(exchange) is { } refused)
            return refused;
        var id = exchange.Target.Segments[^1];
        var connection = exchange.Services.Connections.All.FirstOrDefault(one => one.Id == id);
        if (connection is null)
            return Refused.NotFound($"The connection {id}");
        // First: whoever ends his own would not be asked about any more.
        await exchange.Workspace.Administration.RecordAsync(
            "end-connection", connection.Peer?.ToString() ?? "this machine",
            $"The {connection.Protocol} connection {id} of {connection.Account ?? "nobody"} was ended.", exchange.Aborted);
        exchange.Services.Connections.End(id);
        exchange.Response.StatusCode = StatusCodes.Status204NoContent;
        return null;
    }

    /// <summary>For the status: how many are open, by protocol and account.</summary>
    internal static IReadOnlyList<ConnectionCountRecord> Count(ConnectionList connections)
        => [.. connections.All.GroupBy(connection => (connection.Protocol, connection.Account))
            .Select(group => new ConnectionCountRecord(group.Key.Protocol, group.Key.Account, group.Count()))
            .OrderBy(count => count.Protocol, StringComparer.Ordinal).ThenBy(count => count.Account, StringComparer.Ordinal)];

    private static ConnectionRecord ToRecord(OpenConnection connection, IEnumerable<Transfer> transfers) => new(
        connection.Id, connection.Protocol, connection.Peer?.ToString(), connection.Since, connection.IsEncrypted, connection.Account,
        connection.BytesIn, connection.BytesOut, connection.Activity,
        [.. transfers.Select(transfer => new TransferRecord(
            transfer.Direction == TransferDirection.Upload ? "upload" : "download", transfer.Path, transfer.Bytes, transfer.Length, Math.Round(transfer.Rate)))]);

    private static async ValueTask<Refused?> AdmitAsync(Exchange exchange)
        => exchange.Query.Unknown() is { } unknown ? unknown : (await exchange.Workspace.Administration.AdmitAsync(exchange.Aborted)).Refused;
}
