using System.Globalization;

namespace Atrium.Values;

/// <summary>Values of settings as people write them: 30d for seconds, 10GB for bytes.</summary>
public static class UnitText
{
    /// <summary>As a setting takes it; what this does not understand is left to the setting to refuse, with its range.</summary>
    public static string Read(string text, string unit)
    {
        ArgumentNullException.ThrowIfNull(text);
        return unit switch
        {
            "seconds" when TimeLength.TryParse(text, out var length) => ((long)length.TotalSeconds).ToString(CultureInfo.InvariantCulture),
            "bytes" when ByteSize.TryParse(text, out var bytes) => bytes.ToString(CultureInfo.InvariantCulture),
            _ => text,
        };
    }

    /// <summary>What <see cref="Read"/> makes the same value of.</summary>
    public static string Exact(string value, string unit)
        => !long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? value
            : unit switch
            {
                "seconds" => TimeLength.Format(TimeSpan.FromSeconds(number)),
                "bytes" => ByteSize.Exact(number),
                _ => value,
            };
}
