using Atrium.Api;
using Atrium.Core;
using Atrium.Core.Repository;
using Atrium.Protocols.Http.Answers;
using Atrium.Protocols.Http.Dispatch;
using Atrium.Protocols.Http.Files;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Administration;

/// <summary><c>/api/v1/spaces</c>.</summary>
internal static class Spaces
{
    private const string Link = "/api/v1/spaces";

    internal static async ValueTask<Refused?> ListAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        if (!(await exchange.Workspace.Administration.ListSpacesAsync(exchange.Aborted)).Try(out var spaces, out var refused))
            return refused;
        return await exchange.JsonAsync(
            StatusCodes.Status200OK, new PageRecord<SpaceRecord>([.. spaces.Select(ToRecord)]), AtriumJson.Default.PageRecordSpaceRecord);
    }

    internal static async ValueTask<Refused?> GetAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        if (!FilePath.Read(exchange).Try(out var path, out var refused)
            || !(await exchange.Workspace.Administration.ListSpacesAsync(exchange.Aborted)).Try(out var spaces, out refused))
            return refused;
        return spaces.FirstOrDefault(s => s.Path.Equals(path)) is { } space
            ? await exchange.JsonAsync(StatusCodes.Status200OK, ToRecord(space), AtriumJson.Default.SpaceRecord)
            : Refused.NotFound($"The space {path}");
    }

    internal static async ValueTask<Refused?> AddAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        if (!(await Json.ReadAsync(exchange, AtriumJson.Default.SpaceRequest)).Try(out var request, out var refused))
            return refused;
        if (request.Path is null)
            return Refused.Invalid("The path of the new space is missing, such as /shared/plans.");
        if (!NodePath.Parse(request.Path).Try(out var path, out refused)
            || !ToSettings(request).Try(out var settings, out refused)
            || !(await exchange.Workspace.Administration.AddSpaceAsync(path, settings, exchange.Aborted)).Try(out var space, out refused))
            return refused;
        exchange.Response.Headers.Location = FilePath.Link(space.Path, NodeKind.File).Replace(Routes.FilesPrefix, Link, StringComparison.Ordinal);
        return await exchange.JsonAsync(StatusCodes.Status201Created, ToRecord(space), AtriumJson.Default.SpaceRecord);
    }

    internal static async ValueTask<Refused?> SetAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        if (!FilePath.Read(exchange).Try(out var path, out var refused)
            || !(await Json.ReadAsync(exchange, AtriumJson.Default.SpaceRequest)).Try(out var request, out refused))
            return refused;
        if (request.Path is not null)
            return Refused.Invalid("The path of a space is in the address and cannot be changed.");
        if (!ToSettings(request).Try(out var settings, out refused)
            || !(await exchange.Workspace.Administration.SetSpaceAsync(path, settings, exchange.Aborted)).Try(out var space, out refused))
            return refused;
        return await exchange.JsonAsync(StatusCodes.Status200OK, ToRecord(space), AtriumJson.Default.SpaceRecord);
    }

    internal static async ValueTask<Refused?> RemoveAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown("content") is { } unknown)
            return unknown;
        SpaceFate? fate = exchange.Query.Find("content") switch
        {
            null => SpaceFate.DeleteIfUnused,
            "delete" => SpaceFate.Delete,
            _ => null,
        };
        if (fate is null)
            return Refused.Invalid("Say content=delete to delete what is in the space with it; nothing where it is unused.");
        return FilePath.Read(exchange).Try(out var path, out var refused)
            ? exchange.Empty(await exchange.Workspace.Administration.RemoveSpaceAsync(path, fate.Value, exchange.Aborted))
            : refused;
    }

    private static Outcome<SpaceSettings> ToSettings(SpaceRequest request)
    {
        if (request.RetentionSeconds is { } seconds && (seconds < 0 || seconds > SpaceSettings.MaxRetention.TotalSeconds))
            return Refused.Invalid($"The retention is 0 to {SpaceSettings.MaxRetention.TotalSeconds} seconds.");
        return new SpaceSettings
        {
            Quota = request.Quota,
            HistoryCap = request.HistoryCap,
            Retention = request.RetentionSeconds is { } retention ? TimeSpan.FromSeconds(retention) : null,
            Owner = request.Owner,
        };
    }

    private static SpaceRecord ToRecord(SpaceInfo space) => new(
        space.Path.ToString(), space.Owner, space.Quota, space.Used, space.HistoryCap, space.History, (long)space.Retention.TotalSeconds, space.Sequence);
}
