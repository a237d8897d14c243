using Atrium.Core;
using Atrium.Protocols.Http.Dispatch;
using Atrium.Protocols.Http.Requests;
using Atrium.Protocols.Http.SignIn;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Pages;

/// <summary><c>/sign-out</c>: a button that ends the session. A link alone would let any page sign people out.</summary>
internal static class SignOutPage
{
    internal const string Path = "/sign-out";

    internal static async ValueTask<Refused?> ShowAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        exchange.Response.Headers.CacheControl = "no-store";
        var form = SessionCookie.Read(exchange.Request) is { } secret
            ? $"""
            <form method="post" action="{Path}">
            <input type="hidden" name="{SessionCookie.TokenParameter}" value="{SessionCookie.TokenOf(secret)}">
            <button>Sign out</button>
            </form>
            """
            : $"<p>Nobody is signed in in this browser. <a href=\"{SignInPage.Path}\">Sign in</a></p>";
        await new Page("Sign out", $"<h1>Sign out</h1>\n{form}") { HasForm = true }.WriteAsync(exchange.Context);
        return null;
    }

    internal static async ValueTask<Refused?> SignOutAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        if (!(await FormBody.ReadAsync(exchange)).Try(out var form, out var refused) || (refused = form.Unknown(SessionCookie.TokenParameter)) is not null)
            return refused;
        if (SessionCookie.Read(exchange.Request) is { } secret)
        {
            if (!SessionCookie.IsToken(form.Find(SessionCookie.TokenParameter), secret))
                return HttpSignIn.NoToken;
            await SessionResource.EndOldAsync(exchange, HttpSignIn.VisitOf(exchange.Door, exchange.Context));
        }
        SessionCookie.Clear(exchange.Response);
        exchange.Response.StatusCode = StatusCodes.Status303SeeOther;
        exchange.Response.Headers.Location = SignInPage.Path;
        return null;
    }
}
