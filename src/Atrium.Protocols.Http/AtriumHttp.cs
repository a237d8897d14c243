using Atrium.Protocols.Http.Dispatch;
using Microsoft.AspNetCore.Builder;

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
        application.Run(front.HandleAsync);
        return application;
    }
}
