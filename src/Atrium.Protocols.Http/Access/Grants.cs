using Atrium.Api;
using Atrium.Core;
using Atrium.Core.Access;
using Atrium.Core.Repository;
using Atrium.Protocols.Http.Answers;
using Atrium.Protocols.Http.Dispatch;
using Atrium.Protocols.Http.Files;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Access;

/// <summary><c>/api/v1/grants</c>: who may do what with a node.</summary>
internal static class Grants
{
    internal static async ValueTask<Refused?> ListAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown("path") is { } unknown)
            return unknown;
        if (!FilePath.Parameter(exchange.Query).Try(out var path, out var refused)
            || !(await exchange.Workspace.Access.ListAsync(path, exchange.Aborted)).Try(out var list, out refused))
            return refused;
        return await exchange.JsonAsync(
            StatusCodes.Status200OK, new AccessListRecord(list.Path.ToString(), list.Inherits, [.. list.Entries.Select(AccessRecords.ToRecord)]),
            AtriumJson.Default.AccessListRecord);
    }

    internal static async ValueTask<Refused?> GrantAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        if (!(await Json.ReadAsync(exchange, AtriumJson.Default.GrantRequest)).Try(out var request, out var refused)
            || !NodePath.Parse(request.Path).Try(out var path, out refused)
            || !RightsText.Parse(request.Rights).Try(out var rights, out refused)
            || !(await exchange.Workspace.Access.GrantAsync(path, request.Principal, rights, exchange.Aborted)).Try(out var grant, out refused))
            return refused;
        return await exchange.JsonAsync(StatusCodes.Status200OK, AccessRecords.ToRecord(grant), AtriumJson.Default.GrantRecord);
    }

    internal static async ValueTask<Refused?> RevokeAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown("path", "principal") is { } unknown)
            return unknown;
        if (!FilePath.Parameter(exchange.Query).Try(out var path, out var refused))
            return refused;
        if (exchange.Query.Find("principal") is not { Length: > 0 } principal)
            return Refused.Invalid("The parameter 'principal' names the account or group, or is everyone or anyone.");
        return exchange.Empty(await exchange.Workspace.Access.RevokeAsync(path, principal, exchange.Aborted));
    }

    internal static async ValueTask<Refused?> SetInheritanceAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        if (!(await Json.ReadAsync(exchange, AtriumJson.Default.InheritanceRequest)).Try(out var request, out var refused)
            || !NodePath.Parse(request.Path).Try(out var path, out refused))
            return refused;
        return exchange.Empty(await exchange.Workspace.Access.SetInheritanceAsync(path, request.Inherits, exchange.Aborted));
    }
}
