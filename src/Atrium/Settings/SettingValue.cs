using System.Globalization;
using Atrium.Values;

namespace Atrium.Settings;

/// <summary>Values of settings as people write them: 30d for seconds, 10GB for bytes.</summary>
internal static class SettingValue
{
    /// <summary>As the server takes it; what this does not understand is left to the server to refuse, with the range.</summary>
    internal static string Read(string text, string unit) => unit switch
    {
        "seconds" when TimeLength.TryParse(text, out var length) => ((long)length.TotalSeconds).ToString(CultureInfo.InvariantCulture),
        "bytes" when ByteSize.TryParse(text, out var bytes) => bytes.ToString(CultureInfo.InvariantCulture),
        _ => text,
    };

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
