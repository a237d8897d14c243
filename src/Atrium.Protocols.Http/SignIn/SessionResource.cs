using Atrium.Api;
using Atrium.Core;
using Atrium.Core.Accounts.Sessions;
using Atrium.Protocols.Http.Answers;
using Atrium.Protocols.Http.Dispatch;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.SignIn;

/// <summary><c>/api/v1/session</c>: a browser's session, kept in a cookie.</summary>
internal static class SessionResource
{
    internal static async ValueTask<Refused?> BeginAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        if (!(await Json.ReadAsync(exchange, AtriumJson.Default.SessionRequest)).Try(out var request, out var refused)
            || !(await OpenAsync(exchange, request.Account, request.Password)).Try(out var begun, out refused))
            return refused;
        return await exchange.JsonAsync(
            StatusCodes.Status201Created, ToRecord(begun.Account, begun.Session.Info, begun.Session.Secret), AtriumJson.Default.OwnSessionRecord);
    }

    internal static async ValueTask<Refused?> GetAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        if (!(await exchange.Workspace.Session.ShowAsync(exchange.Aborted)).Try(out var session, out var refused))
            return refused;
        return await exchange.JsonAsync(
            StatusCodes.Status200OK, ToRecord(exchange.Workspace.AccountName, session, SessionCookie.Read(exchange.Request)!), AtriumJson.Default.OwnSessionRecord);
    }

    internal static async ValueTask<Refused?> EndAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        var ended = await exchange.Workspace.Session.EndAsync(exchange.Aborted);
        if (ended.Refused is null)
            SessionCookie.Clear(exchange.Response);
        return exchange.Empty(ended);
    }

    internal static async ValueTask<Refused?> ConfirmAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        if (!(await Json.ReadAsync(exchange, AtriumJson.Default.ConfirmRequest)).Try(out var request, out var refused))
            return refused;
        return exchange.Empty(await exchange.Workspace.Session.ConfirmAsync(request.Password, exchange.Aborted));
    }

    /// <summary>
    /// Signs in with the account's own password, and begins a session under a new secret, whatever the request came with: a cookie that
    /// somebody else has planted is worth nothing (ATTACKS 50). A session that was open in this browser ends.
    /// </summary>
    internal static async ValueTask<Outcome<(string Account, NewSession Session)>> OpenAsync(Exchange exchange, string account, string password)
    {
        var visit = HttpSignIn.VisitOf(exchange.Door, exchange.Context);
        if (!(await HttpSignIn.PasswordAsync(exchange.Services.SignIn, visit, account, password, exchange.Aborted)).Try(out var workspace, out var refused)
            || !(await workspace.Session.BeginAsync(exchange.Request.Headers.UserAgent.ToString(), exchange.Aborted)).Try(out var session, out refused))
            return refused;
        await EndOldAsync(exchange, visit);
        SessionCookie.Set(exchange.Response, session.Secret, session.Lifetime);
        return (workspace.AccountName, session);
    }

    /// <summary>Ends the session that the request's cookie is of, if it is of one.</summary>
    internal static async ValueTask EndOldAsync(Exchange exchange, Visit visit)
    {
        if (SessionCookie.Read(exchange.Request) is { } old && await HttpSignIn.ResumeAsync(exchange.Services.SignIn, visit, old, exchange.Aborted) is { } workspace)
            await workspace.Session.EndAsync(exchange.Aborted);
    }

    private static OwnSessionRecord ToRecord(string account, SessionInfo session, string secret)
        => new(account, session.Id, session.Created, session.Expires, SessionCookie.TokenOf(secret));
}
