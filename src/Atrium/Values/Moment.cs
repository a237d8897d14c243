using System.Globalization;

namespace Atrium.Values;

/// <summary>A moment as a person writes it.</summary>
internal static class Moment
{
    /// <summary>What may be written, for help texts and messages.</summary>
    internal const string Forms = "a time such as 2026-11-01T12:00:00Z (RFC 3339), \"2026-11-01 12:00\" (the local time of this machine), 2026-11-01 or \"2h ago\"";

    private static readonly string[] LocalForms =
        ["yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm"];

    private static readonly string[] OffsetForms =
        ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mm:ssK"];

    /// <summary>Reads a moment; what has no offset is local time.</summary>
    internal static bool TryParse(string text, TimeProvider clock, out DateTimeOffset moment)
    {
        text = text.Trim();
        moment = default;
        if (text.EndsWith(" ago", StringComparison.OrdinalIgnoreCase))
        {
            if (!TimeLength.TryParse(text[..^4], out var length) || length > TimeSpan.FromDays(36_525))
                return false;
            moment = clock.GetUtcNow() - length;
            return true;
        }
        if (DateTime.TryParseExact(text, LocalForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            var zone = clock.LocalTimeZone;
            if (zone.IsInvalidTime(local))
                return false;
            moment = new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
            return true;
        }
        return DateTimeOffset.TryParseExact(text.ToUpperInvariant(), OffsetForms, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out moment);
    }

    /// <summary>For a person: local time with its offset.</summary>
    internal static string Format(DateTimeOffset moment, TimeProvider clock)
        => TimeZoneInfo.ConvertTime(moment, clock.LocalTimeZone).ToString("yyyy-MM-dd HH:mm:sszzz", CultureInfo.InvariantCulture);
}
