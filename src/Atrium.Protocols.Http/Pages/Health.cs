using System.Globalization;
using Atrium.Core;
using Atrium.Protocols.Http.Dispatch;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Pages;

/// <summary><c>/livez</c>: the process answers. <c>/readyz</c>: the store is open, requests can be served.</summary>
internal static class Health
{
    internal static ValueTask<Refused?> LiveAsync(Exchange exchange) => TextAsync(exchange, StatusCodes.Status200OK, "live\n");

    internal static ValueTask<Refused?> ReadyAsync(Exchange exchange)
    {
        if (exchange.Services.IsReady())
            return TextAsync(exchange, StatusCodes.Status200OK, "ready\n");
        exchange.Response.Headers.RetryAfter = HttpLimits.RetryAfter.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return TextAsync(exchange, StatusCodes.Status503ServiceUnavailable, "not ready\n");
    }

    private static async ValueTask<Refused?> TextAsync(Exchange exchange, int status, string text)
    {
        var response = exchange.Response;
        response.StatusCode = status;
        response.ContentType = "text/plain; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.ContentLength = text.Length;
        if (!exchange.IsHead)
            await response.WriteAsync(text, exchange.Aborted);
        return null;
    }
}
