using System.Security.Cryptography;
using Atrium.Core;
using Atrium.Core.Accounts;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.SignIn;

/// <summary>Makes a request's caller out of its door and its Authorization field. Every request signs in anew: HTTP has no session.</summary>
internal static class HttpSignIn
{
    /// <summary>RFC 7617, 2.1: the charset tells clients to send UTF-8.</summary>
    internal const string Challenge = "Basic realm=\"Atrium\", charset=\"UTF-8\"";

    internal static async ValueTask<Outcome<Workspace>> EnterAsync(ISignIn signIn, HttpDoor door, HttpContext context)
    {
        var connection = context.Connection;
        var visit = new Visit(door.Protocol, connection.RemoteIpAddress, connection.Id, Encrypted: door.Kind != HttpDoorKind.Http);
        if (door.Kind == HttpDoorKind.Local)
            return await ExchangeAsync(signIn, "EXTERNAL", visit, ReadOnlyMemory<byte>.Empty, context.RequestAborted);

        var authorization = context.Request.Headers.Authorization;
        if (authorization.Count == 0)
            return signIn.Anonymous(visit);
        // A password in clear text has been read by everybody on the way: it must not look as if it were of use.
        if (door.Kind == HttpDoorKind.Http)
            return new Refused(Refusal.SignInRequired, "Passwords are taken over HTTPS only.");
        var plain = BasicCredentials.ToPlain(authorization.ToString());
        if (plain is null)
            return new Refused(Refusal.SignInRequired, "Sign in with Basic: base64 of NAME:PASSWORD in UTF-8 (RFC 7617).");
        try
        {
            return await ExchangeAsync(signIn, "PLAIN", visit, plain, context.RequestAborted);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    private static async ValueTask<Outcome<Workspace>> ExchangeAsync(
        ISignIn signIn, string mechanism, Visit visit, ReadOnlyMemory<byte> message, CancellationToken cancellation)
    {
        if (!signIn.Begin(mechanism, visit).Try(out var exchange, out var refused))
            return refused;
        var step = await exchange.StepAsync(message, cancellation);
        if (step.Workspace is { } workspace)
            return workspace;
        return step.Refused ?? new Refused(Refusal.SignInRequired, "The sign-in needs more than one step, which Basic does not have.");
    }
}
