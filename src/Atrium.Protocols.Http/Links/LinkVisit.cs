using System.Security.Cryptography;
using System.Text;
using Atrium.Core;
using Atrium.Core.Shares;
using Atrium.Protocols.Http.Dispatch;
using Atrium.Protocols.Http.SignIn;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Links;

/// <summary>One request that follows a link: its token, what opens it, and what it leads to.</summary>
internal static class LinkVisit
{
    /// <summary>Holds the proof of a link's password. The prefix lets it be set over TLS alone (RFC 6265bis, 4.1.3.1).</summary>
    private const string Cookie = "__Secure-atrium-link";

    /// <summary>The token; null where there is none.</summary>
    internal static string? Token(Exchange exchange) => exchange.Target.Segments is [_, { Length: > 0 } token, ..] ? token : null;

    /// <summary>The names behind it.</summary>
    internal static IReadOnlyList<string> Names(Exchange exchange) => exchange.Target.Segments[2..];

    /// <summary>Follows it with what came along: the proof in the cookie, or the password of Basic, whatever name stands before it.</summary>
    internal static ValueTask<Outcome<SharedView>> FollowAsync(Exchange exchange, string? password = null)
    {
        // What is behind it is neither for search engines nor for the next site that is visited.
        exchange.Response.Headers["X-Robots-Tag"] = "noindex, nofollow";
        exchange.Response.Headers["Referrer-Policy"] = "no-referrer";
        return Token(exchange) is { } token
            ? exchange.Services.SignIn.FollowAsync(
                token, new ShareKey(password ?? BasicPassword(exchange.Request), exchange.Request.Cookies[Cookie]), HttpSignIn.VisitOf(exchange.Door, exchange.Context), exchange.Aborted)
            : new(Refused.NotFound("What was asked for"));
    }

    /// <summary>Lets the browser keep the proof, for this link alone.</summary>
    internal static void Keep(Exchange exchange, string proof) => exchange.Response.Cookies.Append(
        Cookie, proof, new CookieOptions { HttpOnly = true, Secure = true, SameSite = SameSiteMode.Lax, Path = LinkAddress.Prefix + Token(exchange) });

    private static string? BasicPassword(HttpRequest request)
    {
        if (request.Headers.Authorization.Count == 0 || BasicCredentials.ToPlain(request.Headers.Authorization.ToString()) is not { } message)
            return null;
        var password = Encoding.UTF8.GetString(message.AsSpan(message.AsSpan(1).IndexOf((byte)0) + 2));
        CryptographicOperations.ZeroMemory(message);
        return password;
    }
}
