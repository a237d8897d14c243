using System.Globalization;
using System.Text.Json;
using Atrium.Api;
using Atrium.Core;
using Atrium.Protocols.Http.Pages;
using Atrium.Protocols.Http.Requests;
using Atrium.Protocols.Http.SignIn;
using Microsoft.AspNetCore.Http;

namespace Atrium.Protocols.Http.Answers;

/// <summary>The one mapping from refusals to HTTP, and the writer of problem details (RFC 9457).</summary>
internal static class Problems
{
    /// <summary>The status of a refusal.</summary>
    /// <param name="kind">Why.</param>
    /// <param name="conditional">True when the request had a precondition: then a conflict is that one (RFC 9110, 13.1).</param>
    internal static int StatusOf(Refusal kind, bool conditional) => kind switch
    {
        Refusal.NotFound => StatusCodes.Status404NotFound,
        Refusal.Denied => StatusCodes.Status403Forbidden,
        Refusal.Exists => StatusCodes.Status409Conflict,
        Refusal.NotEmpty => StatusCodes.Status409Conflict,
        Refusal.Locked => StatusCodes.Status423Locked,
        Refusal.Conflict => conditional ? StatusCodes.Status412PreconditionFailed : StatusCodes.Status409Conflict,
        Refusal.Invalid => StatusCodes.Status400BadRequest,
        Refusal.TooLarge => StatusCodes.Status413PayloadTooLarge,
        Refusal.QuotaExceeded => StatusCodes.Status507InsufficientStorage,
        Refusal.DiskFull => StatusCodes.Status507InsufficientStorage,
        Refusal.Gone => StatusCodes.Status410Gone,
        Refusal.SignInRequired => StatusCodes.Status401Unauthorized,
        Refusal.ConfirmationRequired => StatusCodes.Status403Forbidden,
        Refusal.TooManyRequests => StatusCodes.Status429TooManyRequests,
        Refusal.Busy => StatusCodes.Status503ServiceUnavailable,
        Refusal.TooManyAttempts => StatusCodes.Status429TooManyRequests,
        Refusal.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => throw new InvalidOperationException($"The refusal {kind} has no HTTP status."),
    };

    /// <summary>Answers with a refusal.</summary>
    /// <param name="context">The request.</param>
    /// <param name="refused">Why.</param>
    /// <param name="anonymous">True when nobody has signed in: what is not there and what is not allowed look the same then.</param>
    internal static Task WriteAsync(HttpContext context, Refused refused, bool anonymous)
    {
        var seen = AsSeen(refused, anonymous);
        return WriteAsync(context, seen, StatusOf(seen.Kind, seen.IsPrecondition || IsConditional(context.Request.Headers)));
    }

    /// <summary>A refusal as its caller may see it.</summary>
    internal static Refused AsSeen(Refused refused, bool anonymous) => anonymous && refused.Kind is (Refusal.NotFound or Refusal.Denied)
        ? new(Refusal.SignInRequired, "Sign in to see what is here.")
        : refused;

    /// <summary>Answers with a refusal and its status.</summary>
    internal static Task WriteAsync(HttpContext context, Refused refused, int status)
    {
        // For whoever counts it when the request is over.
        context.Features.Set(refused);
        if (status == StatusCodes.Status401Unauthorized)
            context.Response.Headers.WWWAuthenticate = HttpSignIn.Challenges(context.Request);
        if (status is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status429TooManyRequests)
            context.Response.Headers.RetryAfter = (refused.RetryAfter ?? HttpLimits.RetryAfter).TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return WriteAsync(context, new ProblemRecord(TypeOf(refused.Kind), TitleOf(refused.Kind), status, refused.Detail)
        {
            Errors = ErrorsOf(refused),
            LockedPath = refused.LockedPath?.ToString(),
        });
    }

    /// <summary>Answers with a status that no refusal stands for.</summary>
    internal static Task WriteAsync(HttpContext context, int status, string title, string detail)
        => WriteAsync(context, new ProblemRecord("about:blank", title, status, detail));

