using Atrium.Protocols.Http.Dispatch;
using Atrium.Protocols.Http.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Atrium.Protocols.Http;

/// <summary>Puts HTTP into an application.</summary>
public static class AtriumHttp
{
    /// <summary>What <see cref="UseAtrium"/> and <see cref="HttpDoorListenOptions.UseHttpDoor"/> share.</summary>
    public static IServiceCollection AddAtrium(this IServiceCollection services) => services.AddSingleton<HttpWire>();

    /// <summary>
    /// Answers every request of the application; nothing may follow. The services must have <see cref="AddAtrium"/>, the endpoints be marked with
    /// <see cref="HttpDoorListenOptions.UseHttpDoor"/>, and the server limited with <see cref="HttpLimits.ApplyTo"/>.
    /// </summary>
    public static IApplicationBuilder UseAtrium(this IApplicationBuilder application, HttpServices services)
    {
        ArgumentNullException.ThrowIfNull(application);
        ArgumentNullException.ThrowIfNull(services);
        var front = new Front(services);
        application.ApplicationServices.GetRequiredService<HttpWire>().Begin(services, front.Measures, front.Hot);
        application.ApplicationServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopped.Register(front.Dispose);
        application.Run(front.HandleAsync);
        return application;
    }
}
