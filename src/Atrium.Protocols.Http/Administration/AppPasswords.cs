using Atrium.Api;
using Atrium.Core;
using Atrium.Core.Accounts;
using Atrium.Protocols.Http.Answers;
using Atrium.Protocols.Http.Dispatch;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Administration;

/// <summary><c>/api/v1/accounts/{name}/app-passwords</c>.</summary>
internal static class AppPasswords
{
    internal static async ValueTask<Refused?> ListAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        if (!(await exchange.Workspace.Credentials.ListAppPasswordsAsync(AccountPath.Account(exchange), exchange.Aborted)).Try(out var found, out var refused))
            return refused;
        return await exchange.JsonAsync(
            StatusCodes.Status200OK,
            new PageRecord<AppPasswordRecord>([.. found.Select(one => new AppPasswordRecord(one.Label, one.Protocols, one.Created, ToRecord(one.LastUse)))]),
            AtriumJson.Default.PageRecordAppPasswordRecord);
    }

    internal static async ValueTask<Refused?> AddAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        var account = AccountPath.Account(exchange);
        if (!(await Json.ReadAsync(exchange, AtriumJson.Default.AppPasswordRequest)).Try(out var request, out var refused)
            || !(await exchange.Workspace.Credentials.AddAppPasswordAsync(account, request.Label, request.Protocols ?? [], exchange.Aborted)).Try(out var added, out refused))
            return refused;
        exchange.Response.Headers.Location = AccountPath.Link(account, "app-passwords", added.Info.Label);
        return await exchange.JsonAsync(
            StatusCodes.Status201Created,
            new NewAppPasswordRecord(added.Info.Label, added.Info.Protocols, added.Info.Created, added.Login, added.Password),
            AtriumJson.Default.NewAppPasswordRecord);
    }

    internal static async ValueTask<Refused?> RevokeAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        return exchange.Empty(await exchange.Workspace.Credentials.RevokeAppPasswordAsync(AccountPath.Account(exchange), AccountPath.Item(exchange), exchange.Aborted));
    }

    internal static CredentialUseRecord? ToRecord(CredentialUse? use) => use is null ? null : new CredentialUseRecord(use.At, use.From, use.Protocol);
}
