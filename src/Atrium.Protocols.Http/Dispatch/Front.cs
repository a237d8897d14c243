using Atrium.Core;
using Atrium.Core.Access;
using Atrium.Core.Sites;
using Atrium.Protocols.Congestion;
using Atrium.Protocols.Connections;
using Atrium.Protocols.Http.Answers;
using Atrium.Protocols.Http.Requests;
using Atrium.Protocols.Http.SignIn;
using Atrium.Protocols.Http.Sites;
using Atrium.Protocols.Http.Wire;
using Atrium.Protocols.Metrics;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Atrium.Protocols.Http.Dispatch;

/// <summary>The straight line that every request takes.</summary>
internal sealed class Front(HttpServices services) : IDisposable
{
    private readonly SiteFront sites = new(services);
    private readonly Cors cors = new(services);
    private readonly HttpMeasures measures = new(services.Requests);
    private readonly Turnstile turnstile = new(services);

    /// <summary>What requests are counted as.</summary>
    internal HttpMeasures Measures => measures;

    /// <summary>What needs no request to be made of it.</summary>
    internal IHotAnswers Hot => new HotFiles(services, sites, turnstile, measures);

    internal Task HandleAsync(HttpContext context)
    {
        var began = services.Requests.Begin();
        // By type: the generic way costs a small request a hundredth of its time, each time.
        if (context.Features[typeof(HttpDoor)] is not HttpDoor door)
            return NoDoorAsync(context);
        if (services.Requests.IsTraced)
            return TracedAsync(context, door, began);
        var measured = measures.None(door.Kind);
        // What comes from memory is done when this returns, and has cost nobody a state machine.
        try
        {
            var answering = AnswerAsync(context, door, ref measured);
            if (!answering.IsCompletedSuccessfully)
                return FinishAsync(context, answering, measured, began);
            Count(context, measured, began);
            return Task.CompletedTask;
        }
        catch (Exception e)
        {
            return FinishAsync(context, ValueTask.FromException(e), measured, began);
        }
    }

    private async Task TracedAsync(HttpContext context, HttpDoor door, long began)
    {
        using var trace = services.Requests.Trace(door.Protocol, context.Request.Headers.TraceParent);
        var measured = measures.None(door.Kind);
        try
        {
            await AnswerAsync(context, door, ref measured);
        }
        catch (Exception e)
        {
            await FailedAsync(context, e);
        }
        Count(context, measured, began);
        if (trace is not null)
            RequestMetrics.Describe(trace, measured.Operation, context.Response.StatusCode);
    }

    /// <summary>A connection that nobody has marked gets nothing.</summary>
    private Task NoDoorAsync(HttpContext context)
        => FailedAsync(context, new InvalidOperationException("An endpoint for HTTP was opened without UseHttpDoor."));

    private async Task FinishAsync(HttpContext context, ValueTask answering, Measured measured, long began)
    {
        try
        {
            await answering;
        }
        catch (Exception e)
        {
            await FailedAsync(context, e);
        }
        Count(context, measured, began);
    }

    private void Count(HttpContext context, Measured measured, long began)
    {
        var status = context.Response.StatusCode;
        services.Requests.Record(measured.Operation, status, began);
        if (status >= StatusCodes.Status400BadRequest && context.Features.Get<Refused>() is { } refused)
            services.Requests.Refused(measured.Operation, refused.Kind);
        if (status is StatusCodes.Status404NotFound or StatusCodes.Status421MisdirectedRequest)
            turnstile.NoteMiss(context, measured.Asker);
    }

