using System.Net;
using Atrium.Core;
using Atrium.Protocols.Http.Dispatch;

namespace Atrium.Protocols.Http.Pages;

/// <summary><c>/metrics</c>: all that is measured, for Prometheus. From this machine without a sign-in, otherwise for administrators.</summary>
internal static class MetricsPage
{
    internal static async ValueTask<Refused?> HandleAsync(Exchange exchange)
    {
        if (exchange.Query.Unknown() is { } unknown)
            return unknown;
        if (!IsFromHere(exchange)
            && !(await exchange.Workspace.Administration.AdmitAsync(exchange.Aborted)).Try(out _, out var refused))
            return refused;
        exchange.Response.Headers.CacheControl = "no-store";
        exchange.Response.Headers.XContentTypeOptions = "nosniff";
        await exchange.Services.Scrape(exchange.Context);
        return null;
    }

    /// <summary>
    /// Not what a proxy on this machine passes on: that comes from here, and its client from anywhere.
    /// </summary>
    private static bool IsFromHere(Exchange exchange)
    {
        if (exchange.Door.Kind == HttpDoorKind.Local)
            return true;
        var fields = exchange.Request.Headers;
        return exchange.IsAnonymous
            && exchange.Context.Connection.RemoteIpAddress is { } peer && IPAddress.IsLoopback(peer)
            && !fields.ContainsKey("X-Forwarded-For") && !fields.ContainsKey("Forwarded") && !fields.ContainsKey("Via");
    }
}
