using System.Text;
using Atrium.Api;
using Atrium.Core;
using Atrium.Core.Config;
using Atrium.Protocols.Http.Answers;
using Atrium.Protocols.Http.Dispatch;
using Atrium.Protocols.Http.Files;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Administration;

/// <summary><c>/api/v1/config</c>: accounts, groups, spaces, grants, sites and settings as one file.</summary>
internal static class ConfigResource
{
    internal static async ValueTask<Refused?> ExportAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        if (!(await exchange.Workspace.Administration.Config.ExportAsync(exchange.Aborted)).Try(out var export, out var refused))
            return refused;
        var response = exchange.Response;
        response.ContentType = "application/json";
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ETag = EntityTags.Quote(export.State);
        if (!exchange.IsHead)
            await exchange.Body.WriteAsync(Encoding.UTF8.GetBytes(export.Text), exchange.Aborted);
        return null;
    }

    internal static async ValueTask<Refused?> PlanAsync(Exchange exchange)
    {
        if (!Options(exchange).Try(out var options, out var refused)
            || !(await Json.ReadBytesAsync(exchange, HttpLimits.MaxConfigBytes)).Try(out var file, out refused)
            || !(await exchange.Workspace.Administration.Config.PlanAsync(file, options, exchange.Aborted)).Try(out var plan, out refused))
            return refused;
        exchange.Response.Headers.ETag = EntityTags.Quote(plan.State);
        return await exchange.JsonAsync(StatusCodes.Status200OK, ConfigRecords.Of(plan), AtriumJson.Default.ConfigPlanRecord);
    }

    internal static async ValueTask<Refused?> ApplyAsync(Exchange exchange)
    {
        if (!Options(exchange).Try(out var options, out var refused)
            || !State(exchange.Request.Headers).Try(out var state, out refused)
            || !(await Json.ReadBytesAsync(exchange, HttpLimits.MaxConfigBytes)).Try(out var file, out refused)
            || !(await exchange.Workspace.Administration.Config.ApplyAsync(file, options with { State = state }, exchange.Aborted)).Try(out var plan, out refused))
            return refused;
        return await exchange.JsonAsync(StatusCodes.Status200OK, ConfigRecords.Of(plan), AtriumJson.Default.ConfigPlanRecord);
    }

    private static Outcome<ConfigOptions> Options(Exchange exchange)
    {
        if (exchange.Query.Unknown("prune") is { } unknown)
            return unknown;
        if (!exchange.Query.Switch("prune").Try(out var prunes, out var refused))
            return refused;
        return new ConfigOptions { Scope = prunes ? ConfigScope.Whole : ConfigScope.Named, OwnHosts = exchange.Services.HostNames };
    }

    /// <summary>If-Match (RFC 9110, 13.1.1): the state of the plan.</summary>
    private static Outcome<string?> State(IHeaderDictionary fields)
    {
        if (fields.IfMatch.Count == 0)
            return (string?)null;
        return EntityTags.Parse(fields.IfMatch) switch
        {
            { IsAny: true } => (string?)null,
            { Strong: [var state] } => state,
            _ => Refused.Invalid("If-Match is the state of one plan, in double quotes."),
        };
    }
}
