using Atrium.Api;
using Atrium.Core;
using Atrium.Core.Accounts;
using Atrium.Protocols.Http.Answers;
using Atrium.Protocols.Http.Dispatch;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Administration;

/// <summary><c>/api/v1/accounts/{name}/tokens</c>.</summary>
internal static class Tokens
{
    internal static async ValueTask<Refused?> ListAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        if (!(await exchange.Workspace.Credentials.ListTokensAsync(AccountPath.Account(exchange), exchange.Aborted)).Try(out var found, out var refused))
            return refused;
        return await exchange.JsonAsync(
            StatusCodes.Status200OK,
            new PageRecord<TokenRecord>(
                [.. found.Select(one => new TokenRecord(one.Label, ScopeName(one.Scope), one.Created, one.Expires, AppPasswords.ToRecord(one.LastUse)))]),
            AtriumJson.Default.PageRecordTokenRecord);
    }

    internal static async ValueTask<Refused?> AddAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        var account = AccountPath.Account(exchange);
        if (!(await Json.ReadAsync(exchange, AtriumJson.Default.TokenRequest)).Try(out var request, out var refused)
            || !ReadScope(request.Scope).Try(out var scope, out refused)
            || !(await exchange.Workspace.Credentials.AddTokenAsync(account, request.Label, scope, request.Expires, exchange.Aborted)).Try(out var added, out refused))
            return refused;
        exchange.Response.Headers.Location = AccountPath.Link(account, "tokens", added.Info.Label);
        return await exchange.JsonAsync(
            StatusCodes.Status201Created,
            new NewTokenRecord(added.Info.Label, ScopeName(scope), added.Info.Created, added.Info.Expires, added.Token),
            AtriumJson.Default.NewTokenRecord);
    }

    internal static async ValueTask<Refused?> RevokeAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        return exchange.Empty(await exchange.Workspace.Credentials.RevokeTokenAsync(AccountPath.Account(exchange), AccountPath.Item(exchange), exchange.Aborted));
    }

    private static Outcome<TokenScope> ReadScope(string name) => name switch
    {
        "read" => TokenScope.Read,
        "write" => TokenScope.Write,
        "admin" => TokenScope.Admin,
        _ => Refused.Invalid("A scope is read (read files), write (everything with files) or admin (all that the account may)."),
    };

    private static string ScopeName(TokenScope scope) => scope switch
    {
        TokenScope.Read => "read",
        TokenScope.Write => "write",
        TokenScope.Admin => "admin",
        _ => throw new InvalidOperationException($"A token of the unknown scope {scope}."),
    };
}
