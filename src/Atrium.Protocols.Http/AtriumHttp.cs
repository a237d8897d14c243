using Atrium.Protocols.Http.Dispatch;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Atrium.Protocols.Http;

/// <summary>Puts HTTP into an application.</summary>
public static class AtriumHttp
{
    /// <summary>
    /// Answers every request of the application; nothing may follow. The endpoints must be marked with
    /// <see cref="HttpDoorListenOptions.UseHttpDoor"/>, and the server limited with <see cref="HttpLimits.ApplyTo"/>.
    /// </summary>
    public static IApplicationBuilder UseAtrium(this IApplicationBuilder application, HttpServices services)
    {
        ArgumentNullException.ThrowIfNull(application);
        ArgumentNullException.ThrowIfNull(services);
        var front = new Front(services);
        application.ApplicationServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopped.Register(front.Dispose);
        application.Run(front.HandleAsync);
        return application;
    }
}
