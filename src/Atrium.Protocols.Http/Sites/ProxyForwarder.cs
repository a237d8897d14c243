using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Atrium.Core.Sites;
using Atrium.Protocols.Http.Answers;
using Atrium.Protocols.Http.Dispatch;
using Atrium.Protocols.Http.Requests;
using Atrium.Protocols.Http.SignIn;
using Atrium.Protocols.Http.Sites.Backends;
using Atrium.Protocols.Http.Sites.Entry;
using Atrium.Protocols.Transport;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.Forwarder;

namespace Atrium.Protocols.Http.Sites;

/// <summary>Passes the requests of a site on to its application, WebSockets included.</summary>
internal sealed class ProxyForwarder : IDisposable
{
    private readonly HttpServices services;
    private readonly IHttpForwarder forwarder;
    private readonly HttpMessageInvoker near, far;
    private ForwarderRequestConfig config = new();

    internal ProxyForwarder(HttpServices services)
    {
        this.services = services;
        forwarder = new ServiceCollection().AddLogging().AddHttpForwarder().BuildServiceProvider().GetRequiredService<IHttpForwarder>();
        far = new HttpMessageInvoker(NewHandler());
        var trusting = NewHandler();
        // Nobody is on the way of the loopback: a certificate that an application made for itself says nothing more than its address.
        trusting.SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null };
        near = new HttpMessageInvoker(trusting);
        _ = Task.Run(() => services.Backends.RunAsync(Invoker, services.Stopping), CancellationToken.None);
    }

    internal async ValueTask ForwardAsync(HttpContext context, PublishedSite site, string raw, bool isSecure, Guest? guest)
    {
        var method = context.Request.Method;
        // RFC 9110, 9.3.6 and 9.3.8: no tunnels, and nothing that tells what the proxy adds. A WebSocket over HTTP/2 is a CONNECT with a protocol.
        if (HttpMethods.IsTrace(method) || (HttpMethods.IsConnect(method) && context.Features.Get<IHttpExtendedConnectFeature>() is not { IsExtendedConnect: true }))
        {
            await SitePage.WriteAsync(context, StatusCodes.Status405MethodNotAllowed, "Not allowed", "This method is not passed on.");
            return;
        }
        if (!ProxyTarget.Read(raw).Try(out var target, out var refused))
        {
            UnreadBody.Close(context);
            await Problems.WriteAsync(context, refused, anonymous: false);
            return;
        }
        // How large a body may be is the application's to say.
        BodyLimit.Set(context, null);
        using var watch = guest is null ? null : new GuestWatch(services, site, guest, context.RequestAborted);
        var pool = services.Backends.Of(site);
        var wanted = site.Options.IsSticky ? SessionCookie.Read(context.Request, StickyName(isSecure)) : null;
        var tried = new List<Backend>();
        while (pool.Choose(wanted, tried) is { } backend)
        {
            if (site.Options.IsSticky && backend.Tag != wanted)
                SetSticky(context, backend, isSecure);
            var error = await SendAsync(context, site, backend, target, isSecure, guest, watch?.Token ?? context.RequestAborted);
            if (error == ForwarderError.None)
            {
                backend.NoteReached();
                return;
            }
            var cause = context.Features.Get<IForwarderErrorFeature>()?.Exception;
            if (watch is { HasEnded: true })
            {
                // Cut off: half an answer must not look whole.
                context.Abort();
                return;
            }
            if (context.RequestAborted.IsCancellationRequested)
                return;
            Log.ProxyFailed(services.Logger, site.Host, backend.Address, error.ToString(), cause?.GetBaseException().Message ?? "");
            var wasReached = !IsUnreachable(error, cause);
            if (!wasReached)
                backend.NoteUnreachable(cause!.GetBaseException().Message);
            if (context.Response.HasStarted)
                return;
            tried.Add(backend);
            // Only what was never sent, and what changes nothing, is sent to another one.
            if (!wasReached && IsRepeatable(context) && tried.Count < pool.All.Count)
            {
                context.Response.Clear();
                continue;
            }
            await FailAsync(context, site, context.Response.StatusCode == StatusCodes.Status504GatewayTimeout ? StatusCodes.Status504GatewayTimeout : StatusCodes.Status502BadGateway);
            return;
        }
    }

    private async ValueTask<ForwarderError> SendAsync(
        HttpContext context, PublishedSite site, Backend backend, string target, bool isSecure, Guest? guest, CancellationToken cancellation)
    {
        backend.Begin();
        try
        {
            var assertion = guest is null ? null : services.Assertions.Sign(SiteSignInPage.Origin(services, services.Server().Name), site, guest.Visitor, services.Time.GetUtcNow());
            var error = await forwarder.SendAsync(
                context, backend.Prefix, Invoker(backend.Address), Config(site), new ProxyTransformer(backend, target, isSecure, guest?.Visitor, assertion), cancellation);
            // What an application says is read by the thread that tells of all sockets: another try, or a page of the site, is not for that one.
            if (error != ForwarderError.None)
                await TransportThread.LeaveAsync();
            return error;
        }
        finally
        {
            backend.End();
        }
    }

    private HttpMessageInvoker Invoker(Uri address) => address.IsLoopback ? near : far;

    /// <summary>No connection came about: nothing of the request has been sent.</summary>
    private static bool IsUnreachable(ForwarderError error, Exception? cause)
        // A connection that does not come about in its time is a cancelled one to .NET, with the time-out inside.
        => (error is ForwarderError.RequestTimedOut && cause is OperationCanceledException { InnerException: TimeoutException })
        || error is ForwarderError.Request or ForwarderError.RequestTimedOut
        && cause is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError };

    private static bool IsRepeatable(HttpContext context)
        => RequestMethod.IsSafe(context.Request.Method) && context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: true };

    private static string StickyName(bool isSecure) => isSecure ? SiteCookies.Prefix + "backend" : "atrium-backend";

    private static void SetSticky(HttpContext context, Backend backend, bool isSecure)
        => context.Response.Headers.SetCookie = $"{StickyName(isSecure)}={backend.Tag}; Path=/; HttpOnly; SameSite=Lax{(isSecure ? "; Secure" : "")}";

    private ValueTask FailAsync(HttpContext context, PublishedSite site, int status)
    {
        context.Response.Clear();
        return SiteErrorPage.WriteAsync(
            context, services.Sites, site, status, status == StatusCodes.Status504GatewayTimeout ? "No answer in time" : "No answer",
            "This site's application does not answer at the moment. Try again in a minute.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        near.Dispose();
        far.Dispose();
    }

    // Made anew when the setting is another one; two threads that make it make the same.
    private ForwarderRequestConfig Config(PublishedSite site)
    {
        if (site.Options.Patience is { } patience)
            return new ForwarderRequestConfig { ActivityTimeout = patience };
        var idle = TimeSpan.FromSeconds(services.Settings.Get(HttpSettings.ProxyIdleTime)!.Value);
        return config.ActivityTimeout == idle ? config : config = new ForwarderRequestConfig { ActivityTimeout = idle };
    }

    private static SocketsHttpHandler NewHandler() => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        EnableMultipleHttp2Connections = true,
        ActivityHeadersPropagator = null,
        ConnectTimeout = HttpLimits.ProxyConnectTime,
        // A certificate is looked at with what came with it: .NET would fetch what is missing, and make a thread wait that others need.
        SslOptions = new() { CertificateChainPolicy = new X509ChainPolicy { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck } },
    };
}
