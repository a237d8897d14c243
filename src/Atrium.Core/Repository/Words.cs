using System.Globalization;

namespace Atrium.Core.Repository;

/// <summary>How figures are written in sentences for people.</summary>
internal static class Words
{
    internal static string Time(long? utcTicks) => utcTicks is { } ticks
        ? new DateTime(ticks, DateTimeKind.Utc).ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture)
        : "a later time";

    internal static string Bytes(long bytes) => bytes switch
    {
        < 1000 => $"{bytes} bytes",
        < 1_000_000 => $"{bytes / 1e3:0.#} kB",
        < 1_000_000_000 => $"{bytes / 1e6:0.#} MB",
        _ => $"{bytes / 1e9:0.##} GB",
    };
}
