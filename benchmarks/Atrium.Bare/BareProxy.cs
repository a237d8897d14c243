using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.Forwarder;

namespace Atrium.Bare;

/// <summary>YARP's direct forwarding with its own defaults.</summary>
internal sealed class BareProxy(WebApplication web, string url) : IDisposable
{
    private readonly IHttpForwarder forwarder = web.Services.GetRequiredService<IHttpForwarder>();
    private readonly HttpMessageInvoker client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
    });

    public void Dispose() => client.Dispose();

    internal static void AddTo(WebApplicationBuilder builder) => builder.Services.AddHttpForwarder();

    internal async Task AnswerAsync(HttpContext context) => await forwarder.SendAsync(context, url, client);
}