    private static async Task WriteAsync(HttpContext context, ProblemRecord problem)
    {
        var response = context.Response;
        response.StatusCode = problem.Status;
        response.Headers.CacheControl = "no-store";
        Vary.By(response, "Accept");
        UnreadBody.Announce(context);
        if (Accepted.PrefersHtml(context.Request))
        {
            await ErrorPage.WriteAsync(context, problem);
            return;
        }
        response.ContentType = "application/problem+json";
        response.Headers.XContentTypeOptions = "nosniff";
        var body = JsonSerializer.SerializeToUtf8Bytes(problem, AtriumJson.Default.ProblemRecord);
        response.ContentLength = body.Length;
        if (HttpMethods.IsHead(context.Request.Method))
            return;
        await response.BodyWriter.WriteAsync(body, context.RequestAborted);
    }

    /// <summary>The places of what is wrong, where there are several.</summary>
    internal static IReadOnlyList<ProblemErrorRecord>? ErrorsOf(Refused refused)
        => refused.Mistakes.Count == 0 ? null : [.. refused.Mistakes.Select(mistake => new ProblemErrorRecord(mistake.Line, mistake.Path, mistake.Detail))];

    /// <summary>Whether a request has a precondition of HTTP.</summary>
    internal static bool IsConditional(IHeaderDictionary fields)
        => fields.IfMatch.Count > 0 || fields.IfNoneMatch.Count > 0 || fields.IfUnmodifiedSince.Count > 0;

    private static string TypeOf(Refusal kind) => kind switch
    {
        Refusal.NotFound => "urn:atrium:problem:not-found",
        Refusal.Denied => "urn:atrium:problem:denied",
        Refusal.Exists => "urn:atrium:problem:exists",
        Refusal.NotEmpty => "urn:atrium:problem:not-empty",
        Refusal.Locked => "urn:atrium:problem:locked",
        Refusal.Conflict => "urn:atrium:problem:conflict",
        Refusal.Invalid => "urn:atrium:problem:invalid",
        Refusal.TooLarge => "urn:atrium:problem:too-large",
        Refusal.QuotaExceeded => "urn:atrium:problem:quota-exceeded",
        Refusal.DiskFull => "urn:atrium:problem:disk-full",
        Refusal.Gone => "urn:atrium:problem:gone",
        Refusal.SignInRequired => "urn:atrium:problem:sign-in-required",
        Refusal.ConfirmationRequired => "urn:atrium:problem:confirmation-required",
        Refusal.TooManyRequests => "urn:atrium:problem:too-many-requests",
        Refusal.Busy => "urn:atrium:problem:busy",
        Refusal.TooManyAttempts => "urn:atrium:problem:too-many-attempts",
        Refusal.Unavailable => "urn:atrium:problem:unavailable",
        _ => throw new InvalidOperationException($"The refusal {kind} has no problem type."),
    };

    private static string TitleOf(Refusal kind) => kind switch
    {
        Refusal.NotFound => "Not found",
        Refusal.Denied => "Not allowed",
        Refusal.Exists => "Exists already",
        Refusal.NotEmpty => "Not empty",
        Refusal.Locked => "Locked",
        Refusal.Conflict => "Not in the expected state",
        Refusal.Invalid => "Not a valid request",
        Refusal.TooLarge => "Too large",
        Refusal.QuotaExceeded => "Quota exceeded",
        Refusal.DiskFull => "Disk full",
        Refusal.Gone => "No longer kept",
        Refusal.SignInRequired => "Sign-in required",
        Refusal.ConfirmationRequired => "Password asked for again",
        Refusal.TooManyRequests => "Too many requests",
        Refusal.Busy => "Busy",
        Refusal.TooManyAttempts => "Too many attempts",
        Refusal.Unavailable => "Unavailable",
        _ => throw new InvalidOperationException($"The refusal {kind} has no title."),
    };
}
