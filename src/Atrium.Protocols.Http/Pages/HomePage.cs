using System.Net;
using System.Security.Cryptography;
using System.Text;
using Atrium.Core;
using Atrium.Protocols.Http.Dispatch;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Pages;

/// <summary><c>/</c>: what a person sees who opens the server's address.</summary>
internal static class HomePage
{
    private const string Style = """
        :root{color-scheme:light dark;--ink:#1c2430;--soft:#5b6675;--paper:#fbfaf7;--line:#e2ded5;--mark:#8a4b2a}
        @media(prefers-color-scheme:dark){:root{--ink:#e9e6df;--soft:#a3a9b3;--paper:#171a1f;--line:#2c3138;--mark:#e0a27c}}
        body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.6 system-ui,sans-serif}
        main{max-width:42rem;margin:0 auto;padding:12vh 1.5rem 4rem}
        h1{font:600 2.6rem/1.1 Georgia,serif;margin:0 0 .4rem;letter-spacing:-.01em}
        h2{font-size:1rem;margin:2.2rem 0 .4rem;color:var(--mark)}
        p{margin:.4rem 0}.soft{color:var(--soft)}
        pre{margin:.6rem 0;padding:.8rem 1rem;overflow-x:auto;border:1px solid var(--line);border-radius:6px;font:14px/1.5 ui-monospace,monospace}
        a{color:var(--mark)}
        """;

    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    internal static async ValueTask<Refused?> HandleAsync(Exchange exchange)
    {
        var server = exchange.Services.Server();
        // The server's own name, never the one that the request came with (ATTACKS 9).
        var name = WebUtility.HtmlEncode(server.Name);
        var origin = WebUtility.HtmlEncode(server.HttpsPort == 443 ? $"https://{server.Name}" : $"https://{server.Name}:{server.HttpsPort}");
        var page = $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{name} - Atrium</title>
            <style>{Style}</style>
            </head>
            <body>
            <main>
            <h1>{name}</h1>
            <p class="soft">This is an Atrium server: one set of accounts, one repository of files.</p>
            <h2>Look around</h2>
            <p><a href="/api/v1/files/">Your files</a>, <a href="/api/v1/spaces">your spaces</a> (you will be asked to sign in).</p>
            <h2>From a terminal</h2>
            <pre>curl {origin}/ca.crt --insecure -o ca.crt
            curl --cacert ca.crt -u NAME -T report.pdf {origin}/api/v1/files/home/NAME/
            curl --cacert ca.crt -u NAME {origin}/api/v1/files/home/NAME/?list</pre>
            <h2>Trust</h2>
            <p>Where the browser warns about this server: its authority's certificate is <a href="/ca.crt">ca.crt</a>. Compare it with the operator's before you install it.</p>
            <p class="soft">Atrium {WebUtility.HtmlEncode(server.Version)}</p>
            </main>
            </body>
            </html>

            """;
        var response = exchange.Response;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.CacheControl = "no-cache";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.ContentLength = Encoding.UTF8.GetByteCount(page);
        if (!exchange.IsHead)
            await response.WriteAsync(page, exchange.Aborted);
        return null;
    }
}
