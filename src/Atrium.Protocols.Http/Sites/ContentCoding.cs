using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace Atrium.Protocols.Http.Sites;

/// <summary>The content codings (RFC 9110, 8.4.1) in which sites are served. Each is a place in an array.</summary>
internal static class ContentCoding
{
    internal const int Identity = 0, Brotli = 1, Zstandard = 2, Gzip = 3, Count = 4;

    /// <summary>As in Content-Encoding; also what an entity tag ends with, since each coding is a representation of its own.</summary>
    internal static IReadOnlyList<string> Names { get; } = ["", "br", "zstd", "gzip"];

    internal static int Find(ReadOnlySpan<char> name) => name switch
    {
        "br" => Brotli,
        "zstd" => Zstandard,
        "gzip" or "x-gzip" => Gzip,
        "identity" => Identity,
        _ => -1,
    };

    /// <summary>
    /// How much a client likes each coding (RFC 9110, 12.5.3), in thousandths; 0 is not at all. Without a word about it, the plain bytes
    /// are liked least of all that is liked.
    /// </summary>
    internal static void ReadWeights(StringValues field, Span<int> weights)
    {
        weights.Fill(-1);
        var other = -1;
        Span<char> lower = stackalloc char[16];
        foreach (var line in field)
        {
            foreach (var part in line.AsSpan().Split(','))
            {
                var item = line.AsSpan()[part].Trim(" \t");
                var semicolon = item.IndexOf(';');
                var name = (semicolon < 0 ? item : item[..semicolon]).TrimEnd(" \t");
                var weight = semicolon < 0 ? 1000 : Weight(item[(semicolon + 1)..].Trim(" \t"));
                if (name is "*")
                    other = weight;
                else if (name.Length <= lower.Length && Find(lower[..name.ToLowerInvariant(lower)]) is >= 0 and var coding)
                    weights[coding] = weight;
            }
        }
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] < 0)
                weights[i] = other >= 0 ? other : i == Identity ? 1 : 0;
        }
    }

    /// <summary>"q=0.5" as 500; what is no weight is none.</summary>
    private static int Weight(ReadOnlySpan<char> parameter)
        => parameter.StartsWith("q=", StringComparison.OrdinalIgnoreCase)
        && decimal.TryParse(parameter[2..], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var weight) && weight <= 1
            ? (int)(weight * 1000)
            : 0;
}
