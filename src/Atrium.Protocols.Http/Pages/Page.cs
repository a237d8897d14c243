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

    /// <summary>For what shows files, and lists them: wider, with more in a line.</summary>
    private const string More = """
        .wide{max-width:64rem}
        .actions{display:flex;flex-wrap:wrap;gap:.7rem;margin:1.2rem 0}
        .button.plain{background:transparent;color:var(--mark);box-shadow:inset 0 0 0 1px var(--mark)}
        .preview{margin:1.6rem 0;border-radius:8px}
        .preview img,.preview video{display:block;max-width:100%;max-height:80vh;border-radius:8px;background:var(--line)}
        .preview audio{width:100%}
        pre.preview{max-height:75vh;overflow:auto;white-space:pre-wrap}
        object.preview{display:block;width:100%;height:80vh;border:1px solid var(--line)}
        td:first-child a{text-decoration:none}td:first-child a:hover{text-decoration:underline}
        tbody tr:hover{background:color-mix(in srgb,var(--line) 35%,transparent)}
        form[data-drop]{max-width:none;padding:2rem;border:2px dashed var(--line);border-radius:12px}
        form[data-drop].over{border-color:var(--mark)}
        input[type=file]{border:0;padding:.3rem 0}
        .sending{list-style:none;margin:0;padding:0}
        .sending li{display:grid;grid-template-columns:minmax(0,1fr) minmax(6rem,14rem) auto;gap:1rem;align-items:center;padding:.5rem 0;border-bottom:1px solid var(--line)}
        progress{width:100%;accent-color:var(--mark)}
        @media(max-width:34rem){.sending li{grid-template-columns:1fr}}
        """;

    // No script can run in it, nothing is loaded, nobody frames it.
    private static readonly string Policy =
        $"default-src 'none'; style-src '{HashOf(Style)}' '{HashOf(More)}'; base-uri 'none'; frame-ancestors 'none'; form-action ";

    /// <summary>It shows files of this server, as pictures, films, sound and PDF.</summary>
    internal bool ShowsFiles { get; init; }

    /// <summary>It takes the width of a desktop.</summary>
    internal bool IsWide { get; init; }

    /// <summary>A script of our own, without which the page works too; it may ask this server.</summary>
    internal string? Script { get; init; }

    /// <summary>A form of it goes to this server, and nowhere else; without one, none goes anywhere.</summary>
    internal bool HasForm { get; init; }

    /// <summary>As a policy names what may stand in a page.</summary>
    private static string HashOf(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

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
            <style>{Style}</style>{(IsWide ? $"\n<style>{More}</style>" : "")}
            </head>
            <body>
            <main{(IsWide ? " class=\"wide\"" : "")}>
            {Main}
            </main>{(Script is null ? "" : $"\n<script>{Script}</script>")}
            </body>
            </html>

            """);
        var response = context.Response;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentSecurityPolicy = Policy + (HasForm ? "'self'" : "'none'")
            + (ShowsFiles ? "; img-src 'self'; media-src 'self'; object-src 'self'; frame-src 'self'" : "")
            + (Script is null ? "" : $"; script-src '{HashOf(Script)}'; connect-src 'self'");
        response.Headers.XContentTypeOptions = "nosniff";
        // With no-referrer a browser says of a form that it comes from nowhere (Origin: null), which looks like another site's.
        response.Headers["Referrer-Policy"] = HasForm ? "same-origin" : "no-referrer";
        response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await response.BodyWriter.WriteAsync(bytes, context.RequestAborted);
    }
}
