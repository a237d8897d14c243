using System.Net;
using System.Security.Cryptography;
using System.Text;
using Atrium.Protocols.Http.Answers;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Sites;

/// <summary>What a visitor of a site reads when there is nothing better to show: plain, and without a word about the server.</summary>
internal static class SitePage
{
    private const string Style = """
        :root{color-scheme:light dark}
        body{margin:0;font:17px/1.6 system-ui,sans-serif}
        main{max-width:36rem;margin:0 auto;padding:18vh 1.5rem}
        h1{font-size:1.6rem;margin:0 0 .5rem}
        p{margin:0;opacity:.8}
        """;

    private static readonly string Policy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    internal static async ValueTask WriteAsync(HttpContext context, int status, string title, string sentence)
    {
        var page = Encoding.UTF8.GetBytes($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{WebUtility.HtmlEncode(title)}</title>
            <style>{Style}</style>
            </head>
            <body><main><h1>{WebUtility.HtmlEncode(title)}</h1><p>{WebUtility.HtmlEncode(sentence)}</p></main></body>
            </html>

            """);
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        UnreadBody.Announce(context);
        response.ContentLength = page.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await response.BodyWriter.WriteAsync(page, context.RequestAborted);
    }
}
