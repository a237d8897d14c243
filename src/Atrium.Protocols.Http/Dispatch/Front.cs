using Atrium.Core;
using Atrium.Core.Access;
using Atrium.Protocols.Http.Answers;
using Atrium.Protocols.Http.Requests;
using Atrium.Protocols.Http.SignIn;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Atrium.Protocols.Http.Dispatch;

/// <summary>The straight line that every request takes.</summary>
internal sealed class Front(HttpServices services)
{
    internal async Task HandleAsync(HttpContext context)
    {
        try
        {
            await AnswerAsync(context);
        }
        catch (Exception e) when (IsOver(e, context))
        {
            // The client has left. Whoever was storing something has thrown it away.
            Log.ClientLeft(services.Logger, context.Connection.Id, e.GetType().Name);
            context.Abort();
        }
        catch (AccessEndedException e)
        {
            // Cut off, so that half a file does not look whole.
            Log.ClientLeft(services.Logger, context.Connection.Id, e.GetType().Name);
            context.Abort();
        }
        catch (BadHttpRequestException e)
        {
            await FailAsync(context, e, e.StatusCode, "Not a valid request", e.Message);
        }
        catch (Exception e)
        {
            Log.RequestFailed(services.Logger, e, context.Request.Method, context.Connection.Id, context.TraceIdentifier);
            await FailAsync(context, e, StatusCodes.Status500InternalServerError, "Internal error",
                $"Something went wrong on the server; its log has it under {context.TraceIdentifier}.");
        }
    }

    private async ValueTask AnswerAsync(HttpContext context)
    {
        // 1. Where from? A connection that nobody has marked gets nothing.
        if (context.Features.Get<HttpDoor>() is not { } door)
            throw new InvalidOperationException("An endpoint for HTTP was opened without UseHttpDoor.");

        // 2. Is the request sound?
        if (FieldRules.Violation(context.Request, door.Kind) is { } violation)
        {
            await RejectAsync(context, violation);
            return;
        }
        var raw = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (!RequestTarget.Parse(raw).Try(out var target, out var refused) || !RequestQuery.Parse(target.Query).Try(out var query, out refused))
        {
            await RejectAsync(context, refused.Detail);
            return;
        }

        // 3. Is it for us?
        string? host = null;
        if (door.Kind != HttpDoorKind.Local)
        {
            host = OwnHosts.Match(context.Request.Host, context.Connection.LocalIpAddress, services.HostNames);
            if (host is null)
            {
                await Problems.WriteAsync(context, StatusCodes.Status421MisdirectedRequest, "Another server's name",
                    "This server does not answer to the name in the request. Start it with --name, or use its own name.");
                return;
            }
        }

        // 4. What is asked for, and may it be asked for here?
        var route = target.IsAsterisk ? null : Routes.Find(target.Segments);
        if (door.Kind == HttpDoorKind.Http && route?.Doors != Doors.Everywhere)
        {
            Redirect.ToHttps(context, host!, services.Server().HttpsPort, raw);
            return;
        }
        if (target.IsAsterisk || route is null)
        {
            await NoRouteAsync(context, target);
            return;
        }
        var method = context.Request.Method;
        if (route.Find(method) is not { } handler)
        {
            await NoMethodAsync(context, route);
            return;
        }
        if (!IsSafe(method) && CrossSite.IsForeign(context.Request))
        {
            await Problems.WriteAsync(context, Refused.Denied("A page of another site may not change anything here."), anonymous: false);
            return;
        }

        // 5. Who asks?
        var exchange = new Exchange(context, services, door, target, query);
        if (route.Entry == Entry.Signed)
        {
            if (!(await HttpSignIn.EnterAsync(services.SignIn, door, context)).Try(out var workspace, out refused))
            {
                await Problems.WriteAsync(context, refused, anonymous: false);
                return;
            }
            exchange.Workspace = workspace;
        }

        // 6. Do it.
        refused = await handler(exchange);
        if (refused is not null)
            await Problems.WriteAsync(context, refused, exchange.IsAnonymous);
    }

    private static bool IsSafe(string method) => method is "GET" or "HEAD" or "OPTIONS";

    /// <summary>400, and the end of the connection: where one request was not sound, the next may not begin where it seems to.</summary>
    private static Task RejectAsync(HttpContext context, string detail)
    {
        if (context.Request.Protocol.StartsWith("HTTP/1", StringComparison.Ordinal))
            context.Response.Headers.Connection = "close";
        return Problems.WriteAsync(context, Refused.Invalid(detail), anonymous: false);
    }

    private static Task NoRouteAsync(HttpContext context, RequestTarget target)
    {
        if (target.IsAsterisk && HttpMethods.IsOptions(context.Request.Method))
        {
            context.Response.Headers.Allow = "GET, HEAD, PUT, POST, PATCH, DELETE, OPTIONS";
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }
        return Problems.WriteAsync(context, Refused.NotFound("What was asked for"), anonymous: false);
    }

    private static Task NoMethodAsync(HttpContext context, Route route)
    {
        context.Response.Headers.Allow = route.Allow;
        if (HttpMethods.IsOptions(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }
        return Problems.WriteAsync(context, StatusCodes.Status405MethodNotAllowed, "Method not allowed",
            $"What is here can be asked with {route.Allow}.");
    }

    /// <summary>True for what a client that has left makes of a running operation.</summary>
    private static bool IsOver(Exception e, HttpContext context)
        => e is ConnectionResetException or ConnectionAbortedException
        || (e is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested);

    /// <summary>A problem, where the answer has not begun; otherwise the connection is cut, so that half an answer does not look whole.</summary>
    private static Task FailAsync(HttpContext context, Exception e, int status, string title, string detail)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return Task.CompletedTask;
        }
        context.Response.Clear();
        if (e is BadHttpRequestException && context.Request.Protocol.StartsWith("HTTP/1", StringComparison.Ordinal))
            context.Response.Headers.Connection = "close";
        return Problems.WriteAsync(context, status, title, detail);
    }
}
