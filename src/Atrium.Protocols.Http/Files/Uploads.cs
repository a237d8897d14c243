using Atrium.Api;
using Atrium.Core;
using Atrium.Protocols.Http.Dispatch;
using Atrium.Protocols.Http.Tus;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Files;

/// <summary><c>/api/v1/uploads</c>: files that come in pieces, over as many connections as it takes, by tus 1.0.</summary>
internal static class Uploads
{
    internal static async ValueTask<Refused?> ListAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        if (!(await exchange.Workspace.Uploads.ListAsync(exchange.Aborted)).Try(out var uploads, out var refused))
            return refused;
        return await exchange.JsonAsync(
            StatusCodes.Status200OK, new PageRecord<UploadRecord>([.. uploads.Select(AccountTarget.Record)]), AtriumJson.Default.PageRecordUploadRecord);
    }

    internal static async ValueTask<Refused?> BeginAsync(Exchange exchange)
        => exchange.Query.Unknown("path") ?? await TusRequests.CreateAsync(exchange, new AccountTarget(exchange));

    internal static async ValueTask<Refused?> GetAsync(Exchange exchange)
        => exchange.Query.Unknown() ?? await TusRequests.GetAsync(exchange, new AccountTarget(exchange));

    internal static async ValueTask<Refused?> AppendAsync(Exchange exchange)
        => exchange.Query.Unknown() ?? await TusRequests.AppendAsync(exchange, new AccountTarget(exchange));

    internal static async ValueTask<Refused?> OverrideAsync(Exchange exchange)
        => exchange.Query.Unknown() ?? await TusRequests.OverrideAsync(exchange, new AccountTarget(exchange));

    internal static async ValueTask<Refused?> AbandonAsync(Exchange exchange)
        => exchange.Query.Unknown() ?? await TusRequests.AbandonAsync(exchange, new AccountTarget(exchange));
}
