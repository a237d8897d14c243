using Atrium.Api;
using Atrium.Core;
using Atrium.Core.Accounts;
using Atrium.Protocols.Http.Answers;
using Atrium.Protocols.Http.Dispatch;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Administration;

/// <summary><c>/api/v1/accounts</c>.</summary>
internal static class Accounts
{
    internal static async ValueTask<Refused?> ListAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        if (!(await exchange.Workspace.Administration.ListAccountsAsync(exchange.Aborted)).Try(out var accounts, out var refused))
            return refused;
        return await exchange.JsonAsync(
            StatusCodes.Status200OK, new PageRecord<AccountRecord>([.. accounts.Select(ToRecord)]), AtriumJson.Default.PageRecordAccountRecord);
    }

    internal static async ValueTask<Refused?> AddAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        if (!(await Json.ReadAsync(exchange, AtriumJson.Default.AccountRequest)).Try(out var request, out var refused))
            return refused;
        var role = request.Administrator ? AccountRole.Administrator : AccountRole.Member;
        if (!(await exchange.Workspace.Administration.AddAccountAsync(request.Name, request.Password, role, exchange.Aborted)).Try(out var account, out refused))
            return refused;
        return await exchange.JsonAsync(StatusCodes.Status201Created, ToRecord(account), AtriumJson.Default.AccountRecord);
    }

    private static AccountRecord ToRecord(AccountInfo account) => new(account.Name, account.IsAdministrator, account.IsDisabled, account.Created);
}
