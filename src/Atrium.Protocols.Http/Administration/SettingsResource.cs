using Atrium.Api;
using Atrium.Core;
using Atrium.Core.Settings;
using Atrium.Protocols.Http.Answers;
using Atrium.Protocols.Http.Dispatch;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Administration;

/// <summary><c>/api/v1/settings</c>: what can be set while the server runs.</summary>
internal static class SettingsResource
{
    internal static async ValueTask<Refused?> ListAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        if (!(await exchange.Workspace.Administration.Settings.ListAsync(exchange.Aborted)).Try(out var settings, out var refused))
            return refused;
        return await exchange.JsonAsync(
            StatusCodes.Status200OK, new PageRecord<SettingRecord>([.. settings.Select(ToRecord)]), AtriumJson.Default.PageRecordSettingRecord);
    }

    internal static async ValueTask<Refused?> GetAsync(Exchange exchange)
        => exchange.Query.Unknown() ?? await AnswerAsync(exchange, await exchange.Workspace.Administration.Settings.GetAsync(Name(exchange), exchange.Aborted));

    internal static async ValueTask<Refused?> SetAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        if (!(await Json.ReadAsync(exchange, AtriumJson.Default.SettingRequest)).Try(out var request, out var refused))
            return refused;
        return await AnswerAsync(exchange, await exchange.Workspace.Administration.Settings.SetAsync(Name(exchange), request.Value, exchange.Aborted));
    }

    internal static async ValueTask<Refused?> ResetAsync(Exchange exchange)
        => exchange.Query.Unknown() ?? await AnswerAsync(exchange, await exchange.Workspace.Administration.Settings.ResetAsync(Name(exchange), exchange.Aborted));

    private static string Name(Exchange exchange) => exchange.Target.Segments[3];

    private static async ValueTask<Refused?> AnswerAsync(Exchange exchange, Outcome<SettingInfo> outcome) => outcome.Try(out var setting, out var refused)
        ? await exchange.JsonAsync(StatusCodes.Status200OK, ToRecord(setting), AtriumJson.Default.SettingRecord)
        : refused;

    private static SettingRecord ToRecord(SettingInfo info) => new(
        info.Setting.Name, info.Value, info.IsSet, info.Setting.DefaultText, info.Setting.Type, info.Setting.Unit, info.Setting.Range, info.Setting.Description);
}
