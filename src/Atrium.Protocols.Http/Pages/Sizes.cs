using System.Globalization;

namespace Atrium.Protocols.Http.Pages;

/// <summary>Numbers of bytes for people.</summary>
internal static class Sizes
{
    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"];

    internal static string Format(long bytes)
    {
        var (value, unit) = ((double)bytes, 0);
        for (; value >= 999.5 && unit < Units.Length - 1; unit++)
            value /= 1000;
        return value.ToString(unit == 0 || value >= 99.5 ? "0" : "0.#", CultureInfo.InvariantCulture) + " " + Units[unit];
    }
}
