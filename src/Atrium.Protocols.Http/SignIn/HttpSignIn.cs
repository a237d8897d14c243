using System.Security.Cryptography;
using Atrium.Core;
using Atrium.Core.Accounts;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Atrium.Protocols.Http.SignIn;

/// <summary>Makes a request's caller out of its door and its Authorization field. Every request signs in anew: HTTP has no session.</summary>
internal static class HttpSignIn
{
    /// <summary>RFC 7617, 2.1: the charset tells clients to send UTF-8.</summary>
    private const string Basic = "Basic realm=\"Atrium\", charset=\"UTF-8\"";

    /// <summary>How to sign in (RFC 9110, 11.6.1); of a token also that it was wrong (RFC 6750, 3.1).</summary>
    internal static StringValues Challenges(HttpRequest request) => new(
    [
        Basic,
        BearerCredentials.IsBearer(request.Headers.Authorization.ToString()) ? "Bearer realm=\"Atrium\", error=\"invalid_token\"" : "Bearer realm=\"Atrium\"",
    ]);

    /// <summary>How a request came in.</summary>
    internal static Visit VisitOf(HttpDoor door, HttpContext context)
        => new(door.Protocol, context.Connection.RemoteIpAddress, context.Connection.Id, Encrypted: door.Kind != HttpDoorKind.Http);

    internal static async ValueTask<Outcome<Workspace>> EnterAsync(ISignIn signIn, HttpDoor door, HttpContext context)
    {
        var visit = VisitOf(door, context);
        if (door.Kind == HttpDoorKind.Local)
            return await ExchangeAsync(signIn, "EXTERNAL", visit, ReadOnlyMemory<byte>.Empty, context.RequestAborted);

        var authorization = context.Request.Headers.Authorization;
        if (authorization.Count == 0)
            return signIn.Anonymous(visit);
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
