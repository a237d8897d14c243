using System.Globalization;
using System.Net;
using Atrium.Protocols.Tls;
using Atrium.Values;
using Microsoft.Extensions.Logging;

namespace Atrium.Configuration;

/// <summary>Every key of the configuration on one screen.</summary>
internal static class SettingTable
{
    /// <summary>Above it, the passive ports of FTP (N+2999) would not fit below 65536.</summary>
    internal const int MaxPortBase = 62_000;

    internal static readonly IReadOnlyList<Setting> All =
    [
        new("data", "the path of a folder", (s, v) => v[0].Length > 0 ? s with { Data = v[0] } : null),
        new("bind", "one or more addresses of this machine, such as 127.0.0.1 and ::1", Bind) { IsList = true },
        new("portBase", $"a whole number from 0 to {MaxPortBase}, which is added to every standard port", (s, v) => Whole(v[0], 0, MaxPortBase) is { } n ? s with { PortBase = (int)n } : null),
        new("name", "a host name such as files.example.org, or an address", (s, v) => HostName(v[0]) is { } host ? s with { Name = host } : null),
        new("tls.certificate", "the path of a PEM file with the certificate and its chain", (s, v) => v[0].Length > 0 ? s with { CertificateFile = v[0] } : null),
        new("tls.key", "the path of a PEM file with the certificate's key", (s, v) => v[0].Length > 0 ? s with { CertificateKey = v[0] } : null),
        new("log.level", "trace, debug, information, warning, error or none", (s, v) => Level(v[0]) is { } level ? s with { LogLevel = level } : null),
        new("log.format", "text or json", (s, v) => Format(v[0]) is { } format ? s with { LogFormat = format } : null),
        new("telemetry.collector", "an address such as http://127.0.0.1:4317", (s, v) => WebAddress(v[0]) is { } address ? s with { Collector = address } : null),
        new("telemetry.protocol", "grpc or http", (s, v) => Protocol(v[0]) is { } protocol ? s with { CollectorProtocol = protocol } : null),
        new("storage.inlineThreshold", "a size from 0 to 1048576 bytes (1MiB)", (s, v) =>
            Size(v[0], 0, 1 << 20) is { } n ? s with { Repository = s.Repository with { InlineThreshold = (int)n } } : null),
        new("storage.blobGrace", "a length of time from 1h to 365d", (s, v) =>
            Length(v[0], TimeSpan.FromHours(1), TimeSpan.FromDays(365)) is { } t ? s with { Repository = s.Repository with { BlobGrace = t } } : null),
        new("storage.maintenanceInterval", "a length of time from 1s to 1d", (s, v) =>
            Length(v[0], TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)) is { } t ? s with { Repository = s.Repository with { MaintenanceInterval = t } } : null),
        new("drain", "a length of time from 0 to 1h", (s, v) => Length(v[0], TimeSpan.Zero, TimeSpan.FromHours(1)) is { } t ? s with { Drain = t } : null),
    ];

    internal static Setting? Find(string key) => All.FirstOrDefault(setting => setting.Key == key);

    /// <summary>The name of this machine, or localhost where no certificate can carry it.</summary>
    internal static string MachineName() => HostName(Environment.MachineName) ?? "localhost";

    private static ServerSettings? Bind(ServerSettings settings, IReadOnlyList<string> values)
    {
        var addresses = new List<IPAddress>();
        foreach (var value in values)
        {
            // IPAddress takes "1" for 0.0.0.1: an address is written in full.
            if (!IPAddress.TryParse(value, out var address) || !(value.Contains(':', StringComparison.Ordinal) || value.Count(c => c == '.') == 3))
                return null;
            addresses.Add(address);
        }
        return settings with { Addresses = [.. addresses.Distinct()] };
    }

    private static long? Whole(string text, long least, long most)
        => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null;

    private static long? Size(string text, long least, long most)
        => ByteSize.TryParse(text, out var bytes) && bytes >= least && bytes <= most ? bytes : null;

    private static TimeSpan? Length(string text, TimeSpan least, TimeSpan most)
        => TimeLength.TryParse(text, out var length) && length >= least && length <= most ? length : null;

    private static LogLevel? Level(string text) => text switch
    {
        "trace" => LogLevel.Trace,
        "debug" => LogLevel.Debug,
        "information" => LogLevel.Information,
        "warning" => LogLevel.Warning,
        "error" => LogLevel.Error,
        "none" => LogLevel.None,
        _ => null,
    };

    private static LogFormat? Format(string text) => text switch
    {
        "text" => LogFormat.Text,
        "json" => LogFormat.Json,
        _ => null,
    };

    private static CollectorProtocol? Protocol(string text) => text switch
    {
        "grpc" => CollectorProtocol.Grpc,
        "http" => CollectorProtocol.Http,
        _ => null,
    };

    private static Uri? WebAddress(string text)
        => Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.UserInfo.Length == 0 && address.Query.Length == 0
            ? address
            : null;

    // The same rule as the certificate's: the name as it stands there, or null.
    private static string? HostName(string text)
    {
        try
        {
            return TlsNames.Of(text, []).Host;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
