using System.Globalization;

namespace Atrium.Protocols.Http.Requests;

/// <summary>Times of RFC 3339, 5.6, down to 100 ns; finer digits are cut off.</summary>
internal static class Rfc3339
{
    internal static bool TryParse(string text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length is < 20 or > 40)
            return false;
        // A plus sign that a client forgot to encode has become a space: where an offset begins, nothing else can be meant.
        if (text[^6] == ' ')
            text = string.Concat(text.AsSpan(0, text.Length - 6), "+", text.AsSpan(text.Length - 5));
        if (text[10] is not ('T' or 't' or ' '))
            return false;
        var zone = text[^1] is 'Z' or 'z' ? text.Length - 1 : text.Length - 6;
        if (zone < 19)
            return false;
        // .NET's clock has no leap second: it is taken as the second behind it, which every month's last may have (5.7).
        var leap = text.AsSpan(16, 3) is ":60";
        if (!DateTime.TryParseExact(
            string.Concat(text.AsSpan(0, 10), "T", leap ? $"{text.AsSpan(11, 5)}:59" : text.AsSpan(11, 8)), "yyyy-MM-dd'T'HH:mm:ss",
            CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            return false;
        if (!TryParseFraction(text.AsSpan(19, zone - 19), out var ticks) || !TryParseOffset(text.AsSpan(zone), out var offset))
            return false;
        // 0001-01-01 and 9999-12-31 leave no room for an offset.
        var utc = local.Ticks + ticks - offset.Ticks;
        if (leap)
            utc += TimeSpan.TicksPerSecond;
        if (utc < DateTimeOffset.MinValue.UtcTicks || utc > DateTimeOffset.MaxValue.UtcTicks)
            return false;
        time = new DateTimeOffset(utc, TimeSpan.Zero);
        return !leap || time is { Day: 1, Hour: 0, Minute: 0, Second: 0 };
    }

    private static bool TryParseFraction(ReadOnlySpan<char> text, out long ticks)
    {
        ticks = 0;
        if (text.IsEmpty)
            return true;
        if (text[0] != '.' || text.Length < 2 || text[1..].ContainsAnyExceptInRange('0', '9'))
            return false;
        var digits = text[1..];
        for (var i = 0; i < 7; i++)
            ticks = ticks * 10 + (i < digits.Length ? digits[i] - '0' : 0);
        return true;
    }

    private static bool TryParseOffset(ReadOnlySpan<char> text, out TimeSpan offset)
    {
        offset = default;
        if (text.Length == 1)
            return true;
        if (text[0] is not ('+' or '-') || text[3] != ':'
            || !int.TryParse(text[1..3], NumberStyles.None, CultureInfo.InvariantCulture, out var hours) || hours > 23
            || !int.TryParse(text[4..6], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) || minutes > 59)
            return false;
        offset = new TimeSpan(hours, minutes, 0);
        if (text[0] == '-')
            offset = -offset;
        return true;
    }
}
