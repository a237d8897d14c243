using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Pages;

/// <summary>A page for people: plain, without a script, in light and dark, on any width. Whatever goes into it was encoded by its maker.</summary>
/// <param name="Title">Of the window; encoded.</param>
/// <param name="Main">What stands in it, as HTML.</param>
internal sealed record Page(string Title, string Main)
{
    private const string Style = """
        :root{color-scheme:light dark;--ink:#1c2430;--soft:#5b6675;--paper:#fbfaf7;--line:#e2ded5;--mark:#8a4b2a}
        @media(prefers-color-scheme:dark){:root{--ink:#e9e6df;--soft:#a3a9b3;--paper:#171a1f;--line:#2c3138;--mark:#e0a27c}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.6 system-ui,sans-serif;overflow-wrap:anywhere}
        main{max-width:46rem;margin:0 auto;padding:clamp(2rem,12vh,7rem) 1.5rem 4rem}
        h1{font:600 clamp(1.7rem,6vw,2.6rem)/1.15 Georgia,serif;margin:0 0 .4rem;letter-spacing:-.01em}
        h2{font-size:1rem;margin:2.2rem 0 .4rem;color:var(--mark)}
        p{margin:.4rem 0}.soft{color:var(--soft)}
        pre{margin:.6rem 0;padding:.8rem 1rem;overflow-x:auto;border:1px solid var(--line);border-radius:6px;font:14px/1.5 ui-monospace,monospace}
        a{color:var(--mark);text-underline-offset:.15em}a:hover{text-decoration-thickness:2px}
        table{width:100%;border-collapse:collapse;margin:1.6rem 0 1rem}
        th{text-align:left;font-weight:600;font-size:.85rem;color:var(--soft)}
        th a{color:inherit}
        th,td{padding:.45rem .6rem .45rem 0;border-bottom:1px solid var(--line);vertical-align:top}
        .number{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
        .time{white-space:nowrap;color:var(--soft);padding:.45rem 0 .45rem 1.4rem}
        th:first-child{width:100%}
        form{margin:1.6rem 0;display:grid;gap:.6rem;max-width:26rem}
        label{font-size:.85rem;font-weight:600;color:var(--soft)}
        input{font:inherit;color:inherit;background:transparent;border:1px solid var(--line);border-radius:6px;padding:.55rem .7rem;width:100%}
        button,.button{font:inherit;font-weight:600;justify-self:start;border:0;border-radius:6px;padding:.55rem 1.3rem;background:var(--mark);color:var(--paper);cursor:pointer;text-decoration:none;display:inline-block}
        :focus-visible{outline:3px solid var(--mark);outline-offset:2px}
        [role=alert]{margin:1rem 0;padding:.5rem .8rem;border-left:3px solid var(--mark)}
        @media(max-width:34rem){.time{display:none}.number{padding-right:0}}
        """;

    // No script can run in it, nothing is loaded, nobody frames it.
    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; frame-ancestors 'none'; form-action ";

    /// <summary>A form of it goes to this server, and nowhere else; without one, none goes anywhere.</summary>
    internal bool HasForm { get; init; }

    internal static string Encode(string text) => WebUtility.HtmlEncode(text);

    /// <summary>Writes it; the status and what a cache may do are set already.</summary>
    internal async Task WriteAsync(HttpContext context)
    {
        var bytes = Encoding.UTF8.GetBytes($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Title}</title>
            <style>{Style}</style>
            </head>
            <body>
            <main>
            {Main}
            </main>
            </body>
            </html>

            """);
        var response = context.Response;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentSecurityPolicy = Policy + (HasForm ? "'self'" : "'none'");
        response.Headers.XContentTypeOptions = "nosniff";
        // With no-referrer a browser says of a form that it comes from nowhere (Origin: null), which looks like another site's.
        response.Headers["Referrer-Policy"] = HasForm ? "same-origin" : "no-referrer";
        response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await response.BodyWriter.WriteAsync(bytes, context.RequestAborted);
    }
}