    private async Task FailedAsync(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            case var _ when IsOver(exception, context):
                // The client has left. Whoever was storing something has thrown it away.
                Log.ClientLeft(services.Logger, context.Connection.Id, exception.GetType().Name);
                context.Abort();
                break;
            case AccessEndedException:
                // Cut off, so that half a file does not look whole. The whole connection, in HTTP/2 too: the end of a stream would wait
                // behind megabytes that the socket still holds for a slow reader.
                Log.ClientLeft(services.Logger, context.Connection.Id, exception.GetType().Name);
                context.Abort();
                context.Features.Get<IConnectionLifetimeFeature>()?.Abort();
                break;
            case TimeoutException late when !context.Response.HasStarted:
                // A question to the catalog that took too long; whoever asks for less gets an answer.
                await Problems.WriteAsync(context, new Refused(Refusal.Busy, late.Message), anonymous: false);
                break;
            case BadHttpRequestException bad:
                await FailAsync(context, bad, bad.StatusCode, "Not a valid request", bad.Message);
                break;
            case ChunkedFramingException framing:
                turnstile.NoteMalformed(context);
                await FailAsync(context, framing, StatusCodes.Status400BadRequest, "Not a valid request", framing.Message);
                break;
            default:
                Log.RequestFailed(services.Logger, exception, context.Request.Method, context.Connection.Id, context.TraceIdentifier);
                await FailAsync(context, exception, StatusCodes.Status500InternalServerError, "Internal error",
                    $"Something went wrong on the server; its log has it under {context.TraceIdentifier}.");
                break;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => sites.Dispose();

    /// <summary>Answers, and says as soon as it is known what the request is counted as.</summary>
    private ValueTask AnswerAsync(HttpContext context, HttpDoor door, ref Measured measured)
    {
        if (turnstile.Refuse(context, door) is { } turnedAway)
            return new(Problems.WriteAsync(context, turnedAway, anonymous: false));
        if (turnstile.RefusesMethod(context.Request.Method, door))
        {
            context.Response.Headers.Allow = turnstile.AllowedMethods;
            return new(Problems.WriteAsync(context, StatusCodes.Status405MethodNotAllowed, "Method not allowed", "The operator of this server has turned this method off."));
        }

        // 1. Is the request sound?
        if (context.Request.Protocol == HttpProtocol.Http2 && FieldRules.Violation(context.Request) is { } violation)
            return new(RejectAsync(context, violation));
        if (context.Request.Headers.Upgrade.Count > 0)
            FollowedUpgrade.Follow(context);
        if (context.Request.Headers.Expect.Count > 0 && !FieldRules.IsContinue(context.Request))
        {
            return new(Problems.WriteAsync(context, StatusCodes.Status417ExpectationFailed, "Unknown expectation",
                "The only expectation that can be met here is 100-continue."));
        }
        var raw = ((IHttpRequestFeature)context.Features[typeof(IHttpRequestFeature)]!).RawTarget;

        // 2. Whose is it? What is for a site goes its own way from here.
        var site = door.Kind == HttpDoorKind.Local ? null : sites.Find(context);
        if (site is not null && !sites.IsMisdirected(context, door, site))
        {
            measured = site.Proxy is null ? measures.Site(door.Kind) : measures.Proxy(door.Kind);
            if (turnstile.RefuseSite(context, site, out var counted) is { } tooMuch)
                return new(Problems.WriteAsync(context, tooMuch, anonymous: false));
            return counted.Table is null ? sites.AnswerAsync(context, door, site, raw) : CountedAsync(context, door, site, raw, counted);
        }
        measured = new Measured(measured.Operation, Asker.Visitor);
        return AnswerOwnAsync(context, door, site, raw, measured);
    }

    private async ValueTask CountedAsync(HttpContext context, HttpDoor door, PublishedSite site, string raw, RequestAtOnce counted)
    {
        using (counted)
            await sites.AnswerAsync(context, door, site, raw);
    }

    private async ValueTask AnswerOwnAsync(HttpContext context, HttpDoor door, PublishedSite? site, string raw, Measured measured)
    {
        if (!RequestTarget.Parse(raw).Try(out var target, out var refused) || !RequestQuery.Parse(target.Query).Try(out var query, out refused))
        {
            await RejectAsync(context, refused.Detail);
            return;
        }

        string? host = null;
        if (door.Kind != HttpDoorKind.Local)
        {
            // Without a name in it, a request of HTTP/1.0 (health checks still send them) is for whoever got it.
            host = context.Request.Headers.Host.Count == 0 && context.Request.Protocol == HttpProtocol.Http10
                ? services.Server().Name
                : OwnHosts.Match(context.Request.Host, context.Connection.LocalIpAddress, services.HostNames);
            if (host is null || site is not null || sites.IsMisdirected(context, door, null))
            {
                await Problems.WriteAsync(context, StatusCodes.Status421MisdirectedRequest, "Another server's name",
                    "This server does not answer to the name in the request, or not on a connection that was opened for another one. Use its own name or that of one of its sites; its operator adds one with: atrium site add");
                return;
            }
        }

        // 3. What is asked for, and may it be asked for here?
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
        var grant = cors.Apply(context);
        var method = context.Request.Method;
        if (!Routes.IsKnown(method))
        {
            await Problems.WriteAsync(context, StatusCodes.Status501NotImplemented, "Unknown method",
                $"What is here can be asked with {route.Allow}.");
            return;
        }
        if (route.Find(method) is not { } handler)
        {
            await NoMethodAsync(context, route, target, grant);
            return;
        }
        var operation = route.OperationOf(method)!;
        measured.Operation = measures.Route(door.Kind, operation, route.Protocol);
        // For administrators; of many requests on one connection they see the last.
        var connection = context.Features.Get<OpenConnection>();
        if (connection is not null)
            connection.Activity = operation;
        if (!RequestMethod.IsSafe(method) && grant != CorsGrant.Full && CrossSite.IsForeign(context.Request))
        {
            await Problems.WriteAsync(context, Refused.Denied("A page of another site may not change anything here."), anonymous: false);
            return;
        }

        // 4. Who asks?
        var exchange = new Exchange(context, services, door, target, query);
        if (route.Entry == Entry.Signed)
        {
            if (!(await HttpSignIn.EnterAsync(services.SignIn, door, context, route.Protocol)).Try(out var workspace, out refused))
            {
                await route.Refuse(exchange, refused, anonymous: false);
                return;
            }
            exchange.Workspace = workspace;
            if (!exchange.IsAnonymous)
            {
                measured.Asker = Asker.Account;
                if (connection is not null)
                    connection.Account = workspace.AccountName;
            }
        }

        // 5. Do it, unless it comes too fast, in its turn where there is more to do than can be done.
        try
        {
            refused = (route.Entry == Entry.Signed ? turnstile.RefuseSigned(exchange, route) : null) ?? await turnstile.InTurnAsync(exchange, route, handler);
            if (refused is not null)
                await route.Refuse(exchange, refused, exchange.IsAnonymous && route.Entry == Entry.Signed);
        }
        finally
        {
            if (connection is not null)
                connection.Activity = "";
        }
    }

    /// <summary>400, and the end of the connection: where one request was not sound, the next may not begin where it seems to.</summary>
    private Task RejectAsync(HttpContext context, string detail)
    {
        turnstile.NoteMalformed(context);
        UnreadBody.Close(context);
        return Problems.WriteAsync(context, Refused.Invalid(detail), anonymous: false);
    }

    private static Task NoRouteAsync(HttpContext context, RequestTarget target)
    {
        if (target.IsAsterisk && HttpMethods.IsOptions(context.Request.Method))
        {
            context.Response.Headers.Allow = Routes.Allow;
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }
        return Problems.WriteAsync(context, Refused.NotFound("What was asked for"), anonymous: false);
    }

    private static Task NoMethodAsync(HttpContext context, Route route, RequestTarget target, CorsGrant grant)
    {
        context.Response.Headers.Allow = route.Allow;
        if (HttpMethods.IsOptions(context.Request.Method))
        {
            Cors.AnswerPreflight(context, route, grant);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            route.Options?.Invoke(context, target);
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
        if (e is BadHttpRequestException or ChunkedFramingException)
            UnreadBody.Close(context);
        return Problems.WriteAsync(context, status, title, detail);
    }
}
