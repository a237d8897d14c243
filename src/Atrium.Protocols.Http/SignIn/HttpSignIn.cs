using System.Security.Cryptography;
using System.Text;
using Atrium.Core;
using Atrium.Core.Accounts;
using Atrium.Protocols.Http.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Atrium.Protocols.Http.SignIn;

/// <summary>Makes a request's caller out of its door and its Authorization field. Every request signs in anew, with its field or with the cookie of a session.</summary>
internal static class HttpSignIn
{
    /// <summary>RFC 7617, 2.1: the charset tells clients to send UTF-8.</summary>
    private const string Basic = "Basic realm=\"Atrium\", charset=\"UTF-8\"";

    /// <summary>How to sign in (RFC 9110, 11.6.1); of a token also that it was wrong (RFC 6750, 3.1).</summary>
    internal static StringValues Challenges(HttpRequest request)
    {
        var bearer = BearerCredentials.IsBearer(request.Headers.Authorization.ToString()) ? "Bearer realm=\"Atrium\", error=\"invalid_token\"" : "Bearer realm=\"Atrium\"";
        // A browser that is told of Basic puts a dialog of its own before the page that leads to the sign-in.
        var isBrowser = Accepted.PrefersHtml(request) || request.Headers.ContainsKey("Sec-Fetch-Mode");
        return isBrowser ? new(bearer) : new([Basic, bearer]);
    }

    /// <summary>How a request came in.</summary>
    internal static Visit VisitOf(HttpDoor door, HttpContext context)
        => new(door.Protocol, context.Connection.RemoteIpAddress, context.Connection.Id, Encrypted: door.Kind != HttpDoorKind.Http);

    /// <param name="signIn">Where an account becomes a caller.</param>
    /// <param name="door">Where it came in.</param>
    /// <param name="context">The request.</param>
    /// <param name="protocol">What is spoken over TLS here, where that is not the door's own protocol.</param>
    internal static async ValueTask<Outcome<Workspace>> EnterAsync(ISignIn signIn, HttpDoor door, HttpContext context, string? protocol = null)
    {
        var visit = VisitOf(door, context);
        if (protocol is not null && door.Kind == HttpDoorKind.Https)
            visit = visit with { Protocol = protocol };
        if (door.Kind == HttpDoorKind.Local)
            return await ExchangeAsync(signIn, "EXTERNAL", visit, ReadOnlyMemory<byte>.Empty, context.RequestAborted);

        var authorization = context.Request.Headers.Authorization;
        if (authorization.Count == 0)
            return door.Kind == HttpDoorKind.Https && SessionCookie.Read(context.Request) is { } secret
                ? await EnterSessionAsync(signIn, visit, context, secret)
                : signIn.Anonymous(visit);
        // A password in clear text has been read by everybody on the way: it must not look as if it were of use.
        if (door.Kind == HttpDoorKind.Http)
            return new Refused(Refusal.SignInRequired, "Passwords are taken over HTTPS only.");
        var isBearer = BearerCredentials.IsBearer(authorization.ToString());
        var message = isBearer ? BearerCredentials.ToMessage(authorization.ToString()) : BasicCredentials.ToPlain(authorization.ToString());
        if (message is null)
            return new Refused(Refusal.SignInRequired, "Sign in with Basic, base64 of NAME:PASSWORD in UTF-8 (RFC 7617), or with Bearer and a token (RFC 6750).");
        try
        {
            return await ExchangeAsync(signIn, isBearer ? "OAUTHBEARER" : "PLAIN", visit, message, context.RequestAborted);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(message);
        }
    }

    /// <summary>Signs in with a name and a password that came in a body.</summary>
    internal static async ValueTask<Outcome<Workspace>> PasswordAsync(ISignIn signIn, Visit visit, string account, string password, CancellationToken cancellation)
    {
        var message = Encoding.UTF8.GetBytes($"\0{account}\0{password}");
        try
        {
            return await ExchangeAsync(signIn, "PLAIN", visit, message, cancellation);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(message);
        }
    }

    /// <summary>The session of a cookie; null when it has ended.</summary>
    internal static async ValueTask<Workspace?> ResumeAsync(ISignIn signIn, Visit visit, string secret, CancellationToken cancellation)
        => (await ExchangeAsync(signIn, Core.Accounts.SignIn.SessionMechanism, visit, Encoding.UTF8.GetBytes(secret), cancellation)).Try(out var workspace, out _) ? workspace : null;

    /// <summary>The answer to a change by cookie that does not show that one of the server's own pages asked for it.</summary>
    internal static Refused NoToken { get; } = Refused.Denied(
        $"A change in a session needs the session's token in the field {SessionCookie.TokenField}: it is 'csrf' in the answer of GET /api/v1/session.");

    /// <summary>
    /// Whoever has a cookie of a session that has ended is a visitor: public files stay public for him, and what needs a sign-in says so.
    /// </summary>
    private static async ValueTask<Outcome<Workspace>> EnterSessionAsync(ISignIn signIn, Visit visit, HttpContext context, string secret)
    {
        if (await ResumeAsync(signIn, visit, secret, context.RequestAborted) is not { } workspace)
        {
            SessionCookie.Clear(context.Response);
            return signIn.Anonymous(visit);
        }
        // Browsers send cookies by themselves, with what other pages ask for too (ATTACKS 50). Where the page says where it came from, the
        // front has looked at that already.
        if (!RequestMethod.IsSafe(context.Request.Method) && !SessionCookie.IsToken(context.Request.Headers[SessionCookie.TokenField], secret))
            return NoToken;
        return workspace;
    }

    private static async ValueTask<Outcome<Workspace>> ExchangeAsync(
        ISignIn signIn, string mechanism, Visit visit, ReadOnlyMemory<byte> message, CancellationToken cancellation)
    {
        if (!signIn.Begin(mechanism, visit).Try(out var exchange, out var refused))
            return refused;
        var step = await exchange.StepAsync(message, cancellation);
        // RFC 7628, 3.2.3: what is wrong with a token is said first, and acknowledged.
        if (step.Challenge is not null)
            step = await exchange.StepAsync(BearerCredentials.Acknowledgement, cancellation);
        if (step.Workspace is { } workspace)
            return workspace;
        return step.Refused ?? new Refused(Refusal.SignInRequired, "The sign-in needs more steps than HTTP has.");
    }
}
