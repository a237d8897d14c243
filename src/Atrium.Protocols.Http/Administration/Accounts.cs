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
        if (!(await exchange.Workspace.Accounts.ListAsync(exchange.Aborted)).Try(out var accounts, out var refused))
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
        var account = new NewAccount(request.Name, request.Password) { Role = ToRole(request.Administrator), Addresses = request.Addresses ?? [] };
        if (!(await exchange.Workspace.Accounts.AddAsync(account, exchange.Aborted)).Try(out var added, out refused))
            return refused;
        exchange.Response.Headers.Location = $"{AccountPath.Prefix}/{added.Name}";
        return await exchange.JsonAsync(StatusCodes.Status201Created, ToRecord(added), AtriumJson.Default.AccountRecord);
    }

    internal static async ValueTask<Refused?> GetAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        if (!(await exchange.Workspace.Accounts.ShowAsync(AccountPath.Account(exchange), exchange.Aborted)).Try(out var found, out var refused))
            return refused;
        var account = found.Account;
        return await exchange.JsonAsync(
            StatusCodes.Status200OK,
            new AccountDetailRecord(
                account.Name, account.IsAdministrator, account.IsDisabled, account.Created, account.Addresses, found.Groups, found.Spaces),
            AtriumJson.Default.AccountDetailRecord);
    }

    internal static async ValueTask<Refused?> SetAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        if (!(await Json.ReadAsync(exchange, AtriumJson.Default.AccountPatchRequest)).Try(out var request, out var refused))
            return refused;
        var settings = new AccountSettings
        {
            State = request.Disabled is { } disabled ? disabled ? AccountState.Disabled : AccountState.Active : null,
            Role = request.Administrator is { } administrator ? ToRole(administrator) : null,
        };
        if (!(await exchange.Workspace.Accounts.SetAsync(AccountPath.Account(exchange), settings, exchange.Aborted)).Try(out var account, out refused))
            return refused;
        return await exchange.JsonAsync(StatusCodes.Status200OK, ToRecord(account), AtriumJson.Default.AccountRecord);
    }

    internal static async ValueTask<Refused?> RemoveAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown("home", "homeTo") is { } unknown)
            return unknown;
        var newOwner = exchange.Query.Find("homeTo");
        HomeFate? fate = (exchange.Query.Find("home"), newOwner) switch
        {
            (null, null) => HomeFate.DeleteIfUnused,
            ("delete", null) => HomeFate.Delete,
            (null, { Length: > 0 }) => HomeFate.HandOver,
            _ => null,
        };
        if (fate is null)
            return Refused.Invalid("Say what becomes of the home: home=delete, or homeTo=NAME of its new owner; nothing where it is unused.");
        return exchange.Empty(await exchange.Workspace.Accounts.RemoveAsync(AccountPath.Account(exchange), fate.Value, newOwner, exchange.Aborted));
    }

    internal static async ValueTask<Refused?> SetPasswordAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        if (!(await Json.ReadAsync(exchange, AtriumJson.Default.PasswordRequest)).Try(out var request, out var refused))
            return refused;
        return exchange.Empty(await exchange.Workspace.Accounts.SetPasswordAsync(AccountPath.Account(exchange), request.Password, request.Present, exchange.Aborted));
    }

    internal static async ValueTask<Refused?> AddAddressAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        var name = AccountPath.Account(exchange);
        if (!(await Json.ReadAsync(exchange, AtriumJson.Default.AddressRequest)).Try(out var request, out var refused)
            || !(await exchange.Workspace.Accounts.AddAddressAsync(name, request.Address, exchange.Aborted)).Try(out var account, out refused))
            return refused;
        exchange.Response.Headers.Location = AccountPath.Link(account.Name, "addresses", request.Address);
        return await exchange.JsonAsync(StatusCodes.Status201Created, ToRecord(account), AtriumJson.Default.AccountRecord);
    }

    internal static async ValueTask<Refused?> RemoveAddressAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        return exchange.Empty(await exchange.Workspace.Accounts.RemoveAddressAsync(AccountPath.Account(exchange), AccountPath.Item(exchange), exchange.Aborted));
    }

    private static AccountRole ToRole(bool administrator) => administrator ? AccountRole.Administrator : AccountRole.Member;

    private static AccountRecord ToRecord(AccountInfo account)
        => new(account.Name, account.IsAdministrator, account.IsDisabled, account.Created, account.Addresses);
}
