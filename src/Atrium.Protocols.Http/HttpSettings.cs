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

    /// <summary>How long an application behind a site may say nothing.</summary>
    public static readonly NumberSetting ProxyIdleTime = new(
        "http.proxy-idle-time", "How long an application behind a site may say nothing before its visitor is told so, in the middle of an answer too",
        1, 3600, (long)HttpLimits.ProxyIdleTime.TotalSeconds)
    {
        Counted = "seconds",
    };

    /// <summary>How long the head of a request may take.</summary>
    public static readonly NumberSetting HeadTime = new(
        "http.head-time", "From the first byte of a request's head to its last; a slower one is closed", 1, 300, (long)HttpLimits.HeadTime.TotalSeconds)
    {
        Counted = "seconds",
    };

    /// <summary>Bytes of a request line.</summary>
    public static readonly NumberSetting MaxRequestLine = new(
        "http.max-request-line", "The longest request line: method, path and query; beyond it the answer is 414", 1024, 65_536, HttpLimits.MaxRequestLineBytes)
    {
        Counted = "bytes",
    };

    /// <summary>Bytes of all fields of a request.</summary>
    public static readonly NumberSetting MaxFieldBytes = new(
        "http.max-field-bytes", "All header fields of a request together; beyond it the answer is 431", 1024, 262_144, HttpLimits.MaxFieldsBytes)
    {
        Counted = "bytes",
    };

    /// <summary>Number of fields of a request.</summary>
    public static readonly NumberSetting MaxFields = new(
        "http.max-fields", "Header fields of a request; beyond it the answer is 431", 10, 1000, HttpLimits.MaxFields);

    /// <summary>Bytes of an upload: none by default, since the space's quota is the limit.</summary>
    public static readonly NumberSetting MaxUpload = new(
        "http.max-upload", "The largest body of an upload, beside what quotas allow; beyond it the answer is 413", 1024, long.MaxValue, null)
    {
        Counted = "bytes", AllowsNone = true,
    };

    /// <summary>
    /// Methods that are refused everywhere, whatever is asked for: none by default, since each resource says itself what it can be asked with,
    /// and an application behind a site knows its own.
    /// </summary>
    public static readonly ListSetting RefusedMethods = new(
        "http.refused-methods", "Methods that are refused with 405, at sites and applications behind them too", "methods such as DELETE or PROPFIND",
        word => word.Length is > 0 and <= 32 && word.All(c => char.IsAsciiLetter(c) || c is '-' or '_') && !word.Equals("GET", StringComparison.OrdinalIgnoreCase)
            ? word.ToUpperInvariant()
            : null);

    /// <summary>For <see cref="SettingBook.Declare"/>.</summary>
    public static IReadOnlyList<Setting> All =>
        [CorsOrigins, IdleTime, MinUploadRate, MinDownloadRate, ProxyIdleTime, HeadTime, MaxRequestLine, MaxFieldBytes, MaxFields, MaxUpload, RefusedMethods];

    /// <summary>Lets the limits of a server follow the settings, from now until the store is closed.</summary>
    public static void Follow(this KestrelServerLimits limits, SettingBook settings)
    {
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentNullException.ThrowIfNull(settings);
        settings.NextChange.UnsafeRegister(_ => limits.Follow(settings), null);
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(settings.Get(HeadTime)!.Value);
        limits.MaxRequestLineSize = (int)settings.Get(MaxRequestLine)!.Value;
        limits.MaxRequestHeadersTotalSize = (int)settings.Get(MaxFieldBytes)!.Value;
        limits.MaxRequestHeaderCount = (int)settings.Get(MaxFields)!.Value;
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(settings.Get(IdleTime)!.Value);
        limits.MinRequestBodyDataRate = settings.Get(MinUploadRate) is { } up ? new(up, HttpLimits.GraceTime) : null;
        limits.MinResponseDataRate = settings.Get(MinDownloadRate) is { } down ? new(down, HttpLimits.GraceTime) : null;
    }
}
