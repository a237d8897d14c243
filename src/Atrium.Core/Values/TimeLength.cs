using System.Globalization;

namespace Atrium.Values;

/// <summary>A length of time as a person writes it: 30d, 12h, 1d12h.</summary>
public static class TimeLength
{
    /// <summary>What may be written, for help texts and messages.</summary>
    public const string Forms = "a length of time such as 90s, 45m, 12h, 30d, 2w, 1y (365 days) or 1d12h";

    /// <summary>Reads a length of time; largest units need not come first, but each has a number.</summary>
    public static bool TryParse(string text, out TimeSpan length)
    {
        ArgumentNullException.ThrowIfNull(text);
        length = default;
        var rest = text.AsSpan().Trim();
        if (rest is "0")
            return true;
        var seconds = 0m;
        if (rest.IsEmpty)
            return false;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExceptInRange('0', '9');
            if (digits is <= 0 or > 12 || UnitSeconds(rest[digits]) is not { } unit)
                return false;
            seconds += long.Parse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture) * (decimal)unit;
            rest = rest[(digits + 1)..].TrimStart();
        }
        if (seconds > (decimal)TimeSpan.MaxValue.TotalSeconds - 1)
            return false;
        length = TimeSpan.FromSeconds((long)seconds);
        return true;
    }

    /// <summary>For a person, and readable by <see cref="TryParse"/> when it is whole seconds: 30d, 1d12h.</summary>
    public static string Format(TimeSpan length)
    {
        if (length < TimeSpan.FromSeconds(1))
            return length == TimeSpan.Zero ? "0" : $"{Math.Max(1, length.Milliseconds).ToString(CultureInfo.InvariantCulture)}ms";
        Span<(long Count, char Unit)> parts = [(length.Days, 'd'), (length.Hours, 'h'), (length.Minutes, 'm'), (length.Seconds, 's')];
        var text = "";
        foreach (var (count, unit) in parts)
        {
            if (count > 0)
                text += $"{count.ToString(CultureInfo.InvariantCulture)}{unit}";
        }
        return text;
    }

    private static int? UnitSeconds(char unit) => unit switch
    {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        'd' => 86_400,
        'w' => 7 * 86_400,
        'y' => 365 * 86_400,
        _ => null,
    };
}
