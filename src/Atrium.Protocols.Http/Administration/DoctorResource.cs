using Atrium.Api;
using Atrium.Core;
using Atrium.Protocols.Http.Dispatch;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Administration;

/// <summary><c>/api/v1/doctor</c>: what was found last, and a look now.</summary>
internal static class DoctorResource
{
    internal static async ValueTask<Refused?> LastAsync(Exchange exchange)
        => await AdmitAsync(exchange) is { } refused ? refused
            : exchange.Services.LastExamination() is { } report ? await exchange.JsonAsync(StatusCodes.Status200OK, report, AtriumJson.Default.DoctorReportRecord)
            : Refused.NotFound("A report");

    internal static async ValueTask<Refused?> RunAsync(Exchange exchange)
    {
        if (await AdmitAsync(exchange) is { } refused)
            return refused;
        exchange.Pace?.StepAside();
        return await exchange.JsonAsync(StatusCodes.Status200OK, await exchange.Services.Examine(exchange.Aborted), AtriumJson.Default.DoctorReportRecord);
    }

    private static async ValueTask<Refused?> AdmitAsync(Exchange exchange)
        => exchange.Query.Unknown() is { } unknown ? unknown : (await exchange.Workspace.Administration.AdmitAsync(exchange.Aborted)).Refused;
}
