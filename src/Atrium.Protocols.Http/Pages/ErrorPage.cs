using System.Globalization;
using Atrium.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Atrium.Protocols.Http.Pages;

/// <summary>A problem for a person: the words of the problem document, and where to go from here.</summary>
internal static class ErrorPage
{
    internal static Task WriteAsync(HttpContext context, ProblemRecord problem)
    {
        // Of another server's name nothing here is of use.
        var isOurs = problem.Status != StatusCodes.Status421MisdirectedRequest;
        var ways = isOurs ? """<p><a href="/">The first page</a>, <a href="/api/v1/files/">your files</a></p>""" : "";
        var next = problem.Status switch
        {
            StatusCodes.Status401Unauthorized => $"<p><a href=\"{SignInLink(context)}\">Sign in</a> with the name and the password of your account. Who has none asks whoever runs the server.</p>",
            StatusCodes.Status429TooManyRequests => "<p>Load the page again when that time is over.</p>",
            StatusCodes.Status403Forbidden => "<p>Ask whoever manages it to grant you the right.</p>",
            StatusCodes.Status404NotFound => "<p>Check the address. It may also be that it is there, and that you have not signed in with the account that may see it.</p>",
            StatusCodes.Status503ServiceUnavailable => "<p>Load the page again in a moment.</p>",
            _ => "",
        };
        var title = Page.Encode(problem.Title);
        return new Page(title, $"""
            <p class="soft">{problem.Status.ToString(CultureInfo.InvariantCulture)}</p>
            <h1>{title}</h1>
            <p>{Page.Encode(problem.Detail)}</p>
            {next}
            {ways}
            """).WriteAsync(context);
    }

    // Back to where he was, once he has signed in; only what can be asked for with a link.
    private static string SignInLink(HttpContext context)
        => HttpMethods.IsGet(context.Request.Method) && context.Features.Get<IHttpRequestFeature>() is { } request && SignInPage.IsOwn(request.RawTarget)
            ? Page.Encode($"{SignInPage.Path}?{SignInPage.Next}={Uri.EscapeDataString(request.RawTarget)}")
            : SignInPage.Path;
}
