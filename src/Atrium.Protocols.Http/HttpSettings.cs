using Atrium.Core.Settings;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Atrium.Protocols.Http;

/// <summary>What can be set of HTTP while the server runs.</summary>
public static class HttpSettings
{
    /// <summary>Other origins than the server's own whose pages may use the API with the sign-in of whoever looks at them.</summary>
    public static readonly ListSetting CorsOrigins = new(
        "http.cors.origins", "Origins whose pages may use the API, also to change something, with the sign-in of whoever looks at them",
        "origins such as https://app.example.org or https://app.example.org:8443", Requests.Origin.Canonical);

    /// <summary>How long an idle connection is kept; of connections that are opened from then on.</summary>
    public static readonly NumberSetting IdleTime = new(
        "http.idle-time", "How long an idle connection is kept (of those that are opened from then on)", 1, 3600, (long)HttpLimits.IdleTime.TotalSeconds)
    {
        Counted = "seconds",
    };

    /// <summary>What a sender must reach.</summary>
    public static readonly NumberSetting MinUploadRate = new(
        "http.min-upload-rate", "What a sender must reach, after 5 seconds; a slower one is closed", 1, 1_000_000, HttpLimits.MinBodyRate)
    {
        Counted = "bytes per second", AllowsNone = true,
    };

    /// <summary>What a reader must reach.</summary>
    public static readonly NumberSetting MinDownloadRate = new(
        "http.min-download-rate", "What a reader must reach, after 5 seconds; a slower one is closed", 1, 1_000_000, HttpLimits.MinReadRate)
    {
        Counted = "bytes per second", AllowsNone = true,
    };

    /// <summary>For <see cref="SettingBook.Declare"/>.</summary>
    public static IReadOnlyList<Setting> All => [CorsOrigins, IdleTime, MinUploadRate, MinDownloadRate];

    /// <summary>Lets the limits of a server follow the settings, from now until the store is closed.</summary>
    public static void Follow(this KestrelServerLimits limits, SettingBook settings)
    {
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentNullException.ThrowIfNull(settings);
        settings.NextChange.UnsafeRegister(_ => limits.Follow(settings), null);
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(settings.Get(IdleTime)!.Value);
        limits.MinRequestBodyDataRate = settings.Get(MinUploadRate) is { } up ? new(up, HttpLimits.GraceTime) : null;
        limits.MinResponseDataRate = settings.Get(MinDownloadRate) is { } down ? new(down, HttpLimits.GraceTime) : null;
    }
}
