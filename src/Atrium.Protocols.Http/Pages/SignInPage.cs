using System.Globalization;
using Atrium.Core;
using Atrium.Protocols.Http.Answers;
using Atrium.Protocols.Http.Dispatch;
using Atrium.Protocols.Http.Requests;
using Atrium.Protocols.Http.SignIn;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Pages;

/// <summary><c>/sign-in</c>: a form that begins a session, and works without a script.</summary>
internal static class SignInPage
{
    internal const string Path = "/sign-in", Next = "next";

    /// <summary>Where somebody is who has signed in and was on no way to anything.</summary>
    private const string Home = "/api/v1/files/";

    internal static async ValueTask<Refused?> ShowAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown(Next) is { } unknown)
            return unknown;
        await WriteAsync(exchange, exchange.Query.Find(Next) ?? "", "", null);
        return null;
    }

    internal static async ValueTask<Refused?> SignInAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        if (!(await FormBody.ReadAsync(exchange)).Try(out var form, out var refused) || (refused = form.Unknown("account", "password", Next)) is not null)
            return refused;
        var (account, next) = (form.Find("account") ?? "", form.Find(Next) ?? "");
        if (!(await SessionResource.OpenAsync(exchange, account, form.Find("password") ?? "")).Try(out _, out refused))
        {
            exchange.Response.StatusCode = Problems.StatusOf(refused.Kind, conditional: false);
            if (refused.RetryAfter is { } wait)
                exchange.Response.Headers.RetryAfter = wait.TotalSeconds.ToString(CultureInfo.InvariantCulture);
            await WriteAsync(exchange, next, account, refused);
            return null;
        }
        // See other (RFC 9110, 15.4.4): loading the page again does not send the password again.
        exchange.Response.StatusCode = StatusCodes.Status303SeeOther;
        exchange.Response.Headers.Location = IsOwn(next) ? next : Home;
        return null;
    }

    /// <summary>
    /// Whether it is a path of this server and nothing else: one slash, and what an address is made of. Browsers read a second slash or a
    /// backslash as the beginning of another host's name.
    /// </summary>
    internal static bool IsOwn(string next)
        => next.StartsWith('/') && !next.StartsWith("//", StringComparison.Ordinal) && !next.Contains('\\') && !next.AsSpan().ContainsAnyExceptInRange('!', '~');

    private static async Task WriteAsync(Exchange exchange, string next, string account, Refused? refused)
    {
        exchange.Response.Headers.CacheControl = "no-store";
        var hidden = IsOwn(next) ? $"<input type=\"hidden\" name=\"{Next}\" value=\"{Page.Encode(next)}\">" : "";
        var said = refused is null ? "" : $"<p role=\"alert\">{Page.Encode(refused.Detail)}</p>";
        await new Page("Sign in", $"""
            <h1>Sign in</h1>
            <p class="soft">{Page.Encode(exchange.Services.Server().Name)}</p>
            {said}
            <form method="post" action="{Path}">
            {hidden}
            <label>Name <input name="account" value="{Page.Encode(account)}" autocomplete="username" autocapitalize="none" spellcheck="false" required autofocus></label>
            <label>Password <input name="password" type="password" autocomplete="current-password" required></label>
            <button>Sign in</button>
            </form>
            <p class="soft">It is the account's own password that is asked for. Who has none, or has lost it, asks whoever runs the server.</p>
            """) { HasForm = true }.WriteAsync(exchange.Context);
    }
}
