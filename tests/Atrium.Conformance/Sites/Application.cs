using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Atrium.Conformance.Sites;

/// <summary>A small application behind a site, on the loopback.</summary>
internal sealed class Application : IAsyncDisposable
{
    private readonly WebApplication web;

    private Application(WebApplication web) => this.web = web;

    internal string Address => web.Urls.Single();

    /// <summary>Ends the wait of /stream between its two words.</summary>
    internal TaskCompletionSource GoOn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completed when the client of /hang is known to have left.</summary>
    internal TaskCompletionSource Left { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Requests that were not about its health.</summary>
    internal int Served => Volatile.Read(ref served);

    /// <summary>What it says when it is asked whether it is well.</summary>
    internal bool IsWell { get; set; } = true;

    private int served;

    internal static async Task<Application> StartAsync(Action<ListenOptions>? endpoint = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen => endpoint?.Invoke(listen));
        });
        builder.Services.AddLogging(logging => logging.ClearProviders());
        var application = new Application(builder.Build());
        application.web.UseWebSockets();
        application.web.Run(application.AnswerAsync);
        await application.web.StartAsync(TestRun.Cancelled);
        return application;
    }

    public ValueTask DisposeAsync() => web.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (path == "/healthz")
        {
            context.Response.StatusCode = IsWell ? 204 : 500;
            return;
        }
        Interlocked.Increment(ref served);
        if (path.EndsWith("/ws", StringComparison.Ordinal))
            await EchoAsync(context);
        else if (path.EndsWith("/stream", StringComparison.Ordinal))
        {
            await context.Response.WriteAsync("one ");
            await context.Response.Body.FlushAsync();
            await GoOn.Task;
            await context.Response.WriteAsync("two");
        }
        else if (path.EndsWith("/hang", StringComparison.Ordinal))
        {
            context.RequestAborted.Register(() => Left.TrySetResult());
            await context.Response.WriteAsync("begun");
            await context.Response.Body.FlushAsync();
            await Left.Task;
        }
        else if (path.EndsWith("/silent", StringComparison.Ordinal))
        {
            context.RequestAborted.Register(() => Left.TrySetResult());
            await Left.Task;
        }
        else if (path.EndsWith("/count", StringComparison.Ordinal))
        {
            var buffer = new byte[64 * 1024];
            var (total, read) = (0L, 0);
            while ((read = await context.Request.Body.ReadAsync(buffer)) > 0)
                total += read;
            await context.Response.WriteAsync($"{total}");
        }
        else if (path.EndsWith("/fail", StringComparison.Ordinal))
        {
            context.Response.StatusCode = 503;
            context.Response.Headers["X-Own"] = "kept";
            context.Response.Headers.Connection = "X-Hop";
            context.Response.Headers["X-Hop"] = "of one connection";
            await context.Response.WriteAsync("the application's own words");
        }
        else if (path.EndsWith("/cut", StringComparison.Ordinal))
        {
            context.Response.ContentLength = 100;
            await context.Response.WriteAsync("half");
            await context.Response.Body.FlushAsync();
            context.Abort();
        }
        else
            await MirrorAsync(context);
    }

    /// <summary>What arrived: the line and the fields.</summary>
    private static async Task MirrorAsync(HttpContext context)
    {
        var fields = context.Request.Headers.ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        await context.Response.WriteAsync(JsonSerializer.Serialize(new
        {
            method = context.Request.Method,
            target = context.Features.Get<IHttpRequestFeature>()!.RawTarget,
            fields,
        }));
    }

    private static async Task EchoAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var message = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
            if (message.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", CancellationToken.None);
                return;
            }
            await socket.SendAsync(buffer.AsMemory(0, message.Count), message.MessageType, message.EndOfMessage, CancellationToken.None);
        }
    }
}
