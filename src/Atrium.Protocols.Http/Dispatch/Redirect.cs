using System.Globalization;
using Atrium.Protocols.Http.Answers;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Dispatch;

/// <summary>From clear text to TLS.</summary>
internal static class Redirect
{
    internal const int StandardPort = 443;

    /// <summary>308 (RFC 9110, 15.4.9) keeps the method. The host is one of the server's own: a forged one was refused before (ATTACKS 9).</summary>
    internal static void ToHttps(HttpContext context, string host, int port, string rawTarget)
    {
        var authority = port == StandardPort ? host : string.Create(CultureInfo.InvariantCulture, $"{host}:{port}");
        // The absolute form names a host of its own, which is not repeated.
        var path = rawTarget.StartsWith('/') ? rawTarget : "/";
        context.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
        context.Response.Headers.Location = $"https://{authority}{path}";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentLength = 0;
        UnreadBody.Announce(context);
    }

    /// <summary>From one of a site's names to the one that all shall have; the port stays where it is the one that the visitor has really come to.</summary>
    internal static void ToHost(HttpContext context, string host, string rawTarget)
    {
        var port = context.Request.Host.Port is { } given && given == context.Connection.LocalPort ? string.Create(CultureInfo.InvariantCulture, $":{given}") : "";
        context.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
        context.Response.Headers.Location = $"{context.Request.Scheme}://{host}{port}{(rawTarget.StartsWith('/') ? rawTarget : "/")}";
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.ContentLength = 0;
        UnreadBody.Announce(context);
    }
}
