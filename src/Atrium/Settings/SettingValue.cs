using System.Globalization;
using Atrium.Values;

namespace Atrium.Settings;

/// <summary>Values of settings for people: 30d for seconds, 10 GB for bytes.</summary>
internal static class SettingValue
{
    internal static string Format(string value, string unit)
    {
        if (value.Length == 0)
            return "nothing";
        if (!long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return value;
        return unit switch
        {
            "seconds" => TimeLength.Format(TimeSpan.FromSeconds(number)),
            "bytes" => ByteSize.Format(number),
            "" => value,
            _ => $"{value} {unit}",
        };
    }
}
