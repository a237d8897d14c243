using System.Buffers;
using System.Globalization;

namespace Atrium.Values;

/// <summary>A number of bytes as a person writes it: 10GB counts in thousands (SI), 10GiB in 1,024s (IEC 80000-13).</summary>
public static class ByteSize
{
    /// <summary>What may be written, for help texts and messages.</summary>
    public const string Forms = "a size such as 500MB, 10GB, 1.5TB (decimal: 1 GB is 1,000,000,000 bytes) or 512MiB, 1TiB (binary), or plain bytes";

    private const string Prefixes = "KMGTPE";

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    /// <summary>Reads a size.</summary>
    public static bool TryParse(string text, out long bytes)
    {
        ArgumentNullException.ThrowIfNull(text);
        bytes = 0;
        var span = text.AsSpan().Trim();
        var digits = span.IndexOfAnyExcept(Digits);
        var number = digits < 0 ? span : span[..digits];
        var unit = digits < 0 ? "" : span[digits..].Trim();
        if (!decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) || Factor(unit) is not { } factor)
            return false;
        if (value > long.MaxValue / factor)
            return false;
        var product = value * factor;
        bytes = (long)product;
        return bytes == product;
    }

    /// <summary>For a person: decimal units, three digits.</summary>
    public static string Format(long bytes)
    {
        if (bytes is > -1000 and < 1000)
            return $"{bytes.ToString(CultureInfo.InvariantCulture)} B";
        var value = (decimal)bytes;
        var prefix = -1;
        // 999.95 would be rounded to 1000.0.
        while (Math.Abs(value) >= 999.95m && prefix < Prefixes.Length - 1)
        {
            value /= 1000;
            prefix++;
        }
        return $"{value.ToString(Math.Abs(value) < 9.995m ? "0.##" : Math.Abs(value) < 99.95m ? "0.#" : "0", CultureInfo.InvariantCulture)} {(prefix == 0 ? 'k' : Prefixes[prefix])}B";
    }

    /// <summary>For a file that is read again: the same number, in the largest unit that it is a whole number of.</summary>
    public static string Exact(long bytes)
    {
        for (var step = 1000L; bytes != 0 && step >= 1000; step = step == 1000 ? 1024 : 0)
        {
            var (value, prefix) = (bytes, -1);
            for (; value % step == 0 && prefix < Prefixes.Length - 1; prefix++)
                value /= step;
            if (prefix >= 0)
                return $"{value.ToString(CultureInfo.InvariantCulture)}{(step == 1000 && prefix == 0 ? 'k' : Prefixes[prefix])}{(step == 1000 ? "B" : "iB")}";
        }
        return $"{bytes.ToString(CultureInfo.InvariantCulture)}B";
    }

    private static decimal? Factor(ReadOnlySpan<char> unit)
    {
        if (unit.IsEmpty || unit.Equals("B", StringComparison.OrdinalIgnoreCase))
            return 1;
        var power = Prefixes.IndexOf(char.ToUpperInvariant(unit[0]), StringComparison.Ordinal) + 1;
        if (power == 0)
            return null;
        // A bare "10G" means two things to two people: ask which.
        var step = unit[1..] switch
        {
            var rest when rest.Equals("B", StringComparison.OrdinalIgnoreCase) => 1000m,
            var rest when rest.Equals("iB", StringComparison.OrdinalIgnoreCase) => 1024m,
            _ => 0m,
        };
        if (step == 0)
            return null;
        var factor = 1m;
        for (var i = 0; i < power; i++)
            factor *= step;
        return factor;
    }
}
