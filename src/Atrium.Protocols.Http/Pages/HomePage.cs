using System.Net;
using Atrium.Core;
using Atrium.Protocols.Http.Dispatch;

namespace Atrium.Protocols.Http.Pages;

/// <summary><c>/</c>: what a person sees who opens the server's address.</summary>
internal static class HomePage
{
    internal static async ValueTask<Refused?> HandleAsync(Exchange exchange)
    {
        var server = exchange.Services.Server();
        // The server's own name, never the one that the request came with (ATTACKS 9).
        var name = WebUtility.HtmlEncode(server.Name);
        var origin = WebUtility.HtmlEncode(server.HttpsPort == 443 ? $"https://{server.Name}" : $"https://{server.Name}:{server.HttpsPort}");
        var page = new Page($"{name} - Atrium", $"""
            <h1>{name}</h1>
            <p class="soft">This is an Atrium server: one set of accounts, one repository of files.</p>
            <h2>Look around</h2>
            <p><a href="/api/v1/files/">Your files</a>, <a href="/api/v1/spaces">your spaces</a> (you will be asked to sign in), <a href="/api/v1/openapi.json">the API</a>. <a href="/sign-in">Sign in</a>, <a href="/sign-out">sign out</a>.</p>
            <h2>From a terminal</h2>
            <pre>curl {origin}/ca.crt --insecure -o ca.crt
            curl --cacert ca.crt -u NAME -T report.pdf {origin}/api/v1/files/home/NAME/
            curl --cacert ca.crt -u NAME {origin}/api/v1/files/home/NAME/?list</pre>
            <h2>Trust</h2>
            <p>Where the browser warns about this server: its authority's certificate is <a href="/ca.crt">ca.crt</a>. Compare it with the operator's before you install it.</p>
            <p class="soft">Atrium {WebUtility.HtmlEncode(server.Version)}</p>
            """);
        exchange.Response.Headers.CacheControl = "no-cache";
        await page.WriteAsync(exchange.Context);
        return null;
    }
}
