using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Atrium.Core.Sites;
using Atrium.Protocols.Http.Answers;
using Atrium.Protocols.Http.Dispatch;
using Atrium.Protocols.Http.Requests;
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
    }

    internal async ValueTask ForwardAsync(HttpContext context, PublishedSite site, string raw, bool isSecure)
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
        // The thread that reads from the sockets has others to serve while this one writes, and waits for the application.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        // How large a body may be is the application's to say.
        BodyLimit.Set(context, null);
        var destination = site.Proxy!.AbsoluteUri.TrimEnd('/');
        var error = await forwarder.SendAsync(
            context, destination, site.Proxy.IsLoopback ? near : far, Config(), new ProxyTransformer(site, target, isSecure), context.RequestAborted);
        if (error == ForwarderError.None)
            return;
        var cause = context.Features.Get<IForwarderErrorFeature>()?.Exception;
        if (!context.RequestAborted.IsCancellationRequested)
            Log.ProxyFailed(services.Logger, site.Host, site.Proxy, error.ToString(), cause?.GetBaseException().Message ?? "");
        if (context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
            return;
        var status = context.Response.StatusCode == StatusCodes.Status504GatewayTimeout ? StatusCodes.Status504GatewayTimeout : StatusCodes.Status502BadGateway;
        context.Response.Clear();
        await SitePage.WriteAsync(
            context, status, status == StatusCodes.Status504GatewayTimeout ? "No answer in time" : "No answer",
            "This site's application does not answer at the moment. Try again in a minute.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        near.Dispose();
        far.Dispose();
    }

    // Made anew when the setting is another one; two threads that make it make the same.
    private ForwarderRequestConfig Config()
    {
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
